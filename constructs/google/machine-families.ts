import type { GpuClass } from '../../environments/facts';
import type { GoogleSite } from '../../environments/model';

/**
 * What differs between machine families. Source: cloud.google.com/compute/docs/disks (supported machine types) and
 * cloud.google.com/kubernetes-engine/docs/how-to/gpus, 2026-11.
 */

/** Families of the fourth generation boot from Hyperdisk only; all earlier ones take balanced persistent disks. */
const hyperdiskFamilies = ['n4', 'n4d', 'c4', 'c4a', 'c4d'];

/** Disk type of nodes, and of volumes that their pods mount. */
export const diskTypeOf = (machineType: string): 'hyperdisk-balanced' | 'pd-balanced' =>
  hyperdiskFamilies.includes(machineType.split('-')[0] ?? '') ? 'hyperdisk-balanced' : 'pd-balanced';

/** Volumes are made for the machines that most pods run on; the newest families mount Hyperdisk only. */
export const volumeType = (site: Pick<GoogleSite, 'pools'>): ReturnType<typeof diskTypeOf> =>
  diskTypeOf(site.pools.find(({ purpose }) => purpose === 'general')?.machineType ?? '');

/** Google's name of a GPU; `undefined`: Google sells none of that class. */
export const acceleratorTypes: Readonly<Partial<Record<GpuClass, string>>> = {
  t4: 'nvidia-tesla-t4',
  l4: 'nvidia-l4',
  a100: 'nvidia-tesla-a100',
  h100: 'nvidia-h100-80gb',
};

/** Local disks that come with a machine type; GKE asks for their number. */
export const localDiskCounts: Readonly<Record<string, number>> = { 'a3-highgpu-8g': 16 };
