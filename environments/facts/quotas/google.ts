import type { GpuClass } from '../cloud-facts';
import type { CloudQuotas, MachineQuota, Market, Quota, QuotaUnit } from './quota';

/**
 * Quotas of Compute Engine that sites run into, with their ids in the Cloud Quotas API, as of 2026-11-21.
 * Sources: docs.cloud.google.com/compute/resource-usage (which quotas there are, and that machines of the newer families
 * count by family), docs.cloud.google.com/docs/quotas. Google publishes no values: they follow the age and use of the
 * billing account. The ones here are those that new projects are commonly seen with.
 */
const asOf = '2026-11-21';
const source = 'docs.cloud.google.com/compute/resource-usage';
const unsure = 'Google publishes no value for new projects; this is what they are commonly seen with';

const quota = (code: string, name: string, unit: QuotaUnit, newAccount: number, more: Partial<Quota> = {}): Quota => ({
  code,
  name,
  service: 'compute.googleapis.com',
  unit,
  newAccount,
  unsure,
  source,
  asOf,
  ...more,
});

const totals = {
  cpus: quota('CPUS-ALL-REGIONS-per-project', 'CPUs (all regions)', 'vCPUs', 32, { global: true }),
  gpus: quota('GPUS-ALL-REGIONS-per-project', 'GPUs (all regions)', 'GPUs', 0, { global: true }),
};

const spotCpus = quota('PREEMPTIBLE-CPUS-per-project-region', 'Preemptible CPUs', 'vCPUs', 0);
const sharedCpus = quota('CPUS-per-project-region', 'CPUs', 'vCPUs', 24);

const byFamily = (family: string): Quota =>
  quota('CPUS-PER-VM-FAMILY-per-project-region', `CPUs per VM family, ${family}`, 'vCPUs', 24, {
    dimensions: { vm_family: family },
  });

/** Families with a quota of their own; the others share one. */
const cpusOfFamily: Readonly<Record<string, Quota>> = {
  n2: quota('N2-CPUS-per-project-region', 'N2 CPUs', 'vCPUs', 24),
  n2d: quota('N2D-CPUS-per-project-region', 'N2D CPUs', 'vCPUs', 24),
  t2d: quota('T2D-CPUS-per-project-region', 'T2D CPUs', 'vCPUs', 24),
  c3: quota('C3-CPUS-per-project-region', 'C3 CPUs', 'vCPUs', 24),
  a2: quota('A2-CPUS-per-project-region', 'A2 CPUs', 'vCPUs', 12),
  n4: byFamily('N4'),
  c4: byFamily('C4'),
  c4a: byFamily('C4A'),
};

/** Machines that count by their GPUs alone. */
const withoutCpus = ['a3'];

const gpus: Readonly<Partial<Record<GpuClass, Readonly<Record<Market, Quota>>>>> = {
  t4: {
    'on-demand': quota('NVIDIA-T4-GPUS-per-project-region', 'NVIDIA T4 GPUs', 'GPUs', 1),
    spot: quota('PREEMPTIBLE-NVIDIA-T4-GPUS-per-project-region', 'Preemptible NVIDIA T4 GPUs', 'GPUs', 1),
  },
  l4: {
    'on-demand': quota('NVIDIA-L4-GPUS-per-project-region', 'NVIDIA L4 GPUs', 'GPUs', 1),
    spot: quota('PREEMPTIBLE-NVIDIA-L4-GPUS-per-project-region', 'Preemptible NVIDIA L4 GPUs', 'GPUs', 1),
  },
  a100: {
    'on-demand': quota('NVIDIA-A100-GPUS-per-project-region', 'NVIDIA A100 GPUs', 'GPUs', 0),
    spot: quota('PREEMPTIBLE-NVIDIA-A100-GPUS-per-project-region', 'Preemptible NVIDIA A100 GPUs', 'GPUs', 0),
  },
  h100: {
    'on-demand': quota('GPUS-PER-GPU-FAMILY-per-project-region', 'GPUs per GPU family, NVIDIA_H100', 'GPUs', 0, {
      dimensions: { gpu_family: 'NVIDIA_H100' },
    }),
    spot: quota('PREEMPTIBLE-NVIDIA-H100-GPUS-per-project-region', 'Preemptible NVIDIA H100 GPUs', 'GPUs', 0),
  },
};

/** What stacks and clusters make, one by one. */
export const googleResourceQuotas = {
  networks: quota('NETWORKS-per-project', 'Networks', 'pieces', 5, { global: true }),
  staticAddresses: quota('STATIC-ADDRESSES-per-project-region', 'Static external IP addresses', 'addresses', 8),
  addressesInUse: quota(
    'IN-USE-ADDRESSES-per-project-region',
    'In-use regional external IPv4 addresses',
    'addresses',
    8,
  ),
  hyperdisks: quota('HDB-TOTAL-GB-per-project-region', 'Hyperdisk Balanced Capacity (GB)', 'GiB', 500),
  ssdDisks: quota('SSD-TOTAL-GB-per-project-region', 'Persistent Disk SSD (GB)', 'GiB', 500),
} as const;

const familyOf = (type: string): string => type.split('-')[0] ?? '';

function processorsOf(type: string, market: Market): readonly Quota[] {
  const family = familyOf(type);
  if (withoutCpus.includes(family)) return [];
  // docs.cloud.google.com/compute/docs/instances/spot: interruptible machines have quotas of their own where a project
  // has any; without them they count as all others do.
  return [market === 'spot' ? spotCpus : (cpusOfFamily[family] ?? sharedCpus), totals.cpus];
}

export const googleQuotas: CloudQuotas = {
  all: [
    totals.cpus,
    totals.gpus,
    spotCpus,
    sharedCpus,
    ...Object.values(cpusOfFamily),
    ...Object.values(gpus).flatMap((markets) => Object.values(markets)),
    ...Object.values(googleResourceQuotas),
  ],
  ofMachine: (type, { gpu }, market): readonly MachineQuota[] => {
    const own = gpu ? gpus[gpu.class]?.[market] : undefined;
    return [
      ...processorsOf(type, market).map((quota) => ({ quota, counts: 'vcpus' as const })),
      ...(own ? [own, totals.gpus].map((quota) => ({ quota, counts: 'gpus' as const })) : []),
    ];
  },
  // Pools say so themselves: one machine more, none less.
  surge: () => 1,
};
