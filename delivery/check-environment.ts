import { type Finding, InputError } from '../environments/model';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';

export interface EnvironmentCheck {
  readonly findings: readonly Finding[];
  /** The file itself is wrong, so nothing could be built from it. */
  readonly wrongInput: boolean;
}

/** Everything that a build of the environment would find, without writing a file. */
export async function checkEnvironment(path: string): Promise<EnvironmentCheck> {
  try {
    const { environment } = await loadEnvironment(path);
    const [{ buildSiteTree }, { checkSites }] = await Promise.all([import('./site-build'), import('./check-sites')]);
    checkSites(environment, shownPath(path));
    const findings: Finding[] = [];
    for (const site of environment.sites) findings.push(...(await buildSiteTree(site)).findings);
    return { findings, wrongInput: false };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { findings: error.findings, wrongInput: true };
  }
}
