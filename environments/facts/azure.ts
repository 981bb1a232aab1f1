import type { CloudFacts, GpuClass, Jurisdiction, MachineFacts, RegionFacts } from './cloud-facts';

/**
 * Azure, as of 2026-11-21.
 * - Regions and zones: learn.microsoft.com/azure/reliability/regions-list. Zones are numbered; a region without them
 *   stands here so that a finding can say why it does not serve. Restricted regions are left out.
 * - GPU classes: azure.microsoft.com/explore/global-infrastructure/products-by-region, families NCasT4_v3,
 *   NVadsA10_v5, NC_A100_v4, NCads_H100_v5; only where they are surely sold on demand. A missing one is a gap, not a
 *   claim. Azure sells no L4.
 * - Machine types: learn.microsoft.com/azure/virtual-machines/sizes. The portable classes mean version 6; a region that
 *   does not sell it yet takes a machine type of version 5 by name.
 * - Kubernetes: learn.microsoft.com/azure/aks/supported-kubernetes-versions (release calendar), which names months; the
 *   last day of the month stands here.
 * - Pairs: learn.microsoft.com/azure/reliability/regions-paired. Only those of two regions that both serve, and both ways:
 *   Azure sends what is in westus3 and brazilsouth to a region whose own pair is another one.
 * - Reserved ranges: learn.microsoft.com/azure/aks/azure-cni-overlay and /virtual-network/virtual-networks-faq.
 */

const threeZones = ['1', '2', '3'];

const zonal = (place: string, jurisdiction: Jurisdiction, ...gpus: GpuClass[]): RegionFacts => ({
  place,
  jurisdiction,
  zones: threeZones,
  gpus,
});

const zoneless = (place: string, jurisdiction: Jurisdiction): RegionFacts => ({
  place,
  jurisdiction,
  zones: [],
  gpus: [],
});

const places: Readonly<Record<string, RegionFacts>> = {
  australiacentral: zoneless('Canberra', 'au'),
  australiaeast: zonal('Sydney', 'au', 't4', 'a10', 'a100', 'h100'),
  australiasoutheast: zoneless('Melbourne', 'au'),
  austriaeast: zonal('Vienna', 'eu'),
  belgiumcentral: zonal('Brussels', 'eu'),
  brazilsouth: zonal('Sao Paulo', 'br', 't4'),
  canadacentral: zonal('Toronto', 'ca', 't4', 'a10', 'a100'),
  canadaeast: zoneless('Quebec', 'ca'),
  centralindia: zonal('Pune', 'in', 't4', 'a10', 'a100'),
  centralus: zonal('Iowa', 'us', 't4', 'a100'),
  chilecentral: zonal('Santiago', 'other'),
  eastasia: zonal('Hong Kong', 'other', 't4'),
  eastus: zonal('Virginia', 'us', 't4', 'a10', 'a100', 'h100'),
  eastus2: zonal('Virginia', 'us', 't4', 'a10', 'a100', 'h100'),
  francecentral: zonal('Paris', 'eu', 't4', 'a10', 'a100'),
  germanywestcentral: zonal('Frankfurt', 'eu', 't4', 'a10', 'a100'),
  indonesiacentral: zonal('Jakarta', 'other'),
  israelcentral: zonal('Tel Aviv', 'other', 't4'),
  italynorth: zonal('Milan', 'eu', 't4', 'a100'),
  japaneast: zonal('Tokyo', 'jp', 't4', 'a10', 'a100', 'h100'),
  japanwest: zonal('Osaka', 'jp'),
  koreacentral: zonal('Seoul', 'kr', 't4', 'a100'),
  koreasouth: zoneless('Busan', 'kr'),
  malaysiawest: zonal('Kuala Lumpur', 'other'),
  mexicocentral: zonal('Queretaro', 'other'),
  newzealandnorth: zonal('Auckland', 'other'),
  northcentralus: zoneless('Illinois', 'us'),
  northeurope: zonal('Dublin', 'eu', 't4', 'a10'),
  norwayeast: zonal('Oslo', 'other', 't4', 'a10'),
  polandcentral: zonal('Warsaw', 'eu', 'a100'),
  qatarcentral: zonal('Doha', 'other', 't4'),
  southafricanorth: zonal('Johannesburg', 'other', 't4', 'a10'),
  southcentralus: zonal('Texas', 'us', 't4', 'a10', 'a100', 'h100'),
  southeastasia: zonal('Singapore', 'sg', 't4', 'a10', 'a100'),
  southindia: zoneless('Chennai', 'in'),
  spaincentral: zonal('Madrid', 'eu'),
  swedencentral: zonal('Gavle', 'eu', 't4', 'a10', 'a100', 'h100'),
  switzerlandnorth: zonal('Zurich', 'ch', 't4', 'a10', 'a100'),
  uaenorth: zonal('Dubai', 'other', 't4', 'a10', 'a100'),
  uksouth: zonal('London', 'uk', 't4', 'a10', 'a100', 'h100'),
  ukwest: zoneless('Cardiff', 'uk'),
  westcentralus: zoneless('Wyoming', 'us'),
  westeurope: zonal('Amsterdam', 'eu', 't4', 'a10', 'a100', 'h100'),
  westus: zoneless('California', 'us'),
  westus2: zonal('Washington', 'us', 't4', 'a10', 'a100'),
  westus3: zonal('Phoenix', 'us', 't4', 'a10', 'a100', 'h100'),
};

