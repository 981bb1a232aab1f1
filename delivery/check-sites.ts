import { inClusterNeeds } from '../constructs/in-cluster';
import { InputError } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import { conflictingNeeds, orphanTopics, unmetNeeds } from '../policies/needs';
import { unsupportedOperators } from '../policies/operator-versions';

/** @throws InputError when a service needs what nothing on a site can provide */
export function checkSites(environment: Environment, file: string): void {
  const found = environment.sites.flatMap((site, index) => [
    ...unmetNeeds(site, index, inClusterNeeds),
    ...conflictingNeeds(site),
    ...orphanTopics(site),
    ...unsupportedOperators(site),
  ]);
  // What is wrong with a service is wrong on every site, and said once.
  const findings = [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
  if (findings.length > 0) throw new InputError(findings.map((finding) => ({ ...finding, file })));
}
