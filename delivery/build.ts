import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Finding, InputError, rangesOverlap } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import type { CostExemption } from '../environments/schema/budget-schema';
import type { CostSummary } from '../policies/cost/cost-summary';
import { type Expiry, expiryOf } from '../policies/cost/limits/expiry';
import type { BuiltSite } from '../policies/recovery/standby-drift';
import { type AccountClaim, accountClaims, organisationTrails, sharedAccounts } from './account-claims';
import { recordBuild, unchangedBuild } from './build-cache';
import { engineStamp } from './engine-stamp';
import type { EnvironmentLock } from './environment-lock';
import type { EnvironmentStackSummary } from './environment-stacks';
import { lockPath } from './lock-path';
import type { RecoverySummary } from './recovery-summary';
import type { AskedEvidence } from './release-lock/evidence-rules';
import type { ReleaseComponents } from './release-lock/release-record';
import type { RenderedFile, SiteBuild } from './site-build';
import { staleFiles } from './stale-tree';
import { healTree, replaceTree } from './tree';

/** A built site without its files and objects: what reports and gates read. */
export type SiteSummary = Omit<SiteBuild, 'files' | 'output'> & { readonly seconds: number };

export interface EnvironmentBuild {
  readonly name: string;
  /** The environment file as people write it. */
  readonly file: string;
  readonly supernet: string;
  readonly accounts: readonly AccountClaim[];
  readonly sites: readonly SiteSummary[];
  /** Those of the environment as a whole. */
  readonly stacks: readonly EnvironmentStackSummary[];
  /** What may break limits of its budget, until a day that only who has a clock can judge. Default: nothing. */
  readonly costExemptions?: readonly CostExemption[];
  /** Its last day, which only who has a clock can judge. Default: it stays. */
  readonly expiry?: Expiry;
  /** How it recovers. Default: nothing is promised. */
  readonly recovery?: RecoverySummary;
  /** What it costs. Default: it states no budget, so nothing was priced. */
  readonly cost?: CostSummary;
  /** Evidence that its release must have, whose age only who has a clock can judge. Default: none is asked for. */
  readonly evidence?: AskedEvidence;
  readonly seconds: number;
  /** Nothing had changed, so the tree that was there still holds. */
  readonly cached: boolean;
}

export interface BuildOptions {
  /** Folder of the rendered trees. */
  readonly out: string;
  /** Build only the site of this name; the rest of the environment's tree is left as it is. */
  readonly site?: string;
  /** Only look: build whatever is there, and write nothing. Default: false. */
  readonly check?: boolean;
  /** Told when a site is begun, for progress. */
  readonly onSite?: (site: string) => void;
  /** What the environment is to run. Default: what its lock says. */
  readonly lock?: EnvironmentLock;
  /** Who gives the lock records components of its own as they are built. Default: they are held to the lock as well. */
  readonly recordsOwn?: boolean;
}

/** A build in memory: nothing in the output folder has changed yet. */
export interface PreparedBuild {
  readonly build: EnvironmentBuild;
  /** The whole tree, where it was built anew. */
  readonly files: readonly RenderedFile[];
  /** Everything that runs, for who records it. Default: nobody asked for it. */
  readonly runs?: ReleaseComponents;
  /** Puts the tree in place, as a whole. */
  readonly commit: () => void;
  /** Where the tree that is there differs from the build. */
  readonly stale: () => readonly Finding[];
}

const seconds = (since: bigint): number => Number((process.hrtime.bigint() - since) / 1_000_000n) / 1000;

/** Name of the environment that a file describes. */
export const environmentName = (file: string): string => basename(file).replace(/\.[cm]?[jt]s$/, '');

/**
 * Builds one environment in memory; `commit` puts it into `<out>/<name>/`, so that several environments can be checked
 * together first. The tree is replaced as a whole: with wrong input, or killed half-way, the last good tree stays.
 * @throws InputError with every finding of the environment
 */
