import type { CloudNeedKind, ServiceName, Services } from '../../services';
import type { ConfigOf } from '../../services/define-service';
import type { Cloud, MachineFacts } from '../facts';
import type { RecoveryTier } from '../facts/recovery';
import type { ChaosExperiment } from '../schema/chaos-schema';
import type { AddressPlan } from './addresses';
import type { AwsAdoption, AzureAdoption, GoogleAdoption, ImportedResource } from './adoption';
import type { AutomaticPool } from './automatic-pool';
import type { SiteEdge } from './edge';
import type { Maintenance } from './maintenance';
import type { OffHours } from './off-hours';
import type { ClusterSignIn, People } from './people';
import type { WatchedDrill } from './recovery/watched-drill';
import type { RegistryCopies } from './registry-copies';
import type { PoolReservation } from './reservations';
import type { RotationPlan } from './secrets';
import type { SiteSpending } from './spending';

/** Where a site runs: a public cloud, or any Kubernetes cluster reached by a kubeconfig. */
export type SiteCloud = Cloud | 'local';

export type SiteRole = 'primary' | 'standby';

/** Who meets a need: the cloud's managed service, or an operator inside the cluster. */
export type ProviderChoice = 'managed' | 'in-cluster';

/** Label of every node with the purpose of its pool; also the key of the taint of special pools. */
export const poolLabel = 'evenkeel.dev/pool';

/** How pods share the GPUs of a pool. */
export interface GpuSharing {
  /** `time-slicing`: by turns, in one memory; `mig`: in parts with processors and memory of their own. */
  readonly by: 'time-slicing' | 'mig';
  readonly podsPerGpu: number;
}

export interface NodePool {
  readonly name: string;
  /** The cloud's own machine type, e.g. `m7i.xlarge`. */
  readonly machineType: string;
  readonly machine: MachineFacts;
  /** For the whole pool, over all zones. */
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly diskGiB: number;
  readonly spot: boolean;
  /** What pods write outside of volumes lies on disks of the machine itself. Default: on its boot disk. */
  readonly scratch?: boolean;
  /** Default: a pod has whole GPUs. */
  readonly sharing?: GpuSharing;
  /** Machines of this type that are held for the pool and taken first. Default: none. */
  readonly reservation?: PoolReservation;
  /** `system`: cluster add-ons; `general`: everything without a wish; tainted pools take only what tolerates them. */
  readonly purpose: 'system' | 'general' | 'spot' | 'gpu';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: 'NoSchedule' }[];
  /** Machines are made for waiting pods, within these words; `undefined`: machines of one type between the bounds. */
  readonly automatic?: AutomaticPool;
}

export type GitOpsEngine = 'argo-cd' | 'flux';

export interface GitOpsSource {
  readonly engine: GitOpsEngine;
  readonly repository: string;
  readonly revision: string;
  /** Folder in the repository that holds the rendered tree, without slashes at the ends. */
  readonly path: string;
}

/** OIDC trust of a pipeline. Subjects are matched exactly. */
export interface CiTrust {
  /** e.g. `https://token.actions.githubusercontent.com` */
  readonly issuer: string;
  /** Token subject that may plan (read). */
  readonly planSubject: string;
  /** Token subject that may apply (write). */
  readonly applySubject: string;
}

/** The services a site runs, by name, with their resolved configuration. */
export type SiteServices = { readonly [S in ServiceName]?: ConfigOf<Services[S]> };

/** Another site of the same environment, as far as this one must know it. */
export interface SitePeer {
  readonly name: string;
  /** Where its gateway and machines are, where they have a place in the environment's address plan. */
  readonly network?: string;
  readonly role: SiteRole;
}

/** How strict the API server of a site is. */
export interface AdmissionSettings {
  readonly mode: 'deny' | 'warn';
  /** Starts of names of images that are welcome besides those the platform pulls; each ends with a slash. */
  readonly registries: readonly string[];
}

