import { awsOffers } from './aws-offers';
import type { CacheNode, CloudFacts, GpuClass, Jurisdiction, MachineFacts, RegionFacts } from './cloud-facts';

/**
 * AWS, as of 2026-11-21.
 * - Regions and zones: docs.aws.amazon.com/global-infrastructure, commercial regions that are generally available.
 *   Zone letters are an account's own alias; these are the ones new accounts have. EKS places no control plane in
 *   `use1-az3`: where an account calls it `us-east-1a` to `c`, the site states its zones.
 * - GPUs: families G4dn (T4), G5 (A10G), G6 (L4), P4d (A100) and P5 (H100) on demand, from the launch notes of each
 *   family; only regions that are sure, so a missing one is a gap, not a claim.
 * - Machine types: aws.amazon.com/ec2/instance-types.
 * - Kubernetes: docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html ("end of standard support"). After
 *   it EKS keeps a minor version for twelve months more at a higher price, so such a version can still be pinned.
 */

interface RegionRow {
  readonly place: string;
  readonly jurisdiction: Jurisdiction;
  readonly zones: string;
  readonly gpus: readonly GpuClass[];
}

const row = (place: string, jurisdiction: Jurisdiction, gpus: readonly GpuClass[] = [], zones = 'abc'): RegionRow => ({
  place,
  jurisdiction,
  zones,
  gpus,
});

const rows: Readonly<Record<string, RegionRow>> = {
  'af-south-1': row('Cape Town', 'other', ['t4']),
  'ap-east-1': row('Hong Kong', 'other', ['t4']),
  'ap-northeast-1': row('Tokyo', 'jp', ['t4', 'l4', 'a10', 'a100', 'h100'], 'acd'),
  'ap-northeast-2': row('Seoul', 'kr', ['t4', 'l4', 'a10', 'a100'], 'abcd'),
  'ap-northeast-3': row('Osaka', 'jp', ['t4']),
  'ap-south-1': row('Mumbai', 'in', ['t4', 'l4', 'a10', 'h100']),
  'ap-south-2': row('Hyderabad', 'in'),
  'ap-southeast-1': row('Singapore', 'sg', ['t4']),
  'ap-southeast-2': row('Sydney', 'au', ['t4', 'l4', 'a10', 'h100']),
  'ap-southeast-3': row('Jakarta', 'other'),
  'ap-southeast-4': row('Melbourne', 'au'),
  'ap-southeast-5': row('Kuala Lumpur', 'other', ['l4']),
  'ap-southeast-7': row('Bangkok', 'other'),
  'ca-central-1': row('Montreal', 'ca', ['t4', 'l4', 'a10'], 'abd'),
  'ca-west-1': row('Calgary', 'ca'),
  'eu-central-1': row('Frankfurt', 'eu', ['t4', 'l4', 'a10', 'a100']),
  'eu-central-2': row('Zurich', 'ch', ['l4']),
  'eu-north-1': row('Stockholm', 'eu', ['t4', 'l4', 'a10']),
  'eu-south-1': row('Milan', 'eu', ['t4']),
  'eu-south-2': row('Spain', 'eu', ['l4']),
  'eu-west-1': row('Ireland', 'eu', ['t4', 'a10', 'a100']),
  'eu-west-2': row('London', 'uk', ['t4', 'l4', 'a10', 'h100']),
  'eu-west-3': row('Paris', 'eu', ['t4', 'l4']),
  'il-central-1': row('Tel Aviv', 'other'),
  'me-central-1': row('Dubai', 'other'),
  'me-south-1': row('Bahrain', 'other', ['t4']),
  'mx-central-1': row('Queretaro', 'other'),
  'sa-east-1': row('Sao Paulo', 'br', ['t4', 'l4', 'a10', 'h100']),
  'us-east-1': row('Northern Virginia', 'us', ['t4', 'l4', 'a10', 'a100', 'h100'], 'abcdef'),
  'us-east-2': row('Ohio', 'us', ['t4', 'l4', 'a10', 'a100', 'h100']),
  // An account sees two of its zones.
  'us-west-1': row('Northern California', 'us', ['t4'], 'ac'),
  'us-west-2': row('Oregon', 'us', ['t4', 'l4', 'a10', 'a100', 'h100'], 'abcd'),
};

const regions: Readonly<Record<string, RegionFacts>> = Object.fromEntries(
  Object.entries(rows).map(([region, { place, jurisdiction, zones, gpus }]) => [
    region,
    { place, jurisdiction, zones: [...zones].map((letter) => `${region}${letter}`), gpus },
  ]),
);

/** Processors of a size; the same in every family below. */
const vcpusBySize = { large: 2, xlarge: 4, '2xlarge': 8, '4xlarge': 16, '8xlarge': 32 } as const;