const pairs = [
  ['centralus', 'eastus2'],
  ['eastasia', 'southeastasia'],
  ['japaneast', 'japanwest'],
  ['northeurope', 'westeurope'],
] as const;

const pairOf = new Map<string, string>(
  pairs.flatMap(([one, other]): [string, string][] => [
    [one, other],
    [other, one],
  ]),
);

const regions: Readonly<Record<string, RegionFacts>> = Object.fromEntries(
  Object.entries(places).map(([name, facts]) => {
    const backupPair = pairOf.get(name);
    return [name, backupPair ? { ...facts, backupPair } : facts];
  }),
);

interface Family {
  /** Name around the number of processors: `D` + `4` + `s_v6`. */
  readonly before: string;
  readonly after: string;
  readonly vcpus: readonly number[];
  readonly gibPerVcpu: number;
  readonly architecture?: MachineFacts['architecture'];
}

/** Families whose memory follows their processors. All take premium disks, host encryption and trusted launch. */
const families: readonly Family[] = [
  { before: 'D', after: 's_v5', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 4 },
  { before: 'D', after: 'ds_v5', vcpus: [2, 4, 8, 16], gibPerVcpu: 4 },
  { before: 'D', after: 'as_v5', vcpus: [2, 4, 8, 16], gibPerVcpu: 4 },
  { before: 'D', after: 's_v6', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 4 },
  { before: 'D', after: 'as_v6', vcpus: [2, 4, 8, 16], gibPerVcpu: 4 },
  { before: 'D', after: 'ps_v6', vcpus: [2, 4, 8, 16], gibPerVcpu: 4, architecture: 'arm64' },
  { before: 'E', after: 's_v5', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 8 },
  { before: 'E', after: 's_v6', vcpus: [2, 4, 8, 16, 32], gibPerVcpu: 8 },
  { before: 'E', after: 'as_v6', vcpus: [4, 8, 16], gibPerVcpu: 8 },
  { before: 'E', after: 'ps_v6', vcpus: [4, 8], gibPerVcpu: 8, architecture: 'arm64' },
  { before: 'F', after: 's_v2', vcpus: [4, 8, 16], gibPerVcpu: 2 },
  { before: 'F', after: 'as_v6', vcpus: [4, 8, 16], gibPerVcpu: 4 },
];

const processorMachines = Object.fromEntries(
  families.flatMap(({ before, after, vcpus, gibPerVcpu, architecture = 'amd64' }) =>
    vcpus.map((count): [string, MachineFacts] => [
      `Standard_${before}${count}${after}`,
      { vcpus: count, memoryGiB: count * gibPerVcpu, architecture },
    ]),
  ),
);