/** A site as a copy of its data must know it. */
export interface CopyPlace {
  /** Of the site. */
  readonly name: string;
  readonly cloud: Cloud;
  readonly region: string;
  /** Account, project or subscription. */
  readonly account: string;
  /** Of a Google Cloud project. */
  readonly projectNumber?: string;
  /** Of an Azure subscription. */
  readonly tenantId?: string;
}

/** A copy of one store on another site. */
export interface StoreCopy {
  /** Kebab case, as in names of resources. */
  readonly service: string;
  readonly need: string;
  /** Id of the mechanism, e.g. `bucket.replication`. */
  readonly mechanism: string;
  readonly from: CopyPlace;
  readonly to: CopyPlace;
  /** What is promised: alerts fire before it is lost. */
  readonly rpoMinutes: number;
  /** How often it is made. Default: without pause. */
  readonly intervalMinutes?: number;
  /** Of a bucket: the one folder that is copied. Default: all of it. */
  readonly folder?: string;
}

/** What recovery asks of a site. */
export interface SiteRecovery {
  /** What the site has before a loss; a primary has everything. */
  readonly tier: RecoveryTier;
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly primary: CopyPlace;
  readonly standbys: readonly CopyPlace[];
  /** How many primaries there have been. From 1 */
  readonly lineage: number;
  /** Copies that the site sends or takes. */
  readonly copies: readonly StoreCopy[];
  /** Databases whose backups nobody can delete before their day. Default: none. */
  readonly vault?: DatabaseVault;
  /** Drills of the environment's schedule. Default: none is scheduled. */
  readonly drills?: readonly WatchedDrill[];
}

/** A vault of backups on the site itself, and whose it keeps. */
export interface DatabaseVault {
  /** Every backup is kept for so long, whoever asks. */
  readonly days: number;
  /** Names of service and need, in kebab case. At least one. */
  readonly databases: readonly { readonly service: string; readonly need: string }[];
}

