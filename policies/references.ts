import type { Finding } from '../environments/model';
import type { Manifest, SiteOutput } from './site-output';

/** What the site brings besides the rendered objects: made by Terraform or by an operator. */
export interface ProvidedObjects {
  readonly namespaces: readonly string[];
  /** `<namespace>/<name>` */
  readonly serviceAccounts: readonly string[];
}

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly {
    readonly secret?: { readonly secretName?: string };
    readonly configMap?: { readonly name?: string };
  }[];
}

interface Container {
  readonly env?: readonly {
    readonly valueFrom?: {
      readonly secretKeyRef?: { readonly name: string };
      readonly configMapKeyRef?: { readonly name: string };
    };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string } }[];
}

const builtInPriorityClasses = ['system-cluster-critical', 'system-node-critical'];

/** The pod template of anything that runs pods. */
function podSpecOf({ spec, kind }: Manifest): PodSpec | undefined {
  const outer = spec as
    | { template?: { spec?: PodSpec }; jobTemplate?: { spec?: { template?: { spec?: PodSpec } } } }
    | undefined;
  return kind === 'Pod' ? (spec as PodSpec) : (outer?.template?.spec ?? outer?.jobTemplate?.spec?.template?.spec);
}

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
  };
  return makers[kind]?.() ?? [];
}

/** Every reference from a pod to something by name must lead somewhere: a typo here is a pod that never starts. */
export function danglingReferences(site: string, output: SiteOutput, provided: ProvidedObjects): Finding[] {
  const { manifests } = output;
  const named = (kind: string) =>
    new Set(manifests.filter((m) => m.kind === kind).map((m) => `${m.metadata.namespace ?? ''}/${m.metadata.name}`));
  const secrets = new Set(manifests.flatMap(secretsMadeBy));
  const configMaps = named('ConfigMap');
  const priorityClasses = new Set([...builtInPriorityClasses.map((name) => `/${name}`), ...named('PriorityClass')]);
  const serviceAccounts = new Set([...provided.serviceAccounts, ...named('ServiceAccount')]);
  const namespaces = new Set([
    ...provided.namespaces,
    ...manifests.filter((m) => m.kind === 'Namespace').map((m) => m.metadata.name),
  ]);
  return manifests.flatMap((manifest) => {
    const { namespace = '', name } = manifest.metadata;
    const missing = (what: string, target: string): Finding => ({
      code: 'DANGLING_REFERENCE',
      file: site,
      place: `${manifest.kind} ${namespace}/${name}`,
      message: `refers to a ${what} that nothing makes`,
      value: target,
      fix: `render the ${what}, or correct the name`,
    });
    const check = (what: string, known: ReadonlySet<string>, target: string | undefined, scope = namespace) =>
      target === undefined || known.has(`${scope}/${target}`) ? [] : [missing(what, target)];
    const pod = podSpecOf(manifest);
    const containers = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])];
    return [
      ...(namespace === '' || namespaces.has(namespace) ? [] : [missing('namespace', namespace)]),
      ...check('service account', serviceAccounts, pod?.serviceAccountName),
      ...check('priority class', priorityClasses, pod?.priorityClassName, ''),
      ...(pod?.volumes ?? []).flatMap((volume) => [
        ...check('secret', secrets, volume.secret?.secretName),
        ...check('config map', configMaps, volume.configMap?.name),
      ]),
      ...containers.flatMap((container) => [
        ...(container.env ?? []).flatMap(({ valueFrom }) => [
          ...check('secret', secrets, valueFrom?.secretKeyRef?.name),
          ...check('config map', configMaps, valueFrom?.configMapKeyRef?.name),
        ]),
        ...(container.envFrom ?? []).flatMap(({ secretRef }) => check('secret', secrets, secretRef?.name)),
      ]),
    ];
  });
}