interface Family {
  readonly name: string;
  readonly gibPerVcpu: number;
  readonly architecture?: MachineFacts['architecture'];
}

const families: readonly Family[] = [
  { name: 'm6i', gibPerVcpu: 4 },
  { name: 'm7i', gibPerVcpu: 4 },
  { name: 'm7a', gibPerVcpu: 4 },
  { name: 'm7g', gibPerVcpu: 4, architecture: 'arm64' },
  { name: 'm8g', gibPerVcpu: 4, architecture: 'arm64' },
  { name: 'c7i', gibPerVcpu: 2 },
  { name: 'c7g', gibPerVcpu: 2, architecture: 'arm64' },
  { name: 'r7i', gibPerVcpu: 8 },
  { name: 'r7g', gibPerVcpu: 8, architecture: 'arm64' },
];

const processorMachines = Object.fromEntries(
  families.flatMap(({ name, gibPerVcpu, architecture = 'amd64' }) =>
    Object.entries(vcpusBySize).map(([size, vcpus]): [string, MachineFacts] => [
      `${name}.${size}`,
      { vcpus, memoryGiB: vcpus * gibPerVcpu, architecture },
    ]),
  ),
);

/**
 * Families with NVMe disks of their own, GB of all disks of a size.
 * Source: docs.aws.amazon.com/ec2/latest/instancetypes (instance store specifications), 2026-11.
 */
const diskFamilies: readonly (Family & { readonly diskGb: Readonly<Record<string, number>> })[] = [
  { name: 'm6id', gibPerVcpu: 4, diskGb: { large: 118, xlarge: 237, '2xlarge': 474, '4xlarge': 950, '8xlarge': 1900 } },
  { name: 'r6id', gibPerVcpu: 8, diskGb: { large: 118, xlarge: 237, '2xlarge': 474, '4xlarge': 950, '8xlarge': 1900 } },
];

const inGiB = (gigabytes: number): number => Math.floor((gigabytes * 1e9) / 2 ** 30);

const diskMachines = Object.fromEntries(
  diskFamilies.flatMap(({ name, gibPerVcpu, diskGb }) =>
    Object.entries(vcpusBySize).map(([size, vcpus]): [string, MachineFacts] => [
      `${name}.${size}`,
      { vcpus, memoryGiB: vcpus * gibPerVcpu, architecture: 'amd64', localDiskGiB: inGiB(diskGb[size] ?? 0) },
    ]),
  ),
);

const gpu = (vcpus: number, memoryGiB: number, gpuClass: GpuClass, count: number, diskGb: number): MachineFacts => ({
  vcpus,
  memoryGiB,
  architecture: 'amd64',
  // The A100 of these machines are those with half the memory.
  gpu: { class: gpuClass, count, ...(gpuClass === 'a100' ? { memoryGiB: 40 } : {}) },
  localDiskGiB: inGiB(diskGb),
});

const gpuMachines: Readonly<Record<string, MachineFacts>> = {
  'g4dn.xlarge': gpu(4, 16, 't4', 1, 125),
  'g4dn.2xlarge': gpu(8, 32, 't4', 1, 225),
  'g4dn.12xlarge': gpu(48, 192, 't4', 4, 900),
  'g5.xlarge': gpu(4, 16, 'a10', 1, 250),
  'g5.2xlarge': gpu(8, 32, 'a10', 1, 450),
  'g5.4xlarge': gpu(16, 64, 'a10', 1, 600),
  'g5.12xlarge': gpu(48, 192, 'a10', 4, 3800),
  'g5.48xlarge': gpu(192, 768, 'a10', 8, 7600),
  'g6.xlarge': gpu(4, 16, 'l4', 1, 250),
  'g6.2xlarge': gpu(8, 32, 'l4', 1, 450),
  'g6.4xlarge': gpu(16, 64, 'l4', 1, 600),
  'g6.12xlarge': gpu(48, 192, 'l4', 4, 3760),
  'g6.48xlarge': gpu(192, 768, 'l4', 8, 7520),
  'p4d.24xlarge': gpu(96, 1152, 'a100', 8, 8000),
  'p5.4xlarge': gpu(16, 256, 'h100', 1, 3840),
  'p5.48xlarge': gpu(192, 2048, 'h100', 8, 30720),
};

/**
 * Nodes of ElastiCache with memory in GiB. Source: aws.amazon.com/elasticache/pricing, 2026-11. A quarter is kept for
 * snapshots and copies (`reserved-memory-percent`, the default that docs.aws.amazon.com recommends).
 */
