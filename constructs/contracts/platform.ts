import type { ITerraformDependable, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type {
  AnomalySettings,
  BudgetSettings,
  CostExportSettings,
  DetectionSettings,
  GovernanceSettings,
  GuardrailSettings,
  HumanRole,
  RegistrySettings,
  Site,
} from '../../environments/model';
import type { OperatorName } from '../../services';
import type { AdoptionEvidence } from './adoption';
import type { NetworkPeer } from './bindings';
import type { ReplicationProps } from './bucket-replication';
import type { BucketRemote, BucketSync, LetInProps } from './bucket-syncs';
import type { AutomaticEvidence, CapabilityEvidence, InClusterEvidence } from './capabilities';
import type { CloudMetrics } from './cloud-metrics';
import type { ClusterStateStore } from './cluster-state';
import type { EdgeZone, EdgeZoneProps, SiteFront, SiteFrontProps } from './edge';
import type { ImageMirrors } from './image-mirrors';
import type { KubernetesConnection } from './infrastructure';
import type { JoinedSitesProps, PeeringProps, VpnGateway, VpnGatewayProps } from './interconnect';
import type { Absent, CloudNeeds, CloudTypes, NeedRequest } from './need-provider';
import type { SecretCommands } from './shared-secrets';

/** What a cloud adds to an operator. */
export interface CloudOperatorFacts {
  readonly values: Readonly<Record<string, unknown>>;
  readonly egress: readonly NetworkPeer[];
}

/** An object from which the cluster makes machines: the cloud says what it looks like, charts apply it as it is. */
export interface NodeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** How the public edge of the site's cloud reaches the gateway. */
export interface EdgeAccess {
  /** Proxies before the gateway that add the address of their caller to `X-Forwarded-For`. */
  readonly trustedHops: number;
  /** Annotations of the gateway's load balancer that let the edge find it. Default: none. */
  readonly loadBalancer?: Readonly<Record<string, string>>;
  /** Annotations of a Service of the proxies' own, by which the edge finds the pods. Default: there is no such Service. */
  readonly pods?: Readonly<Record<string, string>>;
}

/** What charts must know of the cluster they run in; all of it plain data. */
export interface KubernetesFacts {
  /** `spec.provider` of the ClusterSecretStore; `undefined` where secrets are generated in the cluster. */
  readonly secretStoreProvider?: Readonly<Record<string, unknown>>;
  /** The encrypted default storage class; `undefined`: the cluster brings its own. */
  readonly storageClass?: {
    readonly provisioner: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** The same for volumes of `fastVolume`'s speed; `undefined`: nothing says that the cluster has any. */
  readonly fastStorageClass?: KubernetesFacts['storageClass'];
  /** Groups that people of each role come as; empty where the role comes from outside the cluster. Default: nobody has any. */
  readonly people?: Readonly<Record<HumanRole, readonly string[]>>;
  /** How volumes of that class are copied, under the key of the volume; `undefined`: nobody promises that they can be. */
  readonly snapshotClass?: {
    readonly driver: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** The same for shared folders; `undefined`: something else copies them, or nothing shares one. */
  readonly filesSnapshotClass?: KubernetesFacts['snapshotClass'];
  /** What only the cloud knows of an operator: values that go over its own, and where else its pods must reach. */
  readonly operators?: Readonly<Partial<Record<OperatorName, CloudOperatorFacts>>>;
  /** What machines may be made for waiting pods, in the cloud's own words. Default: nothing makes machines. */
  readonly nodeObjects?: readonly NodeObject[];
  /** Where workloads pull public images instead. Default: from where they are published. */
  readonly imageMirrors?: ImageMirrors;
  /** What names of own images begin with that lie in an adopted registry; ends with a slash. Default: it adopts none. */
  readonly adoptedImages?: string;
  /** How the cloud's own metrics of managed data services are asked for. Default: the cloud runs none that is watched. */
  readonly cloudMetrics?: CloudMetrics;
  /** Where backups of the cluster's state go; `undefined`: none are made. */
  readonly clusterState?: ClusterStateStore;
  /** What the site's public edge needs of the cluster; `undefined`: the cluster has none. */
  readonly edge?: EdgeAccess;
  /** Annotations that keep the gateway's load balancer private. */
  readonly privateLoadBalancerAnnotations: Readonly<Record<string, string>>;
  /** Where the API server answers, for network policies of controllers. */
  readonly apiServerCidrs: readonly string[];
  /** Where traffic through a load balancer and probes of the nodes come from. */
  readonly nodeCidrs: readonly string[];
}

/** Terraform's own part of a stack: where its state lives, which providers it uses. */
export interface StackFoundation<S extends Site> {
  backend(stack: TerraformStack, site: S): void;
  /**
   * Sets the provider up. `alias`: what it is called in a stack that has those of several sites; everything in `scope`, which
   * is this site's part of the stack, is then made with it.
   */
  providers(scope: Construct, site: S, alias?: string): void;
  kubernetes(site: S): KubernetesFacts;
}

/**
 * One cloud, whole. A cloud that lacks a member does not compile; `stacks/` is the only caller.
 * Every factory takes the site for names, ranges and tags, and what was made before it.
 */
export interface CloudPlatform<T extends CloudTypes> extends StackFoundation<T['site']> {
  /** Bucket, lock and key of the remote state, and the trust of CI. */
  state(scope: Construct, site: T['site']): void;
  /**
   * The trail, the detection and the alerts of the whole account, in the `governance` stack: made before there is a
   * network. Asked for only where the organisation does not keep them.
   */
  detection(scope: Construct, site: T['site'], settings: DetectionSettings): void;
  /** What binds the whole account, in the `governance` stack. Asked for only where the organisation does not. */
  guardrails(scope: Construct, site: T['site'], settings: GuardrailSettings): void;
  /** Budgets of the whole account by its real bills, in the `governance` stack. Asked for only where the environment has any. */
  budgets(scope: Construct, site: T['site'], settings: BudgetSettings): void;
  /** Tells of spending that is unlike that before. Asked for only where the environment wants to know. */
  readonly anomalies: { tell(scope: Construct, site: T['site'], settings: AnomalySettings): void } | Absent;
  /** Where the account writes its bills to. Asked for only where the environment keeps them. */
  costExport(scope: Construct, site: T['site'], settings: CostExportSettings): void;
  /** Rights of people in the cloud, in the `state` stack: where the pipeline cannot change them. */
  people(scope: Construct, site: T['site']): void;
  network(scope: Construct, site: T['site']): T['network'];
  cluster(scope: Construct, site: T['site'], network: T['network']): T['cluster'];
  foundation(scope: Construct, site: T['site'], network: T['network']): T['foundation'];
  /** The site's own images and mirrors of public ones, in the `data` stack. Asked for only where the site has a registry. */
  registry(
    scope: Construct,
    site: T['site'],
    settings: RegistrySettings,
    made: { readonly network: T['network']; readonly foundation: T['foundation'] },
  ): void;
  /** Looks at the registry that the site adopts, in the `data` stack. Asked for only where it adopts one. */
  adoptedRegistry(scope: Construct, site: T['site'], network: T['network']): void;
  /** What nodes need to pull from the registry, in the `platform` stack. Nothing where there is none. */
  letNodesPull(scope: Construct, site: T['site']): void;
  connect(site: T['site'], cluster: T['cluster']): KubernetesConnection;
  /** Lets joined sites in as far as the gateway of this one, and answers for the names that pods here call them by. */
  joinedSites(scope: Construct, props: JoinedSitesProps<T['site']>): void;
  /** Joins two sites on this cloud over its own network, and says what the next peering of one of them must wait for. */
  peering(props: PeeringProps<T['site']>): ITerraformDependable;
  /** The site's end of the tunnels to sites on other clouds. */
  vpnGateway(scope: Construct, props: VpnGatewayProps<T['site']>): VpnGateway;
  /** How a generated secret of a site is read and written by who applies. */
  secretCommands(request: NeedRequest<'secret', T['site']>): SecretCommands;
  /** The public zone of the environment's domain, in the site's account. */
  publicZone(scope: Construct, props: EdgeZoneProps<T['site']>): EdgeZone;
  /** CDN and firewall before the site's gateway. */
  siteFront(scope: Construct, props: SiteFrontProps<T['site']>): SiteFront;
  /** Has the cloud itself copy buckets of a site to others of the environment on it. */
  replicateBuckets(scope: Construct, props: ReplicationProps<T['site']>): void;
  /** A bucket of the site for a job on it that copies from or to another cloud. */
  ownBucket(site: T['site'], sync: BucketSync): BucketRemote;
  /** Issuer of the tokens of the site's cluster, looked up where it does not follow from names. */
  clusterIssuer(scope: Construct, site: T['site']): string;
  /** Lets jobs of another cloud's cluster in to buckets of the site, by the tokens that they have there. */
  readonly copyAccess: { letIn(scope: Construct, props: LetInProps<T['site']>): void } | Absent;
  readonly needs: CloudNeeds<T>;
  /** Where each promise shows in what this platform synthesizes. */
  readonly evidence: CapabilityEvidence;
  /** Where promises show instead, or why not, on a site that does not have its account watched for threats. */
  readonly unwatchedEvidence: Partial<CapabilityEvidence>;
  /** What of governance an account has in each region, so that a further site of the account makes it for its own. */
  readonly regionalGovernance: readonly (keyof GovernanceSettings)[];
  /** Where promises show on a further site of an account, or that the first one keeps them. */
  readonly furtherEvidence: Partial<InClusterEvidence>;
  /** Where promises of automatic pools show instead. */
  readonly automaticEvidence: AutomaticEvidence;
  /** Where promises show on a site that adopts something; `undefined`: it makes everything itself. */
  adoption(site: T['site']): AdoptionEvidence | undefined;
}
