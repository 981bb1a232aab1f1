import { environmentFolder } from '../../delivery/environment-stacks';
import { isOpen, reachedSites } from '../../delivery/promotion/promotion-record';
import { commitEvidence } from '../../delivery/release-lock/commit-evidence';
import { isOwnEvidence, ownEvidence } from '../../delivery/release-lock/own-evidence';
import { ownComponents } from '../../delivery/release-lock/release-drift';
import { type ReleaseEvidence, sortedEvidence } from '../../delivery/release-lock/release-record';
import { releaseSbom } from '../../delivery/release-lock/release-sbom';
import { releasedSites } from '../../delivery/release-lock/released-sites';
import { verifiedImages } from '../../delivery/release-lock/verified-images';
import type { Finding } from '../../environments/model';
import { shownPath } from '../../environments/model/load-environment';
import { canonicalText } from '../../policies/drills/evidence-signature';
import type { NextLock } from './next-lock';
import type { ReadPromotion } from './read-promotion';
import { type Rendered, renderLocked } from './rendered';

/** A lock with what is rendered with it, as `evenkeel lock --release` would write it down. */
export interface RecordedLock {
  readonly lock: NextLock;
  readonly rendered: Rendered;
  /** Goes beside the lock. */
  readonly sbom: string;
  /** Images that are not signed as the target asks for it. */
  readonly signatures: readonly Finding[];
}

/** What was rendered for each site that has the release; those that wait stay as they are. */
function sitesOf({ release, promotion }: NextLock, { files, build }: Rendered): NextLock['release']['sites'] {
  const all = releasedSites(files, build.sites);
  const reached = isOpen(promotion)
    ? reachedSites(promotion)
    : [...build.sites.map(({ name }) => name), environmentFolder];
  const pick = (sites: NextLock['release']['sites'], isMeant: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(sites).filter(([name]) => isMeant(name)));
  return {
    ...pick(release.sites, (name) => name in all && !reached.includes(name)),
    ...pick(all, (name) => reached.includes(name)),
  };
}

/**
 * Renders an environment as it is once all waves are through: until then sites differ on purpose, and keep the trees that they
 * have. What the environment itself says of the release goes into the lock.
 * @throws InputError with every finding of the environment
 */
export async function recordedLock(
  { environment, targetFile }: Pick<ReadPromotion, 'environment' | 'targetFile'>,
  next: NextLock,
): Promise<RecordedLock> {
  const { promotion: _underWay, ...whole } = next;
  // Versions that it would take away are for a gate to say.
  const rendered = await renderLocked(targetFile, { ...whole, operators: {} });
  const { release } = next;
  const { own: patterns = [], signatures: rules = [] } = environment.config.release ?? {};
  const { runs } = rendered;
  const signed = await verifiedImages(runs.images, rules, shownPath(targetFile), release.signatures);
  const sbom = releaseSbom(release.id, release.components);
  const anew: ReleaseEvidence[] = [
    ...commitEvidence(
      release.source,
      'sbom',
      sbom,
      `CycloneDX 1.6, ${Object.keys(release.components.images).length} images`,
    ),
    ...(rules.length > 0
      ? commitEvidence(
          release.source,
          'signatures',
          canonicalText(signed.signatures),
          `${signed.signatures.length} images verified`,
        )
      : []),
    ...ownEvidence(targetFile, environment, rendered.build.cost),
  ];
  const kept = release.evidence.filter((one) => !isOwnEvidence(one) && !anew.some(({ kind }) => kind === one.kind));
  return {
    lock: {
      ...next,
      release: {
        ...release,
        own: ownComponents(runs, patterns),
        sites: sitesOf(next, rendered),
        signatures: [...signed.signatures],
        evidence: sortedEvidence([...kept, ...anew]),
      },
    },
    rendered,
    sbom,
    signatures: signed.findings,
  };
}
