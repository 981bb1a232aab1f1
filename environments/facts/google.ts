import type { CacheNode, CloudFacts, GpuClass, Jurisdiction, MachineFacts, RegionFacts } from './cloud-facts';

/**
 * Google Cloud, as of 2026-11-21.
 * - Regions, zones and accelerator zones: cloud.google.com/compute/docs/regions-zones and /gpus/gpu-regions-zones.
 *   Only accelerators that can be had on demand and zones that are surely served; a missing one is a gap, not a claim.
 * - Machine types: cloud.google.com/compute/docs/machine-resource, families E2, N2, N2D, T2D, N4, C3, C4, C4A, G2, A2, A3.
 * - Kubernetes: docs.cloud.google.com/kubernetes-engine/docs/release-schedule by way of endoflife.date ("end of
 *   standard support"), read 2026-11-21. The clusters use the Extended channel, which keeps a minor version for about
 *   ten months more at an extra fee, so a version just past its standard support can still be pinned.
 */

type ZoneLetters = string;

interface RegionRow {
  readonly place: string;
  readonly jurisdiction: Jurisdiction;
  readonly zones: ZoneLetters;
  readonly gpus?: Readonly<Partial<Record<GpuClass, ZoneLetters>>>;
}

const row = (
  place: string,
  jurisdiction: Jurisdiction,
  zones: ZoneLetters = 'abc',
  gpus?: RegionRow['gpus'],
): RegionRow => ({ place, jurisdiction, zones, gpus });

const rows: Readonly<Record<string, RegionRow>> = {
  'africa-south1': row('Johannesburg', 'other'),
  'asia-east1': row('Taiwan', 'other', 'abc', { t4: 'ac', l4: 'abc' }),
  'asia-east2': row('Hong Kong', 'other', 'abc', { t4: 'ac' }),
  'asia-northeast1': row('Tokyo', 'jp', 'abc', { t4: 'ac', l4: 'abc', a100: 'ac', h100: 'b' }),
  'asia-northeast2': row('Osaka', 'jp'),
  'asia-northeast3': row('Seoul', 'kr', 'abc', { t4: 'bc', l4: 'ab', a100: 'b' }),
  'asia-south1': row('Mumbai', 'in', 'abc', { t4: 'ab', l4: 'abc' }),
  'asia-south2': row('Delhi', 'in'),
  'asia-southeast1': row('Singapore', 'sg', 'abc', { t4: 'abc', l4: 'abc', a100: 'bc', h100: 'bc' }),
  'asia-southeast2': row('Jakarta', 'other', 'abc', { t4: 'ab' }),
  'australia-southeast1': row('Sydney', 'au', 'abc', { t4: 'ac' }),
  'australia-southeast2': row('Melbourne', 'au'),
  'europe-central2': row('Warsaw', 'eu', 'abc', { t4: 'bc' }),
  'europe-north1': row('Hamina', 'eu'),
  'europe-north2': row('Stockholm', 'eu'),
  'europe-southwest1': row('Madrid', 'eu'),
  'europe-west1': row('St. Ghislain', 'eu', 'bcd', { t4: 'bcd', l4: 'bc', h100: 'bc' }),
  'europe-west2': row('London', 'uk', 'abc', { t4: 'ab', l4: 'ab' }),
  'europe-west3': row('Frankfurt', 'eu', 'abc', { t4: 'b', l4: 'ab' }),
  'europe-west4': row('Eemshaven', 'eu', 'abc', { t4: 'abc', l4: 'abc', a100: 'ab', h100: 'bc' }),
  'europe-west6': row('Zurich', 'ch', 'abc', { l4: 'bc' }),
  'europe-west8': row('Milan', 'eu'),
  'europe-west9': row('Paris', 'eu'),
  'europe-west10': row('Berlin', 'eu'),
  'europe-west12': row('Turin', 'eu'),
  'me-central1': row('Doha', 'other'),
  'me-central2': row('Dammam', 'other', 'abc', { l4: 'ac' }),
  'me-west1': row('Tel Aviv', 'other', 'abc', { t4: 'bc', a100: 'bc' }),
  'northamerica-northeast1': row('Montreal', 'ca', 'abc', { t4: 'c' }),
  'northamerica-northeast2': row('Toronto', 'ca', 'abc', { l4: 'ab' }),
  'northamerica-south1': row('Queretaro', 'other'),
  'southamerica-east1': row('Sao Paulo', 'br', 'abc', { t4: 'c' }),
  'southamerica-west1': row('Santiago', 'other'),
  'us-central1': row('Iowa', 'us', 'abcf', { t4: 'abcf', l4: 'abc', a100: 'abcf', h100: 'ac' }),
  'us-east1': row('South Carolina', 'us', 'bcd', { t4: 'cd', l4: 'bcd', a100: 'b' }),
  'us-east4': row('Northern Virginia', 'us', 'abc', { t4: 'abc', l4: 'ac', h100: 'abc' }),
  'us-east5': row('Columbus', 'us', 'abc', { h100: 'a' }),
  'us-south1': row('Dallas', 'us'),
  'us-west1': row('Oregon', 'us', 'abc', { t4: 'ab', l4: 'abc', a100: 'b', h100: 'ab' }),
  'us-west2': row('Los Angeles', 'us', 'abc', { t4: 'bc' }),
  'us-west3': row('Salt Lake City', 'us', 'abc', { t4: 'b', a100: 'b' }),
  'us-west4': row('Las Vegas', 'us', 'abc', { t4: 'ab', l4: 'ac', a100: 'b', h100: 'a' }),
};

