import type { OperatorName } from '../../services';

/** Where data lives in law, not on the map: `eu` is EU member states only. */
export const jurisdictions = ['eu', 'uk', 'ch', 'us', 'ca', 'br', 'jp', 'kr', 'sg', 'in', 'au', 'other'] as const;
export type Jurisdiction = (typeof jurisdictions)[number];

export type ObjectStorage = 's3' | 'gs' | 'wasbs';

export const gpuClasses = ['t4', 'l4', 'a10', 'a100', 'h100'] as const;
export type GpuClass = (typeof gpuClasses)[number];

/** Shapes of machines without GPUs: 2, 4 or 8 GiB of memory for each vCPU. */
export const machineFamilies = ['compute', 'general', 'memory'] as const;
export type MachineFamily = (typeof machineFamilies)[number];

export interface RegionFacts {
  /** City or country, for people. */
  readonly place: string;
  readonly jurisdiction: Jurisdiction;
  /** Zones as Terraform wants them, e.g. `eu-west-1a`, `europe-west1-b`, `1`. */
  readonly zones: readonly string[];
  /** GPU classes that can be had on demand there. */
  readonly gpus: readonly GpuClass[];
  /** Zones with a GPU class, where the cloud says so; missing where it tells accounts only. */
  readonly gpuZones?: Readonly<Partial<Record<GpuClass, readonly string[]>>>;
  /** The one region that the cloud itself sends backups of databases to, and takes them from. Default: it sends them to none. */
  readonly backupPair?: string;
}

/** How far a cloud can use machines that are reserved. */
export interface ReservationFacts {
  /** What it calls those that were reserved before, and how many such names one pool takes. */
  readonly existing: { readonly pattern: RegExp; readonly form: string; readonly most: number };
  /** Whether a pool of one type takes others at full price once those that were reserved before are used up. */
  readonly existingFallsBack: boolean;
  /** Whether what makes machines for pods can take reserved ones; otherwise why not. */
  readonly automatic: true | { readonly because: string };
}

export interface MachineFacts {
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly architecture: 'amd64' | 'arm64';
  readonly gpu?: {
    readonly class: GpuClass;
    readonly count: number;
    /** Of each. Default: what the class has. */
    readonly memoryGiB?: number;
  };
  /** Fast disks of the machine itself, together; what is on them goes with the machine. Default: it has none to count on. */
  readonly localDiskGiB?: number;
}

/** A machine by its size, the same word on every cloud. */
export const machineClasses = [
  'general-2',
  'general-4',
  'general-8',
  'general-16',
  'memory-4',
  'memory-8',
  'gpu-t4',
  'gpu-l4',
  'gpu-a10',
  'gpu-a100',
  'gpu-h100',
] as const;
export type MachineClass = (typeof machineClasses)[number];

/** How far a cloud can follow the words of pools whose machines are made for waiting pods. */
export interface ProvisioningFacts {
  /** Whether autoscaled pools may stand beside automatic ones in one cluster. */
  readonly besideAutoscaled: boolean;
  /** Whether any pool may be automatic while the general one is not. */
  readonly besideSteadyGeneral: boolean;
  /** Whether bounds hold for each pool, or for all machines of the cluster together. */
  readonly bounds: 'pool' | 'cluster';
  /** Whether machines can be replaced at an age with regard to disruption budgets. */
  readonly expiry: boolean;
  /** Whether interruptible machines can be held to a share of a pool. */
  readonly spotShare: boolean;
  /** Whether what makes machines knows that pods share GPUs; otherwise it makes one for each pod. */
  readonly sharedGpus: boolean;
  /** Largest boot disk of such machines. Default: that of all machines. */
  readonly maxDiskGiB?: number;
  /** Label by which pods choose an automatic pool, besides the platform's own. Default: none. */
  readonly poolSelector?: string;
  /** What an interruptible machine that was made for a waiting pod says of itself. */
  readonly spotLabel: { readonly name: string; readonly value: string };
}