/**
 * The same machines with NVMe disks of their own; nodes use one of them, GiB.
 * Source: learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/ddsv6-series and memory-optimized/edsv6-series,
 * 2026-11.
 */
const localDiskGiB: Readonly<Record<number, number>> = { 2: 110, 4: 220, 8: 440, 16: 440, 32: 440 };
const diskMachines = Object.fromEntries(
  (['D', 'E'] as const).flatMap((letter) =>
    [2, 4, 8, 16, 32].map((vcpus): [string, MachineFacts] => [
      `Standard_${letter}${vcpus}ds_v6`,
      {
        vcpus,
        memoryGiB: vcpus * { D: 4, E: 8 }[letter],
        architecture: 'amd64',
        localDiskGiB: localDiskGiB[vcpus],
      },
    ]),
  ),
);

const gpu = (vcpus: number, memoryGiB: number, gpuClass: GpuClass, count: number): MachineFacts => ({
  vcpus,
  memoryGiB,
  architecture: 'amd64',
  gpu: { class: gpuClass, count },
});

/** Whole GPUs only: the smaller machines of the A10 family have a slice of one. */
const gpuMachines: Readonly<Record<string, MachineFacts>> = {
  Standard_NC4as_T4_v3: gpu(4, 28, 't4', 1),
  Standard_NC8as_T4_v3: gpu(8, 56, 't4', 1),
  Standard_NC16as_T4_v3: gpu(16, 110, 't4', 1),
  Standard_NC64as_T4_v3: gpu(64, 440, 't4', 4),
  Standard_NV36ads_A10_v5: gpu(36, 440, 'a10', 1),
  Standard_NV72ads_A10_v5: gpu(72, 880, 'a10', 2),
  Standard_NC24ads_A100_v4: gpu(24, 220, 'a100', 1),
  Standard_NC48ads_A100_v4: gpu(48, 440, 'a100', 2),
  Standard_NC96ads_A100_v4: gpu(96, 880, 'a100', 4),
  Standard_NC40ads_H100_v5: gpu(40, 320, 'h100', 1),
  Standard_NC80adis_H100_v5: gpu(80, 640, 'h100', 2),
};

