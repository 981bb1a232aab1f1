import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../policies/site-output';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { podOf } from './pod-templates';
import type { RenderedSite } from './rendered-sites';
import { toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import type { KubeApiServer } from './tools/kube-api-server';

/** One release of a third-party chart, as a GitOps engine makes it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a release may make, as Argo CD's project says it. */
export interface Allowed {
  readonly namespaces: readonly string[];
  /** `<group>/<kind>` outside of namespaces. */
  readonly clusterKinds: readonly string[];
}

interface Application {
  readonly source?: {
    readonly chart?: string;
    readonly targetRevision: string;
    readonly helm: { readonly releaseName: string; readonly valuesObject: Release['values'] };
  };
  readonly destination: { readonly namespace: string };
}

interface Project {
  readonly destinations: readonly { readonly namespace: string }[];
  readonly clusterResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
}

const manifestsOf = (site: RenderedSite, kind: string): Manifest[] =>
  site.waves.flatMap(({ objects }) => objects.map(({ manifest }) => manifest).filter((one) => one.kind === kind));

/** The releases that Argo CD makes on a site. */
export const releasesOf = (site: RenderedSite): Release[] =>
  manifestsOf(site, 'Application').flatMap(({ spec }) => {
    const { source, destination } = spec as unknown as Application;
    if (source?.chart === undefined) return [];
    const { chart, targetRevision: version, helm } = source;
    return [{ name: helm.releaseName, namespace: destination.namespace, chart, version, values: helm.valuesObject }];
  });

/** What the releases of a site may make. */
export function allowedOn(site: RenderedSite): Allowed {
  const project = manifestsOf(site, 'AppProject').find(({ metadata }) => metadata.name === 'operators');
  if (project === undefined) throw new Error(`${site.name} has no project for releases`);
  const { destinations, clusterResourceWhitelist } = project.spec as unknown as Project;
  return {
    namespaces: destinations.map(({ namespace }) => namespace),
    clusterKinds: clusterResourceWhitelist.map(({ group, kind }) => `${group}/${kind}`),
  };
}

/** Folder with packages or unpacked folders of charts: named by the user, or downloaded. */
export const chartsFolder = (): string | undefined =>
  [process.env.EVENKEEL_CHARTS, toolPath('charts')].find(
    (folder): folder is string => folder !== undefined && folder !== '' && existsSync(folder),
  );

/** The chart of a release in a folder; `undefined` where the folder lacks it in this version. */
export const chartIn = (folder: string, { chart, version }: Pick<Release, 'chart' | 'version'>): string | undefined =>
  [`${chart}-${version}.tgz`, chart].map((name) => join(folder, name)).find((path) => existsSync(path));

/** What a chart makes of the values of a release, hooks and definitions with it. Throws with Helm's own words. */
export async function rendered(chart: string, release: Release, folder: string): Promise<Manifest[]> {
  const helm = toolPath('helm');
  if (helm === undefined) throw new Error('no helm');
  mkdirSync(folder, { recursive: true });
  const values = join(folder, `${release.name}-values.json`);
  writeFileSync(values, JSON.stringify(release.values));
  const { name, namespace } = release;
  const flags = ['--namespace', namespace, '--include-crds', '--skip-tests', '--values', values];
  const result = await runCommand(helm, ['template', name, chart, ...flags], { timeoutMs: 60_000 });
  if (result.exitCode !== 0) throw new Error(lastWords(result));
  return parseAllDocuments(result.stdout).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}

const groupOf = ({ apiVersion }: Manifest): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** Kinds that stand in a namespace, as the API server tells. */
async function namespacedKinds(server: KubeApiServer): Promise<ReadonlySet<string>> {
  const text = await accepted(server, ['api-resources', '--namespaced=true', '--no-headers', '--cached=false']);
  return new Set(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [kind = '', , apiVersion = ''] = line.trim().split(/\s+/).reverse();
        return `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;
      }),
  );
}

const APPLY = ['apply', '--server-side', '--validate=strict', '--force-conflicts', '--field-manager=evenkeel-proof'];

/**
 * What an API server, Pod Security and the project of a site have against the objects of a release. Definitions and
 * accounts are made, because others lean on them; everything else is a dry run.
 */
export async function complaintsAbout(
  server: KubeApiServer,
  objects: readonly Manifest[],
  { namespace }: Pick<Release, 'namespace'>,
  allowed: Allowed,
): Promise<string[]> {
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  if (definitions.length > 0) {
    await accepted(server, [...APPLY, '-f', '-'], listOf(definitions));
    await accepted(server, ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  }
  await loadDefinitions(
    server,
    objects.filter((one) => !definitions.includes(one)),
  );
  const namespaced = await namespacedKinds(server);
  const placed = objects.map((object): Manifest => {
    if (!namespaced.has(`${groupOf(object)}/${object.kind}`)) return object;
    return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
  });
  const outside = placed.flatMap((object) => {
    const { namespace: at, name } = object.metadata;
    const kind = `${groupOf(object)}/${object.kind}`;
    const isAllowed = at === undefined ? allowed.clusterKinds.includes(kind) : allowed.namespaces.includes(at);
    return isAllowed ? [] : [`${kind} ${at ?? ''}/${name}: not allowed by the project`];
  });
  const accounts = placed.filter(({ kind }) => kind === 'ServiceAccount');
  if (accounts.length > 0) await accepted(server, [...APPLY, '-f', '-'], listOf(accounts));
  const rest = placed.filter((one) => one.kind !== 'CustomResourceDefinition' && one.kind !== 'ServiceAccount');
  const refused = await server.kubectl([...APPLY, '--dry-run=server', '-f', '-'], listOf(rest));
  if (refused.exitCode !== 0) return [...outside, refused.stderr];
  const pods = placed.flatMap((one) => podOf(one) ?? []);
  if (pods.length === 0) return outside;
  const admitted = await server.kubectl(['create', '--dry-run=server', '-f', '-'], listOf(pods));
  // A warning is Pod Security speaking of a level that is not enforced.
  return admitted.exitCode === 0 && admitted.stderr === '' ? outside : [...outside, admitted.stderr];
}

/** Namespaces as a site has them, with the account that pods run as where they state none. */
export async function addNamespaces(server: KubeApiServer, namespaces: readonly Manifest[]): Promise<void> {
  const accounts = namespaces.map(({ metadata: { name } }) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  }));
  await accepted(server, [...APPLY, '-f', '-'], listOf([...namespaces]));
  await accepted(server, [...APPLY, '-f', '-'], listOf(accounts));
}