const cacheNode = (type: string, memoryGiB: number): CacheNode => ({ type, dataGiB: memoryGiB * 0.75 });
const cacheNodes: readonly [CacheNode, ...CacheNode[]] = [
  cacheNode('cache.t4g.small', 1.37),
  cacheNode('cache.t4g.medium', 3.09),
  cacheNode('cache.m7g.large', 6.38),
  cacheNode('cache.r7g.large', 13.07),
  cacheNode('cache.r7g.xlarge', 26.32),
  cacheNode('cache.r7g.2xlarge', 52.82),
  cacheNode('cache.r7g.4xlarge', 105.81),
  cacheNode('cache.r7g.8xlarge', 209.55),
  cacheNode('cache.r7g.12xlarge', 317.77),
  cacheNode('cache.r7g.16xlarge', 419.09),
];

export const aws: CloudFacts = {
  asOf: '2026-11-21',
  regions,
  machines: { ...processorMachines, ...diskMachines, ...gpuMachines },
  withLocalDisks: Object.fromEntries(
    Object.keys(vcpusBySize).flatMap((size) => [
      [`m7i.${size}`, `m6id.${size}`],
      [`r7i.${size}`, `r6id.${size}`],
    ]),
  ),
  offers: awsOffers,
  machineByClass: {
    'general-2': 'm7i.large',
    'general-4': 'm7i.xlarge',
    'general-8': 'm7i.2xlarge',
    'general-16': 'm7i.4xlarge',
    'memory-4': 'r7i.xlarge',
    'memory-8': 'r7i.2xlarge',
    'gpu-t4': 'g4dn.xlarge',
    'gpu-l4': 'g6.xlarge',
    'gpu-a10': 'g5.xlarge',
    // A100 comes by the eight only.
    'gpu-a100': 'p4d.24xlarge',
    'gpu-h100': 'p5.4xlarge',
  },
  reservedCidrs: [
    { cidr: '169.254.0.0/16', why: 'link-local: instance metadata, time, DNS and the pod identity agent' },
    { cidr: '172.17.0.0/16', why: 'the container bridge that several AWS services use and cannot answer' },
    { cidr: '198.19.0.0/16', why: 'kept by VPC' },
    { cidr: '100.64.0.0/10', why: 'EKS takes the range of cluster services from RFC 1918 only' },
  ],
  objectStorage: 's3',
  // Bottlerocket brings the GPU device plugin.
  operators: [],
  // Managed node groups have bounds, but nothing moves between them.
  machineOperators: { autoscaled: ['cluster-autoscaler'], automatic: ['karpenter'] },
  // karpenter.sh/docs/concepts/nodepools: limits, expireAfter and weights are each NodePool's own.
  provisioning: {
    besideAutoscaled: true,
    besideSteadyGeneral: true,
    bounds: 'pool',
    expiry: true,
    spotShare: true,
    sharedGpus: false,
    spotLabel: { name: 'karpenter.sh/capacity-type', value: 'spot' },
  },
  // docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-cr-group.html: who asks for a group gets a machine at full price
  // where nothing in it is free. karpenter.sh/docs/tasks/odcrs. Read 2026-11.
  reservations: {
    existing: {
      pattern: /^(arn:aws:ec2:[a-z0-9-]+:\d{12}:capacity-reservation\/)?cr-[0-9a-f]{8,17}$/,
      form: 'cr-0123456789abcdef0, or its ARN where another account shares it',
      most: 10,
    },
    existingFallsBack: true,
    automatic: true,
  },
  // docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html, read 2026-11: no bound a topic; 1000 partitions a
  // broker, copies included, are advice for the smallest ones here and enforced on none.
  kafka: { title: 'Amazon MSK', transactions: true, connect: true, refused: {} },
  // Every machine on Nitro, and the platform uses no other.
  fastVolumes: { title: 'gp3 volumes', machines: /^[a-z]+\d/ },
  managedCache: { nodes: cacheNodes },
  managedWarehouse: { title: 'Athena' },
  registryBetweenAccounts: true,
  // Secrets Manager DeleteSecret `RecoveryWindowInDays`, KMS ScheduleKeyDeletion `PendingWindowInDays`, read 2026-11.
  recoveryDays: { min: 7, max: 30, unlessStated: { protectedSite: 30, otherSite: 7 } },
  // docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (inside tunnel CIDR), read 2026-11.
  vpn: {
    addresses: 'for-peer',
    reservedInside: [
      '169.254.0.0/30',
      '169.254.1.0/30',
      '169.254.2.0/30',
      '169.254.3.0/30',
      '169.254.4.0/30',
      '169.254.5.0/30',
      '169.254.169.252/30',
    ],
    reservedAsns: [],
  },
  kubernetesVersions: {
    '1.34': '2026-12-02',
    '1.35': '2027-03-27',
    // Estimated: fourteen months after EKS began to offer it (June 2026).
    '1.36': '2027-08-01',
  },
  // The twelve months after it included.
  endedVersions: { '1.29': '2026-03-23', '1.30': '2026-07-23' },
  extendedSupport: { title: 'EKS extended support', months: 12, sure: true },
  kubernetesSource: 'docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',
};