export const azure: CloudFacts = {
  asOf: '2026-11-21',
  regions,
  machines: { ...processorMachines, ...diskMachines, ...gpuMachines },
  withLocalDisks: Object.fromEntries(Object.keys(diskMachines).map((type) => [type.replace('ds_v6', 's_v6'), type])),
  machineByClass: {
    'general-2': 'Standard_D2s_v6',
    'general-4': 'Standard_D4s_v6',
    'general-8': 'Standard_D8s_v6',
    'general-16': 'Standard_D16s_v6',
    'memory-4': 'Standard_E4s_v6',
    'memory-8': 'Standard_E8s_v6',
    'gpu-t4': 'Standard_NC4as_T4_v3',
    'gpu-a10': 'Standard_NV36ads_A10_v5',
    'gpu-a100': 'Standard_NC24ads_A100_v4',
    'gpu-h100': 'Standard_NC40ads_H100_v5',
  },
  reservedCidrs: [
    { cidr: '169.254.0.0/16', why: 'AKS and Azure: link-local, the metadata service' },
    { cidr: '172.30.0.0/16', why: 'AKS keeps it for itself' },
    { cidr: '172.31.0.0/16', why: 'AKS keeps it for itself' },
    { cidr: '192.0.2.0/24', why: 'AKS keeps it for itself' },
    { cidr: '168.63.129.16/32', why: "Azure's DNS, DHCP and health probes" },
  ],
  // Nodes have the driver; nothing tells the scheduler about their GPUs.
  objectStorage: 'wasbs',
  // learn.microsoft.com/azure/event-hubs/event-hubs-quotas, premium tier, read 2026-11.
  kafka: {
    title: 'Azure Event Hubs',
    // Event hubs have partitions and a time; learn.microsoft.com/azure/event-hubs/apache-kafka-configurations, 2026-11.
    refused: {
      'log.retention.bytes': 'bound what a topic keeps by its time: retentionHours',
      'message.max.bytes':
        'keep records below 1 MiB, the most that Event Hubs takes, and put larger ones into a bucket',
      'compression.type': 'let producers compress: records are kept as they were sent',
      'offsets.retention.minutes': 'let groups read at least once a week, Event Hubs remembers them for seven days',
      'group.initial.rebalance.delay.ms': 'give members of a group a static id: group.instance.id',
    },
    maxPartitions: 100,
    maxRetentionHours: 90 * 24,
    // In preview.
    transactions: false,
    connect: {
      because:
        'workers and captures make topics of their own there, which takes the right to manage the whole namespace',
    },
  },
  // Those that take premium disks have an s after their processors. learn.microsoft.com/azure/virtual-machines/vm-naming-conventions, 2026-11.
  fastVolumes: { title: 'premium disks', machines: /^Standard_[A-Z]+\d+(-\d+)?[a-z]*s[a-z]*(_|$)/ },
  managedCache: {
    absent:
      'Azure Managed Redis lets clients in by access keys, which Terraform reads into its state, or by tokens of Entra ID, which clients of Redis do not know',
    instead: "leave providers.cache of the site at 'in-cluster'",
  },
  managedWarehouse: {
    absent:
      'Synapse is reached as Microsoft SQL Server: by a driver that the images of its clients lack, and by a connection string in place of an identity',
    instead: 'keep the data in a database or in files of the bucket',
  },
  operators: ['nvidia-device-plugin'],
  machineOperators: { autoscaled: [], automatic: [] },
  // learn.microsoft.com/azure/aks/node-auto-provisioning: not in a cluster whose node pools have the autoscaler on.
  provisioning: {
    besideAutoscaled: false,
    besideSteadyGeneral: false,
    bounds: 'pool',
    expiry: true,
    spotShare: true,
    sharedGpus: false,
    maxDiskGiB: 2048,
    spotLabel: { name: 'karpenter.sh/capacity-type', value: 'spot' },
  },
  // learn.microsoft.com/azure/aks/use-capacity-reservation-groups and /virtual-machines/capacity-reservation-overallocate;
  // github.com/Azure/AKS/issues/5397 for automatic pools. Read 2026-11.
  reservations: {
    existing: {
      pattern:
        /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/capacityReservationGroups\/[^/]+$/,
      form: '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/capacityReservationGroups/<name>',
      most: 1,
    },
    existingFallsBack: true,
    automatic: { because: 'AKS cannot yet put machines that it makes for pods into a capacity reservation group' },
  },
  // Whoever lets another subscription's machines pull must rule over both: no role of one site does.
  registryBetweenAccounts: false,
  // learn.microsoft.com/azure/key-vault/general/soft-delete-overview, read 2026-11.
  recoveryDays: { min: 7, max: 90, unlessStated: { protectedSite: 90, otherSite: 7 } },
  // learn.microsoft.com/azure/vpn-gateway/vpn-gateway-bgp-overview (APIPA, ASNs kept by Azure), read 2026-11.
  vpn: {
    addresses: 'own',
    insideRanges: ['169.254.21.0/24', '169.254.22.0/24'],
    reservedInside: [],
    reservedAsns: [65_515, 65_517, 65_518, 65_519, 65_520],
  },
  kubernetesVersions: {
    '1.34': '2026-11-30',
    '1.35': '2027-03-31',
    '1.36': '2027-06-30',
    '1.37': '2027-10-31',
  },
  // Long-term support takes another tier and plan than the clusters have.
  endedVersions: { '1.31': '2025-11-30', '1.32': '2026-03-31', '1.33': '2026-06-30' },
  kubernetesSource: 'learn.microsoft.com/azure/aks/supported-kubernetes-versions',
};
