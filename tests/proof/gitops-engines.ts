import { gitopsNamespace, rootSource } from '../../charts/gitops';
import type { GitOpsEngine, Site } from '../../environments/model';
import { gitopsReleases } from '../../stacks/gitops-releases';
import type { ArgoCdProps } from './tools/argo-cd';
import { startArgoCd } from './tools/argo-cd';
import { startFluxControllers } from './tools/flux-controllers';
import type { KubeApiServer } from './tools/kube-api-server';

/** How far a wave is. */
export interface WaveState {
  readonly name: string;
  /** Everything of it is applied and healthy. */
  readonly ready: boolean;
  /** Commit that it holds. */
  readonly revision: string;
  /** Since when, in milliseconds since 1970. */
  readonly readySince: number;
  /** Names of the waves that come first. */
  readonly after: readonly string[];
}

export interface RunningEngine {
  logTail(lines?: number): string;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

interface EngineObject {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  // biome-ignore lint/suspicious/noExplicitAny: what controllers state of themselves
  readonly spec: any;
  // biome-ignore lint/suspicious/noExplicitAny: what controllers state of themselves
  readonly status?: any;
}

export interface EngineOnGround {
  readonly tools: readonly string[];
  /** Settings and root, as Terraform leaves them behind. */
  objects(site: Site): readonly object[];
  start(site: Site, props: Pick<ArgoCdProps, 'server' | 'dir' | 'authority'>): Promise<RunningEngine>;
  /** Kind of what applies a wave. */
  readonly kind: string;
  wavesOf(objects: readonly EngineObject[]): WaveState[];
  /** Tells it that there is something to look at, as a webhook of the Git host would. */
  notice(server: KubeApiServer): Promise<void>;
  /** Has it compare one wave at once rather than after its interval. */
  compare(server: KubeApiServer, wave: string): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: values of a chart
const valuesOf = (site: Site, name: string): any => {
  const release = gitopsReleases(site).find((one) => one.name === name);
  if (release === undefined) throw new Error(`Terraform installs no ${name}`);
  return release.values;
};

const time = (text: string | undefined): number => (text === undefined ? Number.POSITIVE_INFINITY : Date.parse(text));

async function annotate(server: KubeApiServer, namespace: string, object: string, annotation: string): Promise<void> {
  const { exitCode, stderr } = await server.kubectl(['annotate', '--overwrite', '-n', namespace, object, annotation]);
  if (exitCode !== 0) throw new Error(stderr);
}

const flux = gitopsNamespace.flux;
const argo = gitopsNamespace['argo-cd'];

/** What Flux fetches here: Git, and no chart. */
const watched = { 'proof.example.com/fetched': 'true' };

const kustomization = 'kustomizations.kustomize.toolkit.fluxcd.io';
const application = 'applications.argoproj.io';

export const enginesOnGround: { readonly [E in GitOpsEngine]: EngineOnGround } = {
  flux: {
    tools: ['flux-source-controller', 'flux-kustomize-controller'],
    kind: kustomization,
    objects: (site) => {
      const values = rootSource.flux(site) as Record<string, { spec: object }>;
      const metadata = { name: 'root', namespace: flux };
      return [
        {
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'GitRepository',
          metadata: { ...metadata, labels: watched },
          spec: values.gitRepository?.spec,
        },
        {
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
          metadata,
          spec: { ...values.kustomization?.spec, sourceRef: { kind: 'GitRepository', name: 'root' } },
        },
      ];
    },
    start: (site, props) =>
      startFluxControllers({
        ...props,
        namespace: flux,
        watchedSources: Object.entries(watched)
          .map(([key, value]) => `${key}=${value}`)
          .join(),
        kustomizeArguments: [
          ...valuesOf(site, 'flux').kustomizeController.container.additionalArgs.filter(
            (argument: string) => !argument.startsWith('--requeue-dependency'),
          ),
          // Each wave costs one of these.
          '--requeue-dependency=2s',
        ],
      }),
    wavesOf: (objects) =>
      objects
        .filter(({ metadata }) => metadata.name !== 'root')
        .map(({ metadata, spec, status }) => {
          const ready = status?.conditions?.find(({ type }: { type: string }) => type === 'Ready');
          return {
            name: metadata.name,
            ready: ready?.status === 'True',
            revision: String(status?.lastAppliedRevision).split(':')[1] ?? '',
            readySince: time(ready?.lastTransitionTime),
            after: (spec.dependsOn ?? []).map(({ name }: { name: string }) => name),
          };
        }),
    notice: (server) =>
      annotate(
        server,
        flux,
        'gitrepositories.source.toolkit.fluxcd.io/root',
        `reconcile.fluxcd.io/requestedAt=${Date.now()}`,
      ),
    compare: (server, wave) =>
      annotate(server, flux, `${kustomization}/${wave}`, `reconcile.fluxcd.io/requestedAt=${Date.now()}`),
  },
  'argo-cd': {
    tools: ['argo-cd', 'redis'],
    kind: application,
    objects: (site) => {
      const { configs } = valuesOf(site, 'argo-cd');
      const { projects, applications } = rootSource['argo-cd'](site) as Record<
        string,
        Record<string, { namespace: string; finalizers?: string[] }>
      >;
      const made = (kind: string, all: typeof projects = {}) =>
        Object.entries(all).map(([name, { namespace, finalizers, ...spec }]) => ({
          apiVersion: 'argoproj.io/v1alpha1',
          kind,
          metadata: { name, namespace, finalizers },
          spec,
        }));
      const labels = { 'app.kubernetes.io/part-of': 'argocd' };
      const own = (kind: string, name: string, rest: object) => ({
        apiVersion: 'v1',
        kind,
        metadata: { name, namespace: argo, labels },
        ...rest,
      });
      const texts = Object.fromEntries(Object.entries(configs.cm).map(([key, value]) => [key, String(value)]));
      return [
        own('ConfigMap', 'argocd-cm', { data: texts }),
        own('ConfigMap', 'argocd-rbac-cm', { data: {} }),
        own('ConfigMap', 'argocd-ssh-known-hosts-cm', { data: {} }),
        own('ConfigMap', 'argocd-tls-certs-cm', { data: {} }),
        own('ConfigMap', 'argocd-gpg-keys-cm', { data: {} }),
        own('Secret', 'argocd-secret', { stringData: { 'server.secretkey': 'of-the-proof' } }),
        own('Secret', 'argocd-redis', { stringData: { auth: '' } }),
        ...made('AppProject', projects),
        ...made('Application', applications),
      ];
    },
    start: (site, props) => {
      const { params } = valuesOf(site, 'argo-cd').configs;
      return startArgoCd({
        ...props,
        namespace: argo,
        waveDelaySeconds: params['controller.sync.wave.delay.seconds'],
        controllerArguments: [
          `--server-side-diff-enabled=${params['controller.diff.server.side']}`,
          `--sync-timeout=${params['controller.sync.timeout.seconds']}`,
        ],
      });
    },
    wavesOf: (objects) => {
      const wave = ({ metadata }: EngineObject): number =>
        Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']);
      const site = objects.filter(({ spec }) => spec.project === 'site');
      return site.map((object) => {
        const { spec, status } = object;
        const applied = status?.sync?.comparedTo?.source?.targetRevision === spec.source.targetRevision;
        const working = status?.operationState?.phase === 'Running';
        return {
          name: object.metadata.name,
          ready: applied && !working && status?.sync?.status === 'Synced' && status?.health?.status === 'Healthy',
          revision: status?.operationState?.phase === 'Succeeded' ? String(status?.sync?.revision) : '',
          readySince: time(status?.operationState?.finishedAt),
          after: site.filter((other) => wave(other) < wave(object)).map(({ metadata }) => metadata.name),
        };
      });
    },
    notice: (server) => annotate(server, argo, `${application}/root`, 'argocd.argoproj.io/refresh=normal'),
    // It watches what it applied.
    compare: async () => undefined,
  },
};
