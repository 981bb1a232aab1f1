import type { GpuClass, MachineFacts } from '../../environments/facts';
import type { GoogleSite, NodePool } from '../../environments/model';
// Not by the index: the command line reads this file before there is anything to build.
import { fastVolume } from '../../services/fast-volume';

/**
 * What differs between machine families. Source: cloud.google.com/compute/docs/disks (supported machine types) and
 * cloud.google.com/kubernetes-engine/docs/how-to/gpus, 2026-11.
 */

/** Families of the fourth generation boot from Hyperdisk only; all earlier ones take balanced persistent disks. */
const hyperdiskFamilies = ['n4', 'n4d', 'c4', 'c4a', 'c4d'];

/** C3 boots from both, and pods there mount what those on the newest families mount. */
const isWithLocalDisks = (machineType: string): boolean => machineType.endsWith('-lssd');

/** Disk type of nodes, and of volumes that their pods mount. */
export const diskTypeOf = (machineType: string): 'hyperdisk-balanced' | 'pd-balanced' =>
  isWithLocalDisks(machineType) || hyperdiskFamilies.includes(machineType.split('-')[0] ?? '')
    ? 'hyperdisk-balanced'
    : 'pd-balanced';

/** Volumes are made for the machines that most pods run on; the newest families mount Hyperdisk only. */
export const volumeType = (site: Pick<GoogleSite, 'pools'>): ReturnType<typeof diskTypeOf> =>
  diskTypeOf(site.pools.find(({ purpose }) => purpose === 'general')?.machineType ?? '');

/**
 * Fast volumes of the same machines. The speed of a persistent disk follows its size, 30 operations a second for each GiB
 * beside the first 6000, so that none can be stated.
 * Source: cloud.google.com/compute/docs/disks/performance and cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk, 2026-11.
 */
export const fastVolumeType = (site: Pick<GoogleSite, 'pools'>): Readonly<Record<string, string>> =>
  volumeType(site) === 'hyperdisk-balanced'
    ? {
        type: 'hyperdisk-balanced',
        'provisioned-iops-on-create': `${fastVolume.operationsPerSecond}`,
        'provisioned-throughput-on-create': `${fastVolume.mebibytesPerSecond}Mi`,
      }
    : { type: 'pd-ssd' };

/** Google's name of a GPU; `undefined`: Google sells none of that class. */
export const acceleratorTypes: Readonly<Partial<Record<GpuClass, string>>> = {
  t4: 'nvidia-tesla-t4',
  l4: 'nvidia-l4',
  a100: 'nvidia-tesla-a100',
  h100: 'nvidia-h100-80gb',
};

/** Google's name of the GPUs of a machine. */
export function acceleratorTypeOf({ machine, name }: Pick<NodePool, 'name' | 'machine'>): string | undefined {
  if (!machine.gpu) return undefined;
  const type = acceleratorTypes[machine.gpu.class];
  if (type) return type;
  throw new Error(
    `GPU_NOT_OFFERED pool "${name}": Google Cloud has no ${machine.gpu.class}; ` +
      `use one of ${Object.keys(acceleratorTypes).join(', ')}`,
  );
}

/** Local disks that come with a machine type; GKE asks for their number. */
const builtInDisks: Readonly<Record<string, number>> = {
  'a3-highgpu-8g': 16,
  'c3-standard-4-lssd': 1,
  'c3-standard-8-lssd': 2,
  'c3-standard-22-lssd': 4,
  'c3d-highmem-8-lssd': 1,
};
/** Local disks are all of one size, GiB. */
export const localDiskGiB = 375;

/** How many local disks hold what pods write outside of volumes: those that come anyway, and those that a pool asks for. */
export const localDiskCount = (
  type: string,
  machine: Pick<MachineFacts, 'localDiskGiB'>,
  { scratch }: { readonly scratch?: boolean },
): number | undefined => builtInDisks[type] ?? addedDiskCount(type, machine, { scratch });

/** Those that a pool asks for alone. */
export const addedDiskCount = (
  type: string,
  machine: Pick<MachineFacts, 'localDiskGiB'>,
  { scratch }: { readonly scratch?: boolean },
): number | undefined =>
  scratch && machine.localDiskGiB && builtInDisks[type] === undefined ? machine.localDiskGiB / localDiskGiB : undefined;

/** Machines of the first generation get GPUs beside them; later ones come with theirs. */
export const isAcceleratorAdded = (type: string): boolean => type.startsWith('n1-');
