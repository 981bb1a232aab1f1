import { namedRequestsOf, secretName, serviceTenants } from '../constructs/contracts';
import { postgresUsers } from '../constructs/kubernetes/postgres-users';
import type { Site } from '../environments/model';
import type { Manifest, RenderedObject } from './rendered-object';

/** Says on a Secret's source and on pods by which rotation they are. Another number has the one read and the others start anew. */
const rotationAnnotation = 'evenkeel.dev/password-version';

/** Kinds whose pods start anew when their template changes. Jobs read their Secrets each time they run. */
const standingKinds: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'Rollout', 'StatefulSet']);

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const place = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

/** Secrets of a site that another rotation writes anew: of managed databases and caches, and what only pods know. */
function rotatingSecrets(site: Site): string[] {
  const { providers } = site;
  return serviceTenants(site).flatMap((tenant) => {
    const requests = [
      ...(providers.postgres === 'managed'
        ? namedRequestsOf(site, tenant, 'postgres').flatMap(([, request]) => postgresUsers(request))
        : []),
      ...(providers.cache === 'managed' ? namedRequestsOf(site, tenant, 'cache').map(([, request]) => request) : []),
      ...namedRequestsOf(site, tenant, 'secret')
        .map(([, request]) => request)
        .filter(({ need }) => need.boundTo === 'pods'),
    ];
    return requests.map((request) => place(tenant.namespace, secretName(request)));
  });
}

interface SecretSource {
  /** The Secret that it makes. */
  readonly makes: string;
  /** Names of Secrets of the same cluster that it is put together from. */
  readonly from: readonly string[];
}

function sourceOf({ kind, metadata, ...rest }: Manifest): SecretSource | undefined {
  if (kind !== 'ExternalSecret') return undefined;
  const { target, secretStoreRef, data } = (rest.spec ?? {}) as {
    readonly target?: { readonly name?: string };
    readonly secretStoreRef?: { readonly kind?: string };
    readonly data?: readonly { readonly remoteRef: { readonly key: string } }[];
  };
  const inCluster = secretStoreRef?.kind === 'SecretStore';
  return {
    makes: place(metadata.namespace, target?.name ?? metadata.name),
    from: inCluster ? (data ?? []).map(({ remoteRef }) => remoteRef.key) : [],
  };
}

/** With those that are put together from them, and from those in turn. */
function withComposed(direct: readonly string[], sources: readonly SecretSource[]): ReadonlySet<string> {
  const all = new Set(direct);
  const nameOf = (one: string): string => one.slice(one.indexOf('/') + 1);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    const names = new Set([...all].map(nameOf));
    for (const { makes, from } of sources) if (from.some((name) => names.has(name))) all.add(makes);
  }
  return all;
}

/** Names of the Secrets that a pod reads, wherever it says so. */
function secretsRead(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsRead);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!['secret', 'secretKeyRef', 'secretRef'].includes(key) || !isJson(inner)) return secretsRead(inner);
    const name = inner.name ?? inner.secretName;
    return typeof name === 'string' ? [name] : [];
  });
}

const annotated = <T extends { readonly metadata?: unknown }>(object: T, value: string): T => {
  const metadata = isJson(object.metadata) ? object.metadata : {};
  const annotations = isJson(metadata.annotations) ? metadata.annotations : {};
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [rotationAnnotation]: value } } };
};

/**
 * Stamps what a rotation must reach. External Secrets reads a source anew when its annotations change, not at the next
 * quarter of an hour; and pods that were given a password as they started start again. A site that was never rotated has
 * no stamps.
 */
export function stampedByRotation(site: Site, objects: readonly RenderedObject[]): RenderedObject[] {
  const { passwordVersion } = site.rotation;
  if (passwordVersion === 1) return [...objects];
  const stamp = String(passwordVersion);
  const sources = objects.flatMap(({ manifest }) => sourceOf(manifest) ?? []);
  const rotating = withComposed(rotatingSecrets(site), sources);
  return objects.map(({ folder, manifest }) => {
    const source = sourceOf(manifest);
    if (source) return { folder, manifest: rotating.has(source.makes) ? annotated(manifest, stamp) : manifest };
    const { namespace } = manifest.metadata;
    const spec = isJson(manifest.spec) ? manifest.spec : {};
    const template = standingKinds.has(manifest.kind) && isJson(spec.template) ? spec.template : undefined;
    if (!template || !secretsRead(template).some((name) => rotating.has(place(namespace, name)))) {
      return { folder, manifest };
    }
    return { folder, manifest: { ...manifest, spec: { ...spec, template: annotated(template, stamp) } } };
  });
}
