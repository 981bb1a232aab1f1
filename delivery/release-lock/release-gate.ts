import type { Finding } from '../../environments/model';
import { shownPath } from '../../environments/model/load-environment';
import type { Environment } from '../../environments/model/resolve-environment';
import { type EnvironmentLock, readLock } from '../environment-lock';
import type { EnvironmentStacksBuild } from '../environment-stacks';
import { lockPath } from '../lock-path';
import { isOpen, waitingSites } from '../promotion/promotion-record';
import { type AskedEvidence, evidenceFindings } from './evidence-rules';
import { type ReleasedSite, releaseComponents } from './release-components';
import { ownComponents, releaseDrift } from './release-drift';
import type { ReleaseComponents } from './release-record';

interface JudgedRelease {
  readonly findings: readonly Finding[];
  /** What only who has a clock can judge. Default: the environment asks for no evidence. */
  readonly evidence?: AskedEvidence;
  /** Everything that runs, of all sites. Default: nobody asked. */
  readonly runs?: ReleaseComponents;
}

/** A lock that is about to be written. */
export interface GivenLock {
  /** Default: that beside the file. */
  readonly lock?: EnvironmentLock;
  /** Who gives the lock records components of its own as they are built. Default: they are held to the lock as well. */
  readonly recordsOwn?: boolean;
}

type Stacks = EnvironmentStacksBuild['stacks'];

/** Each site against the release that the lock says it runs: while a promotion is under way some wait, with the one before. */
function driftOfSites(
  environment: Environment,
  { release, promotion }: Partial<Pick<EnvironmentLock, 'release' | 'promotion'>>,
  shared: Stacks,
  built: readonly ReleasedSite[],
  file: string,
): Finding[] {
  const waiting = isOpen(promotion) ? waitingSites(promotion) : [];
  const reached = built.filter(({ name }) => !waiting.includes(name));
  const later = built.filter(({ name }) => waiting.includes(name));
  // What all sites share comes with the last wave.
  const ofReached = releaseComponents(environment, later.length === 0 ? shared : {}, reached);
  const before = promotion?.before?.release;
  const underWay = isOpen(promotion) && release ? { release } : undefined;
  return [
    ...(later.length === 0 || reached.length > 0 ? releaseDrift(environment, release, ofReached, file, underWay) : []),
    ...(later.length > 0 && before
      ? releaseDrift(
          environment,
          before,
          releaseComponents(environment, shared, later),
          file,
          underWay && { ...underWay, waiting: later.map(({ name }) => name) },
        )
      : []),
  ];
}

/** Holds what was built to the release in the lock, as far as the environment asks for one. */
export function judgeRelease(
  environment: Environment,
  environmentFile: string,
  shared: Stacks,
  built: readonly ReleasedSite[],
  { lock, recordsOwn = false }: GivenLock = {},
): JudgedRelease {
  const { promotedFrom, evidence: rules = [], own: patterns = [] } = environment.config.release ?? {};
  if (promotedFrom === undefined && rules.length === 0 && !lock) return { findings: [] };
  const path = lockPath(environmentFile);
  const file = shownPath(path);
  const { release, promotion } = lock ?? readLock(path) ?? {};
  const runs = releaseComponents(environment, shared, built);
  const held = release && recordsOwn ? { ...release, own: ownComponents(runs, patterns) } : release;
  const drift = driftOfSites(
    environment,
    { ...(held ? { release: held } : {}), ...(promotion ? { promotion } : {}) },
    shared,
    built,
    file,
  );
  if (rules.length === 0) return { findings: drift, runs };
  const evidence = { file, environment: environment.name, rules, evidence: release?.evidence ?? [] };
  return { findings: [...drift, ...evidenceFindings(evidence)], evidence, runs };
}
