import type { Finding } from '../environments/model';
import { valuesAt } from './parity';
import type { Manifest, SiteOutput } from './site-output';

/** What the site brings besides the rendered objects: made by Terraform or by an operator. */
export interface ProvidedObjects {
  readonly namespaces: readonly string[];
  /** `<namespace>/<name>` */
  readonly serviceAccounts: readonly string[];
  /** `<namespace>/<service>:<port>` of Services that operators and third-party charts make. Default: none. */
  readonly services?: readonly string[];
  /** `<namespace>/<name>` of Secrets that a person or an operator makes. Default: none. */
  readonly secrets?: readonly string[];
}

type TargetKind = 'ServiceAccount' | 'PriorityClass' | 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim';

interface Backend {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** One way in which a pod names another object. */
interface PodReference {
  readonly to: TargetKind;
  /** Path in the pod's spec to what holds the name; empty: the spec itself. */
  readonly path: string;
  readonly key: string;
}

const containerReferences: readonly PodReference[] = ['containers', 'initContainers'].flatMap((containers) => [
  { to: 'Secret', path: `${containers}[].env[].valueFrom.secretKeyRef`, key: 'name' } as const,
  { to: 'ConfigMap', path: `${containers}[].env[].valueFrom.configMapKeyRef`, key: 'name' } as const,
  { to: 'Secret', path: `${containers}[].envFrom[].secretRef`, key: 'name' } as const,
  { to: 'ConfigMap', path: `${containers}[].envFrom[].configMapRef`, key: 'name' } as const,
]);

const podReferences: readonly PodReference[] = [
  { to: 'ServiceAccount', path: '', key: 'serviceAccountName' },
  { to: 'PriorityClass', path: '', key: 'priorityClassName' },
  { to: 'Secret', path: 'imagePullSecrets[]', key: 'name' },
  { to: 'Secret', path: 'volumes[].secret', key: 'secretName' },
  { to: 'Secret', path: 'volumes[].projected.sources[].secret', key: 'name' },
  { to: 'ConfigMap', path: 'volumes[].configMap', key: 'name' },
  { to: 'ConfigMap', path: 'volumes[].projected.sources[].configMap', key: 'name' },
  { to: 'PersistentVolumeClaim', path: 'volumes[].persistentVolumeClaim', key: 'claimName' },
  ...containerReferences,
];

/** What people call a kind in a message. */
const words: Readonly<Record<TargetKind, string>> = {
  ServiceAccount: 'service account',
  PriorityClass: 'priority class',
  Secret: 'secret',
  ConfigMap: 'config map',
  PersistentVolumeClaim: 'volume claim',
};

const builtInPriorityClasses = ['system-cluster-critical', 'system-node-critical'];

/** Where the pod's spec lies in anything that runs pods. */
const podPaths: Readonly<Record<string, string>> = { Pod: 'spec', CronJob: 'spec.jobTemplate.spec.template.spec' };
const templatePath = 'spec.template.spec';

/** The names a pod refers to that must exist before it starts; what it calls `optional` may be missing. */
function referencesOf(manifest: Manifest): { readonly to: TargetKind; readonly name: string }[] {
  const [pod] = valuesAt(manifest, podPaths[manifest.kind] ?? templatePath);
  return podReferences.flatMap(({ to, path, key }) => {
    const holders = (path === '' ? [pod] : valuesAt(pod, path)) as ({ readonly [key: string]: unknown } | undefined)[];
    return holders.flatMap((holder) => {
      const name = holder?.[key];
      return typeof name === 'string' && holder?.optional !== true ? [{ to, name }] : [];
    });
  });
}

/** `<service>:<port>` in a namespace, of everything that a route leads to. */
const backendsOf = (route: Manifest): string[] =>
  ['backendRefs[]', 'filters[].requestMirror.backendRef'].flatMap((path) =>
    (valuesAt(route, `spec.rules[].${path}`) as Backend[])
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .map(({ name, namespace = route.metadata.namespace, port }) => `${namespace}/${name}:${port}`),
  );

const routeKinds = ['HTTPRoute', 'GRPCRoute'];

/** `<service>:<port>` in a namespace, of every rendered Service. */
const portsOf = ({ metadata, spec }: Manifest): string[] =>
  ((spec as { readonly ports?: readonly { readonly port: number }[] } | undefined)?.ports ?? []).map(
    ({ port }) => `${metadata.namespace}/${metadata.name}:${port}`,
  );

/** Jobs that a rule looks for in the metrics of Kubernetes, by name: an alert on another name would never fire. */
const watchedJobs = (rule: Manifest): string[] => [
  ...new Set(
    (valuesAt(rule, 'spec.groups[].rules[].expr') as string[]).flatMap((expr) =>
      [...expr.matchAll(/\b(?:cronjob|owner_name)="([^"]+)"/g)].map(([, name = '']) => name),
    ),
  ),
];

/** Secrets that an object will make under a name it states. */
function secretsMadeBy(manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  const at = (name: string) => `${metadata.namespace}/${name}`;
  const spec = manifest.spec as { target?: { name?: string }; secretName?: string } | undefined;
  const makers: Readonly<Record<string, () => string[]>> = {
    Secret: () => [at(metadata.name)],
    ExternalSecret: () => [at(spec?.target?.name ?? metadata.name)],
    Certificate: () => (spec?.secretName ? [at(spec.secretName)] : []),
    // CloudNativePG names the owner's secret after the cluster.
    Cluster: () => [at(`${metadata.name}-app`)],
    // Percona's operator keeps the users it makes for itself and its agents there.
    PerconaServerMongoDB: () => [at(`internal-${metadata.name}-users`)],
  };
  return makers[kind]?.() ?? [];
}

/** Every reference to something by name must lead somewhere: a typo here is a pod that never starts, or a silent alert. */
export function danglingReferences(site: string, output: SiteOutput, provided: ProvidedObjects): Finding[] {
  const { manifests } = output;
  const named = (kind: string) =>
    manifests.filter((m) => m.kind === kind).map((m) => `${m.metadata.namespace ?? ''}/${m.metadata.name}`);
  const known: Readonly<Record<TargetKind, ReadonlySet<string>>> = {
    ServiceAccount: new Set([...provided.serviceAccounts, ...named('ServiceAccount')]),
    PriorityClass: new Set([...builtInPriorityClasses.map((name) => `/${name}`), ...named('PriorityClass')]),
    Secret: new Set([...(provided.secrets ?? []), ...manifests.flatMap(secretsMadeBy)]),
    ConfigMap: new Set(named('ConfigMap')),
    PersistentVolumeClaim: new Set(named('PersistentVolumeClaim')),
  };
  const services = new Set([
    ...(provided.services ?? []),
    ...manifests.filter(({ kind }) => kind === 'Service').flatMap(portsOf),
  ]);
  const namespaces = new Set([
    ...provided.namespaces,
    ...manifests.filter((m) => m.kind === 'Namespace').map((m) => m.metadata.name),
  ]);
  const jobs = new Set(manifests.filter(({ kind }) => kind === 'CronJob').map(({ metadata }) => metadata.name));
  return manifests.flatMap((manifest) => {
    const { namespace = '', name: own } = manifest.metadata;
    const missing = (what: string, target: string): Finding => ({
      code: 'DANGLING_REFERENCE',
      file: site,
      place: `${manifest.kind} ${namespace}/${own}`,
      message: `refers to a ${what} that nothing makes`,
      value: target,
      fix: `render the ${what}, or correct the name`,
    });
    return [
      ...(namespace === '' || namespaces.has(namespace) ? [] : [missing('namespace', namespace)]),
      ...referencesOf(manifest)
        .filter(({ to, name }) => !known[to].has(to === 'PriorityClass' ? `/${name}` : `${namespace}/${name}`))
        .map(({ to, name }) => missing(words[to], name)),
      ...(routeKinds.includes(manifest.kind) ? backendsOf(manifest) : [])
        .filter((backend) => !services.has(backend))
        .map((backend) => missing('service and port', backend)),
      ...(manifest.kind === 'PrometheusRule' ? watchedJobs(manifest) : [])
        .filter((job) => !jobs.has(job))
        .map((job) => missing('scheduled job', job)),
    ];
  });
}
