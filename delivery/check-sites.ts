import { inClusterNeeds } from '../constructs/in-cluster';
import { InputError } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import { unmetNeeds } from '../policies/needs';

/** @throws InputError when a service needs what nothing on a site can provide */
export function checkSites(environment: Environment, file: string): void {
  const findings = environment.sites.flatMap((site, index) => unmetNeeds(site, index, inClusterNeeds));
  if (findings.length > 0) throw new InputError(findings.map((finding) => ({ ...finding, file })));
}
