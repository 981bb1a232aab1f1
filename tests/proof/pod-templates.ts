import type { Manifest } from '../../policies/site-output';

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** The pod template of anything built into Kubernetes that runs pods. */
export function podTemplateOf({ kind, spec }: Manifest): Template | undefined {
  const outer = spec as { template?: Template; jobTemplate?: { spec?: { template?: Template } } } | undefined;
  const templates: Readonly<Record<string, Template | undefined>> = {
    Deployment: outer?.template,
    StatefulSet: outer?.template,
    DaemonSet: outer?.template,
    Job: outer?.template,
    CronJob: outer?.jobTemplate?.spec?.template,
  };
  return templates[kind];
}

export interface Pod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: Manifest['metadata'];
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The volumes that a StatefulSet gives its first pod on top of those of the template. */
const claimedVolumes = ({ spec, metadata }: Manifest) =>
  ((spec as { volumeClaimTemplates?: { metadata: { name: string } }[] }).volumeClaimTemplates ?? []).map(
    ({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: `${name}-${metadata.name}-0` } }),
  );

/** The pod its controller would make from the template of a manifest. */
export function podOf(manifest: Manifest): Pod | undefined {
  const template = podTemplateOf(manifest);
  if (template === undefined) return undefined;
  const { name, namespace } = manifest.metadata;
  const pod = { name: `${name}-proof`.slice(0, 63), namespace, labels: template.metadata?.labels };
  const spec = (template.spec ?? {}) as { volumes?: readonly unknown[] };
  const claimed = claimedVolumes(manifest);
  const volumes = claimed.length > 0 ? { volumes: [...(spec.volumes ?? []), ...claimed] } : {};
  return { apiVersion: 'v1', kind: 'Pod', metadata: pod, spec: { ...spec, ...volumes } };
}