const zoneNames = (region: string, letters: ZoneLetters): string[] =>
  [...letters].map((letter) => `${region}-${letter}`);

const regions: Readonly<Record<string, RegionFacts>> = Object.fromEntries(
  Object.entries(rows).map(([region, { place, jurisdiction, zones, gpus }]) => [
    region,
    {
      place,
      jurisdiction,
      zones: zoneNames(region, zones),
      gpus: Object.keys(gpus ?? {}) as GpuClass[],
      gpuZones: Object.fromEntries(
        Object.entries(gpus ?? {}).map(([gpuClass, letters]) => [gpuClass, zoneNames(region, letters)]),
      ),
    },
  ]),
);

/** Zones of a region that have a GPU class; empty where the region has none. A pool must not name any other zone. */
export const googleGpuZones = (region: string, gpu: GpuClass): readonly string[] =>
  regions[region]?.gpuZones?.[gpu] ?? [];

interface Family {
  readonly name: string;
  readonly vcpus: readonly number[];
  readonly gibPerVcpu: number;
  readonly architecture?: MachineFacts['architecture'];
}

/** Families whose memory follows their processors. */
const families: readonly Family[] = [
  { name: 'e2-standard', vcpus: [2, 4, 8, 16], gibPerVcpu: 4 },
  { name: 'e2-highmem', vcpus: [2, 4, 8, 16], gibPerVcpu: 8 },
  { name: 'n2-standard', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 4 },
  { name: 'n2-highmem', vcpus: [4, 8, 16, 32], gibPerVcpu: 8 },
  { name: 'n2d-standard', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 4 },
  { name: 't2d-standard', vcpus: [4, 8, 16], gibPerVcpu: 4 },
  { name: 'n4-standard', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 4 },
  { name: 'n4-highmem', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 8 },
  { name: 'c3-standard', vcpus: [4, 8, 22], gibPerVcpu: 4 },
  { name: 'c4-highcpu', vcpus: [4, 8, 16], gibPerVcpu: 2 },
  { name: 'c4a-standard', vcpus: [2, 4, 8, 16], gibPerVcpu: 4, architecture: 'arm64' },
];

