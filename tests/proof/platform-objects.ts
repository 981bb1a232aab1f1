import type { RenderedStack } from './rendered-sites';

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PlatformObject {
  readonly address: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** One block of Terraform, or a list of one. */
type Block<T> = T | readonly T[];
const only = <T>(block: Block<T>): T => {
  const [first] = [block].flat() as T[];
  if (first === undefined) throw new Error('a block of a Kubernetes resource is empty');
  return first;
};

interface VolumeSpec {
  readonly capacity: Readonly<Record<string, string>>;
  readonly access_modes: readonly string[];
  readonly persistent_volume_reclaim_policy: string;
  readonly mount_options?: readonly string[];
  readonly claim_ref: Block<{ readonly namespace: string; readonly name: string }>;
  readonly persistent_volume_source: Block<{
    readonly csi: Block<{
      readonly driver: string;
      readonly volume_handle: string;
      readonly volume_attributes?: Readonly<Record<string, string>>;
    }>;
  }>;
}

type Body = {
  readonly metadata: Metadata | readonly Metadata[];
  readonly automount_service_account_token?: boolean;
  readonly spec?: Block<VolumeSpec>;
};

/** Values Terraform would fill in from a cloud are shown as what they are: unresolved. */
const unresolved = (annotations: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key, value.includes('${') ? 'made-by-terraform' : value]),
  );

const metadataOf = ({ metadata }: Body): Metadata => {
  const [first] = [metadata].flat();
  if (first === undefined) throw new Error('a Kubernetes resource has no metadata');
  return { ...first, annotations: unresolved(first.annotations) };
};

function volumeSpec({ spec }: Body): Readonly<Record<string, unknown>> {
  if (spec === undefined) throw new Error('a volume has no spec');
  const { capacity, access_modes, persistent_volume_reclaim_policy, mount_options, ...refs } = only(spec);
  const { driver, volume_handle, volume_attributes } = only(only(refs.persistent_volume_source).csi);
  return {
    capacity,
    accessModes: access_modes,
    persistentVolumeReclaimPolicy: persistent_volume_reclaim_policy,
    mountOptions: mount_options,
    claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...only(refs.claim_ref) },
    csi: { driver, volumeHandle: volume_handle, volumeAttributes: volume_attributes && unresolved(volume_attributes) },
  };
}

const TRANSLATIONS: Readonly<Record<string, (body: Body) => Readonly<Record<string, unknown>>>> = {
  kubernetes_namespace_v1: (body) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: metadataOf(body) }),
  kubernetes_service_account_v1: (body) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(body),
    automountServiceAccountToken: body.automount_service_account_token ?? true,
  }),
  kubernetes_persistent_volume_v1: (body) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: metadataOf(body),
    spec: volumeSpec(body),
  }),
};

/** What Terraform's Kubernetes provider would send for a stack's resources. Throws for a type it has no words for. */
export function platformObjects({ json, title }: RenderedStack): PlatformObject[] {
  return Object.entries(json.resource ?? {})
    .filter(([type]) => type.startsWith('kubernetes_'))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([type, byName]) => {
      const translate = TRANSLATIONS[type];
      if (translate === undefined) throw new Error(`${title}: no translation for ${type}`);
      return Object.entries(byName).map(([name, body]) => ({
        address: `${type}.${name}`,
        manifest: translate(body as Body),
      }));
    });
}