export async function prepareEnvironment(path: string, options: BuildOptions): Promise<PreparedBuild> {
  const began = process.hrtime.bigint();
  const file = resolve(path);
  const out = resolve(options.out);
  const engine = engineStamp();
  const name = environmentName(file);
  if (!options.check) {
    mkdirSync(out, { recursive: true });
    healTree(out, name);
  }
  const whole = options.site === undefined;
  const isCacheGood = whole && !options.lock && !options.check;
  const unchanged = isCacheGood ? unchangedBuild<EnvironmentBuild>(out, name, engine, file) : undefined;
  if (unchanged) {
    const build = { ...unchanged, cached: true, seconds: seconds(began) };
    return { build, files: [], commit: () => undefined, stale: () => [] };
  }

  const { loadDrilledEnvironment } = await import('./drilled-environment');
  const { environment, sources, evidenceFindings } = await loadDrilledEnvironment(file);
  if (environment.name !== name) {
    throw new InputError([
      {
        code: 'ENVIRONMENT_NAME',
        file: shownPath(file),
        place: 'name',
        message: `the file is named "${name}"`,
        value: environment.name,
        allowed: [name],
        fix: 'give the file and the environment the same name',
      },
    ]);
  }
  const [
    { buildSiteTree },
    { checkSites },
    { lockedEnvironment },
    { buildEnvironmentTree },
    { recoverySummary },
    { standbyFindings },
    { costGate },
    { judgeRelease },
  ] = await Promise.all([
    import('./site-build'),
    import('./check-sites'),
    import('./environment-lock'),
    import('./environment-stacks'),
    import('./recovery-summary'),
    import('./standby-findings'),
    import('./cost-gate'),
    import('./release-lock/release-gate'),
  ]);
  checkSites(environment, shownPath(file));
  const { sites } = lockedEnvironment(environment, file, options.lock);
  const gate = await costGate(environment, shownPath(file));
  const chosen = sites.filter((site) => whole || site.name === options.site);
  if (chosen.length === 0) {
    throw new InputError([
      {
        code: 'UNKNOWN_SITE',
        file: shownPath(file),
        place: 'sites',
        message: 'the environment has no site of this name',
        value: options.site,
        allowed: environment.sites.map((site) => site.name),
        fix: 'use a site of the list',
      },
    ]);
  }
  const shared = await buildEnvironmentTree(environment);
  const built: (BuiltSite & Pick<SiteBuild, 'files'> & { readonly summary: SiteSummary })[] = [];
  for (const site of chosen) {
    const siteBegan = process.hrtime.bigint();
    options.onSite?.(site.name);
    const { files, output, ...summary } = await buildSiteTree(site, shared.stacks);
    built.push({ site, files, output, release: summary.release, summary: { ...summary, seconds: seconds(siteBegan) } });
  }
  const cost = gate.judge(shared.stacks, built);
  const release = judgeRelease(
    environment,
    file,
    shared.stacks,
    built.map(({ summary }) => summary),
    options,
  );
  const { exemptions = [] } = environment.config.budget ?? {};
  const expiry = expiryOf(environment.config);
  const recovery = recoverySummary(environment);
  const build: EnvironmentBuild = {
    name,
    file: shownPath(file),
    supernet: environment.config.addresses.supernet,
    accounts: accountClaims(environment, shownPath(file)),
    sites: built.map(({ site, summary }, index) => ({
      ...summary,
      findings: [
        ...summary.findings,
        ...standbyFindings(built, site),
        ...evidenceFindings(site),
        ...cost.findingsOf(site),
        ...(index === 0 ? release.findings : []),
      ],
    })),
    stacks: shared.summaries,
    ...(exemptions.length > 0 ? { costExemptions: exemptions } : {}),
    ...(expiry ? { expiry } : {}),
    ...(recovery ? { recovery } : {}),
    ...(cost.summary ? { cost: cost.summary } : {}),
    ...(release.evidence ? { evidence: release.evidence } : {}),
    seconds: seconds(began),
    cached: false,
  };
  const inSites = built.flatMap((site) => site.files);
  const prefix = `${options.site}/`;
  const folder = whole ? join(out, name) : join(out, name, String(options.site));
  const files = whole
    ? [...inSites, ...shared.files]
    : inSites.map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }));
  const commit = () => {
    replaceTree(dirname(folder), basename(folder), files);
    if (whole) recordBuild(out, name, engine, [...sources, lockPath(file)], build);
  };
  return {
    build,
    files,
    ...(release.runs ? { runs: release.runs } : {}),
    commit,
    stale: () => staleFiles(folder, files),
  };
}

/** What an environment says of the network and the organisation that all environments share. */
export interface SharedClaim {
  readonly file: string;
  readonly supernet: string;
  /** Whether it has a site that takes addresses at all. */
  readonly onClouds: boolean;
  readonly accounts: readonly AccountClaim[];
}

export const claimOf = ({ file, supernet, sites, accounts }: EnvironmentBuild): SharedClaim => ({
  file,
  supernet,
  accounts,
  onClouds: sites.some(({ stacks }) => stacks.some(({ name }) => name === 'network')),
});

/** Rules between environments: they share one organisation, so no two may claim the same addresses or accounts. */
export const checkTogether = (claims: readonly SharedClaim[]): Finding[] => [
  ...sharedAddresses(claims),
  ...sharedAccounts(claims.flatMap(({ accounts }) => accounts)),
  ...organisationTrails(claims.flatMap(({ accounts }) => accounts)),
];

function sharedAddresses(claims: readonly SharedClaim[]): Finding[] {
  const onClouds = claims.filter((claim) => claim.onClouds);
  return onClouds.flatMap((claim, index) =>
    onClouds
      .slice(0, index)
      .filter((other) => rangesOverlap(other.supernet, claim.supernet))
      .map((other) => ({
        code: 'ADDRESS_OVERLAP',
        file: claim.file,
        place: 'addresses.supernet',
        message: `overlaps ${other.supernet} of ${other.file}`,
        value: claim.supernet,
        fix: 'give every environment a supernet of its own',
      })),
  );
}
