import { type Finding, InputError, isSitePublicCloud } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import type { CostExemption } from '../environments/schema/budget-schema';
import { type Expiry, expiryOf } from '../policies/cost/limits/expiry';
import { accountClaims } from './account-claims';
import type { SharedClaim } from './build';
import type { AskedEvidence } from './release-lock/evidence-rules';

export interface EnvironmentCheck {
  readonly findings: readonly Finding[];
  /** The file itself is wrong, so nothing could be built from it. */
  readonly wrongInput: boolean;
  /** The file as findings show it. */
  readonly file: string;
  /** What may break limits of its budget, until a day that only who has a clock can judge. */
  readonly costExemptions: readonly CostExemption[];
  /** Its last day, which only who has a clock can judge. Default: it stays. */
  readonly expiry?: Expiry;
  /** Evidence that its release must have, whose age only who has a clock can judge. Default: none is asked for. */
  readonly evidence?: AskedEvidence;
  /** For the rules between environments; missing where the file is wrong. */
  readonly claim?: SharedClaim;
}

/** Everything that a build of the environment would find, without writing a file. */
export async function checkEnvironment(path: string): Promise<EnvironmentCheck> {
  try {
    const { loadDrilledEnvironment } = await import('./drilled-environment');
    const { environment, evidenceFindings } = await loadDrilledEnvironment(path);
    const [
      { buildSiteTree },
      { checkSites },
      { lockedEnvironment },
      { buildEnvironmentTree },
      { standbyFindings },
      { costGate },
      { judgeRelease },
    ] = await Promise.all([
      import('./site-build'),
      import('./check-sites'),
      import('./environment-lock'),
      import('./environment-stacks'),
      import('./standby-findings'),
      import('./cost-gate'),
      import('./release-lock/release-gate'),
    ]);
    checkSites(environment, shownPath(path));
    const { sites } = lockedEnvironment(environment, path);
    const gate = await costGate(environment, shownPath(path));
    const findings: Finding[] = [];
    const { stacks } = await buildEnvironmentTree(environment);
    const built = [];
    for (const site of sites) built.push({ site, ...(await buildSiteTree(site, stacks)) });
    const { findingsOf } = gate.judge(stacks, built);
    for (const one of built) {
      findings.push(
        ...one.findings,
        ...standbyFindings(built, one.site),
        ...evidenceFindings(one.site),
        ...findingsOf(one.site),
      );
    }
    const release = judgeRelease(environment, path, stacks, built);
    findings.push(...release.findings);
    const claim = {
      file: shownPath(path),
      supernet: environment.config.addresses.supernet,
      onClouds: environment.sites.some(isSitePublicCloud),
      accounts: accountClaims(environment, shownPath(path)),
    };
    const { exemptions = [] } = environment.config.budget ?? {};
    const expiry = expiryOf(environment.config);
    const { evidence } = release;
    return { findings, wrongInput: false, file: shownPath(path), costExemptions: exemptions, expiry, evidence, claim };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { findings: error.findings, wrongInput: true, file: shownPath(path), costExemptions: [] };
  }
}
