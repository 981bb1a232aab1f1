import { operatorsProject, siteProject } from '../../charts/gitops/names';
import type { Manifest } from '../../charts/rendered-object';
import type { GitOpsEngine } from '../../environments/model';

/** A rendered folder as its GitOps engine knows it. */
export interface OrderedFolder {
  readonly name: string;
  /** Folder of the site's tree: `k8s/50-tracking`. */
  readonly folder: string;
  /** Folders that must be healthy first. Who waits for those waits for what they wait for, too. */
  readonly after: readonly string[];
}

/** A pinned Helm chart, as its GitOps engine knows it. */
export interface ChartRelease {
  readonly name: string;
  readonly namespace: string;
  /** `https://…`, or `oci://…`. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Releases of the same folder that must be healthy first. */
  readonly after: readonly string[];
}

interface OrderReader {
  folders(objects: readonly Manifest[]): OrderedFolder[];
  releases(objects: readonly Manifest[]): ChartRelease[];
}

interface ApplicationSpec {
  readonly project: string;
  readonly destination: { readonly namespace: string };
  readonly source: {
    readonly path?: string;
    readonly repoURL: string;
    readonly chart?: string;
    readonly targetRevision: string;
    readonly helm?: { readonly valuesObject?: Readonly<Record<string, unknown>> };
  };
}

interface KustomizationSpec {
  readonly path: string;
  readonly dependsOn?: readonly { readonly name: string }[];
}

interface HelmReleaseSpec {
  readonly targetNamespace: string;
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly values?: Readonly<Record<string, unknown>>;
  readonly chart?: {
    readonly spec: { readonly chart: string; readonly version: string; readonly sourceRef: { readonly name: string } };
  };
  readonly chartRef?: { readonly name: string };
}

interface OciSource {
  readonly url: string;
  readonly ref: { readonly tag: string };
}

const specOf = <Spec>({ spec }: Manifest): Spec => spec as Spec;

const ofKind = (objects: readonly Manifest[], kind: string): Manifest[] =>
  objects.filter((object) => isGitopsObject(object) && object.kind === kind);

/** Paths in the repository end with the folder of the site's tree, whatever it is below. */
const treeFolder = (path: string): string => path.split('/').slice(-2).join('/');

const syncWave = ({ metadata }: Manifest): number =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** Argo CD begins a wave when all of the last one is healthy. */
function waveBefore(object: Manifest, all: readonly Manifest[]): string[] {
  const earlier = all.filter((other) => syncWave(other) < syncWave(object));
  const last = Math.max(...earlier.map(syncWave));
  return earlier
    .filter((other) => syncWave(other) === last)
    .map(({ metadata }) => metadata.name)
    .sort();
}

function argoOf(objects: readonly Manifest[], project: string): Manifest[] {
  return ofKind(objects, 'Application').filter((object) => specOf<ApplicationSpec>(object).project === project);
}

function fluxChart(
  objects: readonly Manifest[],
  spec: HelmReleaseSpec,
): Pick<ChartRelease, 'repository' | 'chart' | 'version'> {
  const sourceOf = <Spec>(kind: string, name: string): Spec => {
    const found = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name} beside the release that names it`);
    return specOf<Spec>(found);
  };
  if (spec.chartRef) {
    const { url, ref } = sourceOf<OciSource>('OCIRepository', spec.chartRef.name);
    const end = url.lastIndexOf('/');
    return { repository: url.slice(0, end), chart: url.slice(end + 1), version: ref.tag };
  }
  if (!spec.chart) throw new Error('a release names no chart');
  const { chart, version, sourceRef } = spec.chart.spec;
  return { repository: sourceOf<{ readonly url: string }>('HelmRepository', sourceRef.name).url, chart, version };
}

const namesOf = (refs: KustomizationSpec['dependsOn']): string[] => (refs ?? []).map(({ name }) => name).sort();

/** The order is what the site's GitOps engine is told; there is no second list of it. */
const readers: { readonly [E in GitOpsEngine]: OrderReader } = {
  'argo-cd': {
    folders: (objects) => {
      const all = argoOf(objects, siteProject);
      return all.map((object) => ({
        name: object.metadata.name,
        folder: treeFolder(specOf<ApplicationSpec>(object).source.path ?? ''),
        after: waveBefore(object, all),
      }));
    },
    releases: (objects) => {
      const all = argoOf(objects, operatorsProject);
      return all.map((object) => {
        const { source, destination } = specOf<ApplicationSpec>(object);
        const { repoURL, chart = '', targetRevision: version, helm } = source;
        return {
          name: object.metadata.name,
          namespace: destination.namespace,
          // Argo CD tells an OCI registry by the missing scheme.
          repository: repoURL.includes('://') ? repoURL : `oci://${repoURL}`,
          chart,
          version,
          values: helm?.valuesObject ?? {},
          after: waveBefore(object, all),
        };
      });
    },
  },
  flux: {
    folders: (objects) =>
      ofKind(objects, 'Kustomization').map((object) => {
        const { path, dependsOn } = specOf<KustomizationSpec>(object);
        return { name: object.metadata.name, folder: treeFolder(path), after: namesOf(dependsOn) };
      }),
    releases: (objects) =>
      ofKind(objects, 'HelmRelease').map((object) => {
        const spec = specOf<HelmReleaseSpec>(object);
        return {
          name: object.metadata.name,
          namespace: spec.targetNamespace,
          ...fluxChart(objects, spec),
          values: spec.values ?? {},
          after: namesOf(spec.dependsOn),
        };
      }),
  },
};

/** Kinds that tell a GitOps engine what to do. Another engine leaves them out: it does what they say itself. */
export const isGitopsObject = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean => {
  const [group = ''] = apiVersion.split('/');
  return (
    group.endsWith('.toolkit.fluxcd.io') || (group === 'argoproj.io' && ['Application', 'AppProject'].includes(kind))
  );
};

/** Rendered folders of a site in the order that its GitOps engine is told. */
export const orderedFolders = (gitops: readonly Manifest[]): OrderedFolder[] =>
  Object.values(readers).flatMap(({ folders }) => folders(gitops));

/** Pinned charts among the objects of one folder. */
export const chartReleases = (objects: readonly Manifest[]): ChartRelease[] =>
  Object.values(readers).flatMap(({ releases }) => releases(objects));