/** What a cloud's own Kafka can do; what it cannot is refused before anything is built. */
export interface ManagedKafka {
  readonly title: string;
  /** Of one topic. Default: no bound below what a topic may ask for. */
  readonly maxPartitions?: number;
  /** Default: as long as there is room. */
  readonly maxRetentionHours?: number;
  /** Records of one topic or several are written whole or not at all. */
  readonly transactions: boolean;
  /** Kafka Connect can keep its state in it; otherwise why not. */
  readonly connect: true | { readonly because: string };
  /** Settings of `kafkaParameters` that neither its brokers nor its topics have, with what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
}

/** Disks of stated speed, and the machines that attach them. */
export interface FastVolumes {
  readonly title: string;
  /** Types of machines. */
  readonly machines: RegExp;
}

export interface CacheNode {
  /** As the cloud names it. */
  readonly type: string;
  /** Room for data, without what the service keeps for itself. */
  readonly dataGiB: number;
}

/** What a cloud's managed cache is sold as, the smallest first; or why it is left to the cluster, and what to do instead. */
export type ManagedCache =
  | { readonly nodes: readonly [CacheNode, ...CacheNode[]] }
  | { readonly absent: string; readonly instead: string };

/** The cloud's own query engine on columnar tables; or why there is none to be used, and what to do instead. */
export type ManagedWarehouse = { readonly title: string } | { readonly absent: string; readonly instead: string };

/** How a cloud's VPN gateway takes part in a link between two sites. */
export interface VpnFacts {
  /**
   * Where the gateway's public addresses come from: two of its `own`, whoever the peer is; or two for each address of
   * the peer (`for-peer`), made once that is known.
   */
  readonly addresses: 'own' | 'for-peer';
  /** The only ranges that addresses inside tunnels may come from. Default: all of 169.254.0.0/16. */
  readonly insideRanges?: readonly string[];
  /** Ranges inside 169.254.0.0/16 that the cloud keeps for itself. */
  readonly reservedInside: readonly string[];
  /** Private BGP numbers that the cloud keeps for itself. */
  readonly reservedAsns: readonly number[];
}

/** What a cloud answered about its machine types, region by region; a region that is missing was not asked. */
export interface RecordedOffers {
  readonly source: string;
  /** ISO date on which the record was read. */
  readonly asOf: string;
  /** By machine type or family, in how many zones it is; in every zone where neither stands here. 0: not in the region. */
  readonly fewerZones: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a cloud does with Kubernetes versions after their standard support, on clusters as they are built here. */
export interface ExtendedSupport {
  /** As the cloud calls it. */
  readonly title: string;
  readonly months: number;
  /** Whether the cloud states the months, or it is an estimate. */
  readonly sure: boolean;
}

/** Everything about a cloud that can be checked before anything talks to it. Dated and sourced in each file. */
export interface CloudFacts {
  /** ISO date on which the facts were looked up: the only day that a build knows. */
  readonly asOf: string;
  readonly regions: Readonly<Record<string, RegionFacts>>;
  readonly machines: Readonly<Record<string, MachineFacts>>;
  /** Default: the cloud publishes no list that could be recorded. */
  readonly offers?: RecordedOffers;
  /** Portable machine class to the cloud's own machine type; a class may be missing on a cloud. */
  readonly machineByClass: Readonly<Partial<Record<MachineClass, string>>>;
  /** The machine type that comes with disks of its own in place of one that has none, by size and shape alike. */
  readonly withLocalDisks: Readonly<Record<string, string>>;
  /** Ranges that the cloud or its Kubernetes service keeps for itself. */
  readonly reservedCidrs: readonly { readonly cidr: string; readonly why: string }[];
  /** Scheme of the addresses of its object storage. */
  readonly objectStorage: ObjectStorage;
  readonly kafka: ManagedKafka;
  readonly fastVolumes: FastVolumes;
  readonly managedCache: ManagedCache;
  readonly managedWarehouse: ManagedWarehouse;
  /** What the cloud's clusters do not bring themselves, so every site on it runs it. */
  readonly operators: readonly OperatorName[];
  /** What moves the machines of a site's pools where the cloud does not, by how they come. */
  readonly machineOperators: Readonly<Record<'autoscaled' | 'automatic', readonly OperatorName[]>>;
  readonly provisioning: ProvisioningFacts;
  readonly reservations: ReservationFacts;
  readonly vpn: VpnFacts;
  /** Whether a registry is copied to another account as well; otherwise within one only. */
  readonly registryBetweenAccounts: boolean;
  /** How long a deleted key or secret can be brought back: what its services allow, and what is asked for by default. */
  readonly recoveryDays: {
    readonly min: number;
    readonly max: number;
    readonly unlessStated: { readonly protectedSite: number; readonly otherSite: number };
  };
  /** Kubernetes minor versions on offer, with the end of standard support (ISO date). */
  readonly kubernetesVersions: Readonly<Record<string, string>>;
  /** Minor versions that are off the list, with the day on which the last support ended (ISO date). */
  readonly endedVersions: Readonly<Record<string, string>>;
  /** `undefined`: a version must be left when its standard support ends. */
  readonly extendedSupport?: ExtendedSupport;
  /** Where the cloud publishes the versions and their support. */
  readonly kubernetesSource: string;
}
