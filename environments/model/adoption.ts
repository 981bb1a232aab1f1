/** A subnet that somebody else made: its id, and the range that others may rely on. */
export interface AdoptedSubnet {
  readonly id: string;
  readonly cidr: string;
}

/** A named range inside a subnet. */
export interface AdoptedRange {
  readonly name: string;
  readonly cidr: string;
}

/** Whether Evenkeel adds a thing to an adopted network, or its owner has it already. */
export type MadeOrThere = 'create' | 'exist';

interface AdoptedNetworkFacts {
  readonly id: string;
  /** All subnets but those of pods lie in it. */
  readonly range: string;
}

export interface AwsAdoptedNetwork extends AdoptedNetworkFacts {
  /** The subnets of pods lie in it. */
  readonly podRange: string;
  /** Three each, in the order of the site's zones. */
  readonly subnets: Readonly<Record<'nodes' | 'pods' | 'data' | 'endpoints', readonly AdoptedSubnet[]>>;
  readonly privateEndpoints: MadeOrThere;
  readonly flowLogs: MadeOrThere;
}

export interface GoogleAdoptedNetwork extends AdoptedNetworkFacts {
  /** Named ranges of the subnet of nodes. */
  readonly podRange: AdoptedRange;
  readonly serviceRange: AdoptedRange;
  readonly subnets: Readonly<Record<'nodes' | 'endpoints' | 'controlPlane', AdoptedSubnet>>;
  readonly privateEndpoints: MadeOrThere;
  /** The way out; `undefined`: by something of the owner's that no data source reads. */
  readonly nat?: { readonly router: string; readonly name: string };
}

/** Private DNS zones of Azure's services, by what answers in them. */
export type AzureZone = 'blob' | 'dfs' | 'events' | 'file' | 'kubernetes' | 'postgres' | 'registry' | 'vault';

export interface AzureAdoptedNetwork extends AdoptedNetworkFacts {
  readonly subnets: Readonly<Record<'nodes' | 'endpoints' | 'controlPlane', AdoptedSubnet>>;
  /** How nodes leave: by routes to a firewall or gateway of the owner's, or by a NAT gateway of the subnet. */
  readonly egress: 'routes' | 'nat-gateway';
  readonly flowLogs: MadeOrThere;
  /** Ids of zones that the owner keeps; `undefined`: the site has zones of its own. */
  readonly privateZones?: Readonly<Record<AzureZone, string>>;
}

/** What of a site's keys may be somebody else's. */
export type AdoptedKeyName = 'data' | 'disks' | 'cluster';

export type AdoptedKeys<K> = { readonly [N in AdoptedKeyName]?: K };

/** A key of Azure and the identity whose right to use it its owner gave. */
export interface AzureAdoptedKey {
  readonly id: string;
  readonly identityId: string;
}

/** A registry of images that somebody else made. */
export interface AdoptedRegistry {
  /**
   * AWS: ARN that those of its repositories begin with. Google Cloud: `projects/<project>/locations/<region>/repositories/<name>`.
   * Azure: resource id.
   */
  readonly id: string;
}

export interface AzureAdoptedRegistry extends AdoptedRegistry {
  /** Its private address in the site's network. */
  readonly privateEndpoint: MadeOrThere;
}

interface AdoptedClusterFacts {
  /** What volumes are encrypted with: ARN or path of a key, or id of a disk encryption set. */
  readonly disks: string;
}

/** An EKS cluster that somebody else made. */
export interface AwsAdoptedCluster extends AdoptedClusterFacts {
  /** ARN. */
  readonly id: string;
  /** Of Kubernetes services. */
  readonly serviceRange: string;
  /** ARN of the role of its nodes. */
  readonly nodeRole: string;
  /** Names of node groups, by pool; of those left out, the name is the pool's. */
  readonly nodeGroups: Readonly<Partial<Record<AdoptedPool, string>>>;
}

/** A GKE cluster that somebody else made. Its workload pool is the project's, its ranges are those of the network. */
export interface GoogleAdoptedCluster extends AdoptedClusterFacts {
  /** `projects/<project>/locations/<region>/clusters/<name>` */
  readonly id: string;
  /** E-mail of the account that nodes run as. */
  readonly nodeAccount: string;
}

/** An AKS cluster that somebody else made. */
export interface AzureAdoptedCluster extends AdoptedClusterFacts {
  /** Resource id. */
  readonly id: string;
  /** Group that AKS made for its machines. */
  readonly nodeResourceGroup: string;
  /** Ranges inside the cluster. */
  readonly podRange: string;
  readonly serviceRange: string;
}

/** Pools of which the owner of a cluster has machines. */
export type AdoptedPool = 'system' | 'general' | 'spot' | 'gpu';

export interface AwsAdoption {
  readonly network?: AwsAdoptedNetwork;
  readonly cluster?: AwsAdoptedCluster;
  /** ARNs. */
  readonly keys?: AdoptedKeys<string>;
  readonly registry?: AdoptedRegistry;
}

export interface GoogleAdoption {
  readonly network?: GoogleAdoptedNetwork;
  readonly cluster?: GoogleAdoptedCluster;
  /** `projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>` */
  readonly keys?: AdoptedKeys<string>;
  readonly registry?: AdoptedRegistry;
}

export interface AzureAdoption {
  readonly network?: AzureAdoptedNetwork;
  readonly cluster?: AzureAdoptedCluster;
  readonly keys?: AdoptedKeys<AzureAdoptedKey>;
  readonly registry?: AzureAdoptedRegistry;
}

/** A resource made by hand that a stack takes over. */
export interface ImportedResource {
  readonly stack: string;
  /** Address in the stack, e.g. `aws_flow_log.network_flow-log_1A2B3C4D`; `evenkeel addresses` lists them. */
  readonly to: string;
  /** As the provider of the resource wants it. */
  readonly id: string;
}