const processorMachines = Object.fromEntries(
  families.flatMap(({ name, vcpus, gibPerVcpu, architecture = 'amd64' }) =>
    vcpus.map((count): [string, MachineFacts] => [
      `${name}-${count}`,
      { vcpus: count, memoryGiB: count * gibPerVcpu, architecture },
    ]),
  ),
);

/** Local SSDs are all of one size. */
const localDisks = (count: number): number => count * 375;

/**
 * Machines that come with local SSDs. Source: cloud.google.com/compute/docs/general-purpose-machines (C3 and C3D with
 * local SSD), 2026-11.
 */
const diskMachines: Readonly<Record<string, MachineFacts>> = {
  'c3-standard-4-lssd': { vcpus: 4, memoryGiB: 16, architecture: 'amd64', localDiskGiB: localDisks(1) },
  'c3-standard-8-lssd': { vcpus: 8, memoryGiB: 32, architecture: 'amd64', localDiskGiB: localDisks(2) },
  'c3-standard-22-lssd': { vcpus: 22, memoryGiB: 88, architecture: 'amd64', localDiskGiB: localDisks(4) },
  'c3d-highmem-8-lssd': { vcpus: 8, memoryGiB: 64, architecture: 'amd64', localDiskGiB: localDisks(1) },
};

/** Of GPU machines, the local SSDs that may be attached or come with them. */
const gpu = (vcpus: number, memoryGiB: number, gpuClass: GpuClass, count: number, ssds = 0): MachineFacts => ({
  vcpus,
  memoryGiB,
  architecture: 'amd64',
  // The A100 of these machines are those with half the memory.
  gpu: { class: gpuClass, count, ...(gpuClass === 'a100' ? { memoryGiB: 40 } : {}) },
  ...(ssds > 0 ? { localDiskGiB: localDisks(ssds) } : {}),
});

/** Machines with GPUs. T4 is attached to an N1 machine, so N1 stands here only as its host. */
const gpuMachines: Readonly<Record<string, MachineFacts>> = {
  'n1-standard-4': gpu(4, 15, 't4', 1),
  'n1-standard-8': gpu(8, 30, 't4', 1),
  'g2-standard-4': gpu(4, 16, 'l4', 1, 1),
  'g2-standard-8': gpu(8, 32, 'l4', 1, 1),
  'g2-standard-16': gpu(16, 64, 'l4', 1, 1),
  'g2-standard-24': gpu(24, 96, 'l4', 2, 2),
  'g2-standard-48': gpu(48, 192, 'l4', 4, 4),
  'a2-highgpu-1g': gpu(12, 85, 'a100', 1),
  'a2-highgpu-2g': gpu(24, 170, 'a100', 2),
  'a2-highgpu-4g': gpu(48, 340, 'a100', 4),
  'a2-highgpu-8g': gpu(96, 680, 'a100', 8),
  'a3-highgpu-8g': gpu(208, 1872, 'h100', 8, 16),
};

const inGiB = (gigabytes: number): number => (gigabytes * 1e9) / 1024 ** 3;

/** One shard, room for data in GB. Source: cloud.google.com/memorystore/docs/valkey/instance-node-specification, 2026-11. */
const cacheNodes: readonly [CacheNode, ...CacheNode[]] = [
  { type: 'STANDARD_SMALL', dataGiB: inGiB(5.2) },
  { type: 'HIGHMEM_MEDIUM', dataGiB: inGiB(10.4) },
  { type: 'HIGHMEM_XLARGE', dataGiB: inGiB(46.4) },
];

