import { releaseTimeoutMinutes, waveTimeoutMinutes } from '../../charts/gitops/names';
import type { Manifest } from '../../charts/rendered-object';
import { shiftedWeights } from '../../constructs/kubernetes/gateway-names';
import { keptByGitOps } from '../../constructs/kubernetes/keep';
import { stopsLabel } from '../../environments/model';

type Words = Readonly<Record<string, string>>;

const has = (words: Words = {}, wanted: Words): boolean =>
  Object.entries(wanted).every(([name, value]) => words[name] === value);

/**
 * Whether it holds data: neither engine deletes it, even when it is gone from the tree. With a namespace, everything would
 * go that is kept in it.
 */
export const isKept = ({ kind, metadata }: Manifest): boolean =>
  kind === 'Namespace' || has(metadata.annotations, keptByGitOps);

/** Fields that are made as the tree says, and belong to somebody else from then on. */
const leftAlone: readonly { readonly labels: Words; readonly kind?: string; readonly fields: readonly string[] }[] = [
  // Put back, a new version would lose its requests in the middle.
  { labels: shiftedWeights, kind: 'HTTPRoute', fields: ['spec.rules[*].backendRefs[*].weight'] },
  // Put back, servers would start again at night.
  { labels: stopsLabel, fields: ['spec.replicas'] },
];

const ignored = ({ kind, metadata }: Manifest): string[] =>
  leftAlone
    .filter((one) => (one.kind ?? kind) === kind && has(metadata.labels, one.labels))
    .flatMap(({ fields }) => [...fields]);

const minutes = (count: number): string => `${count}m`;

const objectTimeouts = {
  create: minutes(waveTimeoutMinutes),
  update: minutes(waveTimeoutMinutes),
  delete: minutes(waveTimeoutMinutes),
};

export const releaseTimeouts = {
  create: minutes(releaseTimeoutMinutes),
  update: minutes(releaseTimeoutMinutes),
  delete: minutes(releaseTimeoutMinutes),
};

/** What Pulumi may do to an object: the same as the GitOps engines. */
export const objectOptions = (manifest: Manifest, { isProtected }: { readonly isProtected: boolean }) => ({
  customTimeouts: objectTimeouts,
  // Names are fixed, so an old one and a new one cannot stand side by side.
  deleteBeforeReplace: true,
  ignoreChanges: ignored(manifest),
  retainOnDelete: isKept(manifest),
  // A kept object is never replaced either, where the environment protects what it has.
  protect: isProtected && isKept(manifest),
});

/**
 * Readiness where Pulumi's own notion is another one than that of the GitOps engines. Everything else is awaited by its
 * kind, or by the conditions that it shows (`PULUMI_K8S_AWAIT_ALL`).
 */
const readiness: Readonly<Record<string, (manifest: Manifest) => Words>> = {
  // It states no condition that anybody knows; it is fine as long as it has begun and has not given up.
  'argoproj.io/Rollout': () => ({ 'pulumi.com/waitFor': 'jsonpath={.status.phase}' }),
  // A Service without pods is whole: those of a canary, or of what stops at night, have none for hours.
  '/Service': ({ spec }): Words =>
    (spec as { readonly type?: string } | undefined)?.type === 'LoadBalancer'
      ? { 'pulumi.com/waitFor': 'jsonpath={.status.loadBalancer.ingress}' }
      : { 'pulumi.com/skipAwait': 'true' },
};

/** Group and kind: `argoproj.io/Rollout`, or `/Service` of the core. */
const groupKind = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string =>
  `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;

/** The object with what tells Pulumi when it is ready; nothing but annotations of Pulumi's own is added. */
export function withReadiness(manifest: Manifest): Manifest {
  const words = readiness[groupKind(manifest)]?.(manifest);
  if (!words) return manifest;
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, ...words } } };
}
