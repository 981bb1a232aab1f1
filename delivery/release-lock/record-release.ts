import { type Finding, InputError, type Site } from '../../environments/model';
import { shownPath } from '../../environments/model/load-environment';
import { canonicalText } from '../../policies/drills/evidence-signature';
import { checkSites } from '../check-sites';
import { costGate } from '../cost-gate';
import { loadDrilledEnvironment } from '../drilled-environment';
import type { EnvironmentLock } from '../environment-lock';
import { buildEnvironmentTree } from '../environment-stacks';
import { lockPath } from '../lock-path';
import { refuseOpen } from '../promotion/open-promotion';
import { buildSiteTree, type SiteBuild } from '../site-build';
import { standbyFindings } from '../standby-findings';
import { commitEvidence } from './commit-evidence';
import { fileEvidence, fileKinds } from './evidence-file';
import { ownEvidence } from './own-evidence';
import { releaseComponents } from './release-components';
import { ownComponents, releaseDrift } from './release-drift';
import { type ReleaseEvidence, type ReleaseRecord, releaseId, sortedEvidence } from './release-record';
import { releaseSbom } from './release-sbom';
import { releaseSource } from './release-source';
import { releasedSites } from './released-sites';
import { unresolvedComponents } from './unresolved-components';
import { verifiedImages } from './verified-images';

export interface RecordOptions {
  /** Files of evidence, each `<kind>=<file>`. */
  readonly evidence: readonly string[];
  /** For evidence that carries no time, as ISO 8601. */
  readonly evidenceAt?: string;
}

export interface RecordedRelease {
  readonly release: ReleaseRecord;
  /** CycloneDX document of the release. */
  readonly sbom: string;
  /** Why it is no release; it is not to be written then. */
  readonly findings: readonly Finding[];
  /** Components of which nobody can say what runs; told, and refused only where the environment asks for it. */
  readonly unresolved: readonly string[];
}

/**
 * Records what an environment runs: everything is synthesized, checked, priced, and its signatures are verified. Evidence is
 * dated by itself, or by the commit that it is found of; no clock is read.
 * @param lock as it is to be written, with the digests to build with
 * @throws InputError as a build, EVIDENCE_INVALID, RELEASE_SOURCE, or PROMOTION_OPEN while some sites have another release
 */
export async function recordRelease(
  file: string,
  lock: EnvironmentLock,
  { evidence: stated, evidenceAt }: RecordOptions,
): Promise<RecordedRelease> {
  const given = fileEvidence(stated, evidenceAt);
  const source = await releaseSource(
    file,
    stated.map((one) => one.slice(one.indexOf('=') + 1)),
  );
  const { environment, evidenceFindings } = await loadDrilledEnvironment(file);
  refuseOpen(lock.promotion, environment.name, shownPath(lockPath(file)));
  checkSites(environment, shownPath(file));
  const gate = await costGate(environment, shownPath(file));
  const shared = await buildEnvironmentTree(environment);
  const built: (SiteBuild & { readonly site: Site })[] = [];
  for (const one of environment.sites) {
    const site = { ...one, imageDigests: lock.images };
    built.push({ site, ...(await buildSiteTree(site, shared.stacks)) });
  }
  const cost = gate.judge(shared.stacks, built);
  const found = built.flatMap((one) => [
    ...one.findings,
    ...standbyFindings(built, one.site),
    ...evidenceFindings(one.site),
    ...cost.findingsOf(one.site),
  ]);
  const rules = environment.config.release;
  const shownLock = shownPath(lockPath(file));
  const runs = releaseComponents(environment, shared.stacks, built);
  const own = ownComponents(runs, rules?.own ?? []);
  const before = lock.release;
  // A promoted release stays as it came; what else would run is drift.
  const components = rules?.promotedFrom === undefined ? runs : before?.components;
  const drift = releaseDrift(environment, before && { ...before, own }, runs, shownLock);
  if (!components) throw new InputError(drift);
  const id = releaseId(components);
  const signed = await verifiedImages(runs.images, rules?.signatures ?? [], shownPath(file), before?.signatures);
  const sites = releasedSites([...built.flatMap(({ files }) => files), ...shared.files], built);
  const sbom = releaseSbom(id, components);
  const findings = [...found, ...drift, ...signed.findings];
  const ofCommit = (kind: ReleaseEvidence['kind'], about: string, says: string): ReleaseEvidence[] =>
    commitEvidence(source, kind, about, says);
  const isOfFile = ({ kind }: ReleaseEvidence): boolean => (fileKinds as readonly string[]).includes(kind);
  // What was shown of these components holds for them until they change.
  const kept = before?.id === id ? before.evidence.filter(isOfFile) : [];
  const fresh = [
    ...ofCommit('build', canonicalText(sites), `${built.length} sites, ${findings.length} findings`),
    ...given,
    ...ownEvidence(file, environment, cost.summary),
    ...ofCommit('sbom', sbom, `CycloneDX 1.6, ${Object.keys(components.images).length} images`),
    ...(rules?.signatures.length
      ? ofCommit('signatures', canonicalText(signed.signatures), `${signed.signatures.length} images verified`)
      : []),
  ];
  const evidence = [...new Map([...kept, ...fresh].map((one) => [`${one.kind}/${one.name}`, one])).values()];
  return {
    release: {
      id,
      components,
      own,
      sites,
      ...(source ? { source } : {}),
      signatures: [...signed.signatures],
      evidence: sortedEvidence(evidence),
    },
    sbom,
    findings,
    unresolved: unresolvedComponents(components),
  };
}
