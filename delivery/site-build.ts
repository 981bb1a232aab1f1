import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { dump } from 'js-yaml';
import { siteNamespaces } from '../charts/foundations/namespaces';
import { rootFiles } from '../charts/gitops';
import { GitopsChart } from '../charts/gitops/gitops-chart';
import { siteOperators, siteTenants } from '../charts/operators';
import { requestsOf, type StackName, secretName } from '../constructs/contracts';
import type { Finding, Site } from '../environments/model';
import { type CapabilityResult, checkParity } from '../policies/parity';
import { tooLargePods } from '../policies/pool-sizes';
import { promises } from '../policies/promises';
import { danglingReferences } from '../policies/references';
import { renderedSecrets } from '../policies/rendered-secrets';
import type { Manifest, SiteOutput } from '../policies/site-output';
import { publishedImages, unresolvedImages } from '../policies/unresolved-images';
import { type OperatorDefinition, operators } from '../services';
import { type Release, releaseOf } from './release';
import { renderSiteOutput } from './site-output';
import { countResources } from './synthesize';
import { type WatchCounts, watchCounts } from './watch-counts';

/** One file of the rendered tree, path relative to the folder of its environment, with forward slashes. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

export interface StackSummary {
  readonly name: StackName;
  readonly resources: number;
  /** Stacks of the same site that are applied first. */
  readonly dependsOn: readonly StackName[];
}

/** One built site: its files, and what people and gates want to know about it. */
export interface SiteBuild extends WatchCounts {
  readonly name: string;
  readonly cloud: Site['cloud'];
  readonly region: string;
  readonly role: Site['role'];
  readonly services: readonly string[];
  readonly stacks: readonly StackSummary[];
  readonly objects: number;
  readonly parity: readonly CapabilityResult[];
  readonly findings: readonly Finding[];
  readonly release: Release;
  /** Its images as they are published, whatever mirror pulls them. */
  readonly published: readonly string[];
  /** What was synthesized, for those who compare sites. */
  readonly output: SiteOutput;
  readonly files: readonly RenderedFile[];
}

/**
 * Sorted keys and no line folding: the same object is always the same bytes. Kubernetes reads YAML 1.1, where a bare
 * `on` or `no` is no text, so those are quoted; an object used twice is written twice.
 */
const toYaml = (manifest: Manifest): string => dump(manifest, { sortKeys: true, lineWidth: -1, noRefs: true });

const manifestPath = (wave: string, { kind, metadata }: Manifest): string =>
  `${wave}/${kind.toLowerCase()}-${metadata.name.replaceAll(/[^a-z0-9.-]/g, '-')}.yaml`;

export const contentHash = (files: readonly RenderedFile[]): string => {
  const hash = createHash('sha256');
  for (const { path, content } of files) hash.update(`${path}\0${content}\0`);
  return hash.digest('hex');
};

const byPath = (a: RenderedFile, b: RenderedFile): number => (a.path < b.path ? -1 : 1);

/** Two objects must never claim one file: the second would silently replace the first. */
function assertDistinct(files: readonly RenderedFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) throw new Error(`two objects want the file ${path}`);
    seen.add(path);
  }
}

/**
 * Builds one site in memory: every stack, every object, every check. Pure but for a scratch folder.
 * @param environmentStacks those of its environment, where promises of the site show in them. Default: none
 * @throws InputError when an object asks for what the operators of the site do not serve
 */
export async function buildSiteTree(site: Site, environmentStacks: SiteOutput['stacks'] = {}): Promise<SiteBuild> {
  const { model, names, texts, rendered, stacks, output } = await renderSiteOutput(site);
  const all = { ...output, stacks: { ...environmentStacks, ...output.stacks } };
  const parity = checkParity(all, model.evidence, promises(site));
  const tenants = siteTenants(site);
  const gitops = rendered.filter(({ folder }) => folder === GitopsChart.folder);
  const files = [
    ...[...texts].map(([name, content]) => ({ path: `${site.name}/infra/${name}/cdk.tf.json`, content })),
    ...rendered.map(({ folder, manifest }) => ({
      path: `${site.name}/${manifestPath(folder, manifest)}`,
      content: toYaml(manifest),
    })),
    ...rootFiles(
      site.gitops.engine,
      gitops.map(({ folder, manifest }) => posix.basename(manifestPath(folder, manifest))),
    ).map(({ path, content }) => ({ path: `${site.name}/${GitopsChart.folder}/${path}`, content })),
  ].sort(byPath);
  const release = releaseOf(site, output, contentHash(files));
  const tree = [...files, { path: `${site.name}/release.json`, content: `${JSON.stringify(release, null, 2)}\n` }];
  assertDistinct(tree);
  return {
    name: site.name,
    cloud: site.cloud,
    region: site.region,
    role: site.role,
    services: Object.keys(site.services).sort(),
    stacks: names.map((name) => ({
      name,
      resources: countResources(stacks[name] ?? {}),
      dependsOn: names.filter((other) =>
        model.stacks[name]?.dependencies.some((dependency) => dependency === model.stacks[other]),
      ),
    })),
    objects: rendered.length,
    ...watchCounts(output.manifests),
    parity,
    findings: [
      ...parity
        .filter(({ status }) => status === 'broken')
        .map(({ capability, because }) => ({
          code: 'PARITY_BROKEN' as const,
          file: site.name,
          place: capability,
          message: `the synthesized output does not show this promise: ${because}`,
          fix: 'mend the construct, or state in its capabilities.ts where the promise shows',
        })),
      ...renderedSecrets(site.name, output.manifests),
      ...tooLargePods(site, output.manifests),
      ...unresolvedImages(site, output.manifests, model.kubernetes.imageMirrors),
      ...danglingReferences(site.name, output, {
        namespaces: ['kube-system', 'default', ...siteNamespaces(site).map(({ name }) => name)],
        services: siteOperators(site).flatMap((name) => {
          const { namespace, services = [] }: OperatorDefinition = operators[name];
          return services.map((service) => `${namespace}/${service}`);
        }),
        // A cluster alone has no store, so a person makes the Secret of a credential.
        secrets: tenants.flatMap((tenant) =>
          site.providers.credential === 'managed'
            ? []
            : requestsOf(site, tenant, 'credential').map((request) => `${request.namespace}/${secretName(request)}`),
        ),
        serviceAccounts: tenants.flatMap((tenant) =>
          requestsOf(site, tenant, 'identity').map(({ namespace, need }) => `${namespace}/${need.serviceAccount}`),
        ),
      }),
    ],
    release,
    published: publishedImages(output.manifests, model.kubernetes.imageMirrors),
    output,
    files: tree.sort(byPath),
  };
}