interface SiteFacts {
  readonly environment: string;
  /** Prefix of names that are unique in the world. */
  readonly organisation: string;
  /** `<environment>-<cloud>-<region>`, or `<environment>-local`. */
  readonly name: string;
  readonly role: SiteRole;
  readonly region: string;
  /** Three, as Terraform wants them. */
  readonly zones: readonly string[];
  /** Host names of the site's routes end with this. */
  readonly domain: string;
  /** Where alerts of certificates and the like go. */
  readonly contact: string;
  readonly kubernetesVersion: string;
  readonly services: SiteServices;
  /** The site's public edge; `undefined`: nothing of it is public. */
  readonly edge?: SiteEdge;
  /** The other sites of the environment. */
  readonly peers: readonly SitePeer[];
  /** What the environment promises for the day of a loss, as far as it concerns this site. Default: nothing. */
  readonly recovery?: SiteRecovery;
  /** Faults that are tried on it. Default: none. */
  readonly chaos?: readonly ChaosExperiment[];
  /** What stops when nobody works. Default: nothing. */
  readonly offHours?: OffHours;
  /** Of the needs that a cloud can meet as well as the cluster. */
  readonly providers: Readonly<Record<CloudNeedKind, ProviderChoice>>;
  readonly gitops: GitOpsSource;
  /** What the API server does with objects that break a rule. */
  readonly admission: AdmissionSettings;
  /** Full name of an image with its tag to the digest that the lock of the environment has for it. Default: none is known. */
  readonly imageDigests?: Readonly<Record<string, string>>;
  /** A promotion is under way, and the site still has the release before. Default: it has that of the environment. */
  readonly awaitsRelease?: true;
  /** Every image that is rendered has a digest, or the build finds it. Default: a tag is enough. */
  readonly digestsRequired?: true;
  /** What it may cost. Default: nobody says, and no build prices it. */
  readonly spending?: SiteSpending;
  /** How old passwords may become, and which ones are in force. */
  readonly rotation: RotationPlan;
  /** Tags or labels on everything: environment, site, owner, cost-centre, data-class, managed-by. Lower case, dashes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A site as the registry of another one on the same cloud must know it. */
export interface RegistryPlace {
  /** Of the site. */
  readonly name: string;
  readonly region: string;
  /** Account, project or subscription. */
  readonly account: string;
  /** Of a Google Cloud project: part of the names of its service agents. */
  readonly projectNumber?: string;
}

/** When volumes without a backup of their own are copied, and how long the copies are kept. */
export interface SnapshotSettings {
  readonly everyHours: number;
  readonly retentionDays: number;
}

/** What the site's own registry of container images holds, and for how long. */
export interface RegistrySettings {
  /** Repositories of own images. */
  readonly repositories: readonly string[];
  /** Images without a tag are deleted after so many days. */
  readonly untaggedDays: number;
  /** Public images are pulled through it. */
  readonly mirrors: boolean;
  /** Own images are copied inside the cloud, from the primary site to the others. Default: the site takes no part in that. */
  readonly copies?: RegistryCopies;
}

/** What watches the account of a site, and what it writes down. */
export interface DetectionSettings {
  /** `locked`: nobody shortens it, not even the owner of the account; `administered`: an administrator may lift it. */
  readonly trailRetention: 'locked' | 'administered';
  /** The cloud's paid detection of attacks. */
  readonly threatDetection: boolean;
  /** How resources were configured over time is recorded. */
  readonly configurationRecording: boolean;
  /** Addresses that alerts are mailed to. */
  readonly alertsTo: readonly string[];
}

/** What binds the account of a site, whoever acts in it. */
export interface GuardrailSettings {
  /** Where anything may be made: the regions of the environment's sites in this account. */
  readonly regions: readonly string[];
}

/** A sum that a cloud watches by itself. */
export interface WatchedBudget {
  /** Unique in the account. */
  readonly name: string;
  /** For a calendar month. */
  readonly limitUsd: number;
  /** What carries this tag only. Default: everything of the account. */
  readonly tag?: { readonly name: 'environment' | 'site'; readonly value: string };
}

/** What the cloud of an account tells of its real bills. */
export interface BudgetSettings {
  readonly budgets: readonly WatchedBudget[];
  /** Addresses that are mailed to; five at most. */
  readonly emails: readonly string[];
  /** Shares of the limit, such as 0.8; four at most. */
  readonly thresholds: readonly number[];
  /** Also tells when the month is expected to end above the limit. */
  readonly forecast: boolean;
  /** AWS puts the tags of the platform on its bills. */
  readonly activateTags: boolean;
}

export interface AnomalySettings {
  readonly emails: readonly string[];
  /** What is unlike the spending before, in USD, from which on somebody is told. */
  readonly overUsd: number;
}

export interface CostExportSettings {
  readonly keptDays: number;
}

/** What a site makes for its whole account, a part each; `undefined`: the organisation keeps that part centrally. */
export interface GovernanceSettings {
  readonly detection?: DetectionSettings;
  /** Only of the first site in an account: two could not bind it. */
  readonly guardrails?: GuardrailSettings;
  /** Of the first site in an account, as everything of its bills. */
  readonly budgets?: BudgetSettings;
  readonly anomalies?: AnomalySettings;
  readonly costExport?: CostExportSettings;
}

export interface CloudSiteFacts extends SiteFacts {
  readonly addresses: AddressPlan;
  /** Names of the sites that a private link leads to. Default: none. */
  readonly linkedTo?: readonly string[];
  /** Those of them on the same cloud, joined over its own network. Default: none. */
  readonly peeredTo?: readonly string[];
  /** Those of them whose gateways have a known address, so that their names resolve here. Default: none. */
  readonly resolves?: readonly string[];
  /**
   * Other sites of the environment have the same secrets as this one, as far as stored data depends on them; where several
   * accounts of one cloud are written to in one run, each is signed in to apart. Default: the site is alone.
   */
  readonly sharesSecrets?: 'one-sign-in' | 'sign-in-a-site';
  readonly pools: readonly NodePool[];
  /** Networks of the operators (VPN, office) that may reach the private API server. */
  readonly operatorCidrs: readonly string[];
  /** Clouds refuse to delete databases, keys, clusters and filled buckets while this holds. */
  readonly deletionProtection: boolean;
  /** One NAT gateway a zone (survives the loss of a zone), or one for all (cheaper). */
  readonly natGateways: 'per-zone' | 'single';
  readonly auditLogRetentionDays: number;
  /** When the cloud may patch by itself, and when nothing moves. */
  readonly maintenance: Maintenance;
  /** A deleted key or secret can be brought back for so long. */
  readonly recoveryDays: number;
  /** Of volumes without a backup of their own; `undefined`: none. */
  readonly snapshots?: SnapshotSettings;
  /** How often the cloud lists what buckets hold. */
  readonly bucketInventory: 'off' | 'weekly' | 'daily';
  /** `undefined`: the site has no registry of its own. */
  readonly registry?: RegistrySettings;
  /** Repositories of own images in the registry that the site adopts; `undefined`: it adopts none. */
  readonly adoptedRepositories?: readonly string[];
  /** `undefined`: the organisation keeps all of it centrally. */
  readonly governance?: GovernanceSettings;
  /** The pipeline that may plan and apply without a stored key; `undefined`: no trust is made. */
  readonly ci?: CiTrust;
  /** Other environments in the same account, project or subscription. Default: none. */
  readonly sharesAccount?: { readonly with: readonly string[]; readonly because: string };
  /**
   * Names of the environment's sites in this one's account, project or subscription, itself among them. The first makes what
   * an account has once; the others refer to it. Default: the site is alone.
   */
  readonly accountSites?: readonly string[];
  /** Who may do what, beside the pipeline. */
  readonly people: People;
  /** What the account has been granted, by `quotaKey`; `undefined`: nothing is known. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Resources made by hand that stacks take over. Default: none. */
  readonly import?: readonly ImportedResource[];
}

export interface AwsSite extends CloudSiteFacts {
  readonly cloud: 'aws';
  /** What is there already and is used as it is. Default: everything is made. */
  readonly adopt?: AwsAdoption;
  /** Twelve digits. */
  readonly accountId: string;
  /** The trail is that of the whole organisation. Default: of the account alone. */
  readonly organisationTrail?: { readonly organisationId: string; readonly managementAccountId?: string };
  /** Role of the organisation that may attach policies to the account. Default: none. */
  readonly organisationRole?: string;
  /** Besides IAM, groups of an identity provider may come into the cluster. */
  readonly people: People & { readonly oidc?: ClusterSignIn };
}

export interface GoogleSite extends CloudSiteFacts {
  readonly cloud: 'google';
  /** What is there already and is used as it is. Default: everything is made. */
  readonly adopt?: GoogleAdoption;
  readonly projectId: string;
  readonly projectNumber: string;
  /** Who pays for the project. Default: nobody says. */
  readonly billingAccountId?: string;
  /** The trail takes that of the whole organisation. Default: of the project alone. */
  readonly organisationTrail?: { readonly organisationId: string };
}

export interface AzureSite extends CloudSiteFacts {
  readonly cloud: 'azure';
  /** What is there already and is used as it is. Default: everything is made. */
  readonly adopt?: AzureAdoption;
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** The trail takes that of every subscription of a management group. Default: of the subscription alone. */
  readonly organisationTrail?: { readonly managementGroupId: string };
}

export interface LocalSite extends SiteFacts {
  readonly cloud: 'local';
  /** Context in the kubeconfig; `undefined`: the current one. */
  readonly kubeContext?: string;
  /** Storage class for volumes; `undefined`: the cluster's default. */
  readonly storageClass?: string;
  /** Class whose volumes many pods mount at once; `undefined`: the cluster has none. */
  readonly sharedStorageClass?: string;
}

export interface SiteByCloud {
  readonly aws: AwsSite;
  readonly google: GoogleSite;
  readonly azure: AzureSite;
  readonly local: LocalSite;
}

export type CloudSite = SiteByCloud[Cloud];
export type Site = SiteByCloud[SiteCloud];

/** Whether a site runs on a public cloud, whichever. */
export const isSitePublicCloud = (site: Site): site is CloudSite => 'addresses' in site;