export const google: CloudFacts = {
  asOf: '2026-11-21',
  regions,
  machines: { ...processorMachines, ...diskMachines, ...gpuMachines },
  withLocalDisks: {
    'n4-standard-4': 'c3-standard-4-lssd',
    'n4-standard-8': 'c3-standard-8-lssd',
    'n4-highmem-8': 'c3d-highmem-8-lssd',
  },
  machineByClass: {
    'general-2': 'n4-standard-2',
    'general-4': 'n4-standard-4',
    'general-8': 'n4-standard-8',
    'general-16': 'n4-standard-16',
    'memory-4': 'n4-highmem-4',
    'memory-8': 'n4-highmem-8',
    'gpu-t4': 'n1-standard-4',
    'gpu-l4': 'g2-standard-4',
    'gpu-a100': 'a2-highgpu-1g',
    // Smaller A3 machines are sold as spot or by reservation only.
    'gpu-h100': 'a3-highgpu-8g',
  },
  reservedCidrs: [
    { cidr: '169.254.0.0/16', why: 'link-local: the metadata server and node-local DNS' },
    { cidr: '172.17.0.0/16', why: 'the container bridge of Cloud SQL, which cannot answer clients in it' },
    { cidr: '199.36.153.4/30', why: 'restricted.googleapis.com' },
    { cidr: '199.36.153.8/30', why: 'private.googleapis.com' },
  ],
  objectStorage: 'gs',
  // No bound of one topic is known: what the cluster's own size allows, a topic may have.
  kafka: {
    title: 'Google Cloud Managed Service for Apache Kafka',
    transactions: true,
    connect: true,
    // Brokers have no settings, topics those of Kafka. Source: cloud.google.com/managed-service-for-apache-kafka/docs, 2026-11.
    refused: {
      'offsets.retention.minutes': 'let groups read at least once a week, Kafka remembers them for seven days',
      'group.initial.rebalance.delay.ms': 'give members of a group a static id: group.instance.id',
    },
  },
  // Hyperdisk Balanced or pd-ssd, by the family of the general pool; shared-core machines attach neither at that speed.
  fastVolumes: {
    title: 'Hyperdisk or SSD persistent disks of that speed',
    machines: /^(?!e2-(micro|small|medium)|f1-|g1-)/,
  },
  managedCache: { nodes: cacheNodes },
  managedWarehouse: { title: 'BigQuery' },
  operators: [],
  machineOperators: { autoscaled: [], automatic: [] },
  // docs.cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning and .../reference/crds/computeclass: limits
  // are the cluster's; a class has an order of preference, not shares; `maxRunDurationSeconds` ends a machine regardless
  // of disruption budgets. GKE replaces machines when it upgrades them. Pods without a class would get machines without
  // the site's key, so there must be a default class: the general pool's.
  provisioning: {
    besideAutoscaled: true,
    besideSteadyGeneral: false,
    bounds: 'cluster',
    expiry: false,
    spotShare: false,
    sharedGpus: true,
    poolSelector: 'cloud.google.com/compute-class',
    spotLabel: { name: 'cloud.google.com/gke-spot', value: 'true' },
  },
  // cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations: a pool that names a reservation takes no other
  // machine; one that names none takes what matches, and others after that. Read 2026-11.
  reservations: {
    existing: {
      pattern: /^(projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/reservations\/)?[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
      form: 'a name, or projects/<project>/reservations/<name> where another project shares it',
      most: 1,
    },
    existingFallsBack: false,
    automatic: true,
  },
  registryBetweenAccounts: true,
  // cloud.google.com/kms/docs/key-states (scheduled destruction), 24 hours to 120 days; what deletes a version of a secret
  // late has wider bounds. Read 2026-11.
  recoveryDays: { min: 1, max: 120, unlessStated: { protectedSite: 30, otherSite: 30 } },
  // cloud.google.com/network-connectivity/docs/router/concepts/overview (link-local ranges), read 2026-11.
  vpn: { addresses: 'own', reservedInside: ['169.254.169.252/30'], reservedAsns: [] },
  kubernetesVersions: {
    '1.34': '2026-10-01',
    '1.35': '2027-04-11',
    // Estimated: fourteen months after it reached the Regular channel (June 2026).
    '1.36': '2027-08-01',
  },
  endedVersions: {},
  extendedSupport: { title: "GKE's Extended channel", months: 10, sure: false },
  kubernetesSource: 'docs.cloud.google.com/kubernetes-engine/docs/release-schedule',
};
