import type { EnvironmentStackName, StackName } from '../../environments/model/stack-names';
import { type Absent, isAbsent } from './need-provider';

/**
 * What "the same platform on every cloud" means, one line a promise. Each cloud says where in its synthesized
 * output the promise can be seen; the contract suite, the build and the parity matrix all read that one statement.
 */
export const capabilities = {
  'state.encrypted': 'Remote state is encrypted with an own key',
  'state.versioned': 'Remote state keeps earlier versions',
  'state.locked': 'Two applies cannot run at once',
  'state.private': 'Remote state is not public and reachable over TLS only',
  'state.ci-trust': 'The pipeline signs in by OIDC, without a stored key',
  'state.access-logs': 'Who read or changed remote state is logged',
  'state.deletion-protection': 'Remote state cannot be deleted by accident',
  'platform.keys': 'Keys of the site rotate by themselves, lie in hardware and can be brought back',
  'platform.logs-protected': 'Logs of the site are kept under an own key and open to nobody outside',
  'platform.deletion-protection': 'Keys and logs of the site cannot be deleted by accident',
  'platform.least-privilege': 'No role that the stacks make reaches beyond what it is for',
  'detection.trail': 'Every change in the account is recorded, wherever in it it is made',
  'detection.trail-own-key': 'The trail is encrypted with an own key',
  'detection.trail-private': 'Nobody outside reaches the trail',
  'detection.trail-retention': 'The trail is kept for the stated time, and who alters it leaves traces',
  'detection.trail-locked': 'Nobody can delete the trail or shorten its time, not even its owner',
  'detection.organisation-trail': 'Every account of the organisation writes to the same trail, new ones by themselves',
  'detection.alerts':
    'Use of root, public exposure, deletion of keys, changes of rights and of the trail are mailed at once',
  'detection.threats': 'Calls, sign-ins, clusters and stores are watched for attacks, and what is found is mailed',
  'detection.configuration': 'How every resource was configured, and when that changed, is recorded',
  'detection.posture': 'The account is compared with a published standard all the time',
  'detection.deletion-protection': 'What watches the account cannot be deleted by accident',
  'guardrails.regions': 'Nothing is made outside the regions of the sites, whoever tries',
  'guardrails.public-storage': 'No storage of the account is opened to the public',
  'guardrails.encryption': 'Storage of data without the encryption that the platform uses is refused',
  'guardrails.tags': 'What keeps data or runs it is refused without the tags of the platform',
  'guardrails.public-databases': 'No database of the account gets a public address',
  'guardrails.public-machines': 'No machine of the account gets a public address',
  'guardrails.tls': 'Data of the account is reached by current TLS only',
  'guardrails.long-lived-keys': 'Nobody makes a key or a password that outlives its use',
  'guardrails.trail': 'Nobody stops what records and watches the account',
  'guardrails.machines': 'No machine starts whose credentials could be taken, or whose boot is not verified',
  'spending.budgets': 'The cloud watches the stated sums by its real bills, and mails when shares of them are spent',
  'spending.forecast': 'The cloud mails as soon as it expects a month to end above its sum',
  'spending.anomalies': 'Spending that is unlike that before is told of',
  'spending.export': 'The account writes its bills to a store of its own, in the columns of FOCUS',
  'spending.export-own-key': 'Bills are kept under an own key',
  'spending.export-private': 'Bills are opened to nobody outside',
  'spending.export-retention': 'Bills are kept for the stated time, and no longer',
  'network.three-zones': 'Subnets or pools span three zones',
  'network.private-nodes': 'Nodes have no public address',
  'network.egress': 'Private nodes reach out through a managed NAT',
  'network.closed': 'Nothing comes in that no rule names',
  'network.flow-logs': 'Traffic is logged',
  'network.private-endpoints': 'Storage, secrets, keys and registry are reached privately',
  'network.operator-access': 'Operators have a documented private way in',
  'cluster.private-api': 'The API server has no public endpoint',
  'cluster.secrets-own-key': 'etcd secrets are encrypted with an own key',
  'cluster.disks-own-key': 'Node disks are encrypted with an own key',
  'cluster.audit-logs': 'API audit logs are kept',
  'cluster.audit-retention': 'Audit logs are kept for the stated time',
  'cluster.workload-identity': 'Pods sign in to the cloud without a stored key',
  'cluster.no-local-accounts': 'Only the identity provider grants access',
  'cluster.deletion-protection': 'The cluster cannot be deleted by accident',
  'cluster.pinned-version': 'The Kubernetes minor version is pinned',
  'cluster.upgrade-window': 'Clouds upgrade cluster and machines in the stated window only',
  'cluster.upgrade-freezes': 'Machines and minor versions stand still in the stated freezes',
  'cluster.self-patching': 'Patches reach the cluster and its machines without anybody asking',
  'cluster.network-policy': 'Network policies are enforced',
  'cluster.autoscaling': 'Pools scale between stated bounds',
  'cluster.spot-pool': 'A pool of interruptible machines',
  'cluster.gpu-pool': 'A pool of GPU machines that scales from zero',
  'cluster.reserved-machines': 'Pools of one machine type take what is reserved for them before other machines',
  'cluster.reserved-made-machines': 'Machines made for pods come from what is reserved before any other',
  'cluster.automatic-pools': 'Machines are made for waiting pods, within stated bounds',
  'cluster.made-machines-in-window': 'Machines that are made for pods give way to newer ones in the window only',
  'cluster.made-machines': 'Machines that are made for pods are as encrypted and hardened as all others',
  'cluster.hardened-nodes': 'Nodes hide the metadata service or boot verified images',
  'volumes.own-key': 'Volumes of pods are encrypted with an own key',
  'volumes.expandable': 'Volumes of pods grow without being replaced',
  'volumes.fast': 'There is a class of fast volumes, as encrypted and expandable as all others',
  'volumes.snapshots': 'Volumes that nothing else has a copy of are copied on a schedule',
  'recovery.state-backups':
    'What exists in the cluster only is backed up outside of it, as often as its objective asks',
  'recovery.state-backups-locked': 'Nobody destroys a new backup of the cluster, whoever asks',
  'postgres.private': 'The database has no public address',
  'postgres.highly-available': 'A synchronous copy in a second zone takes over',
  'postgres.point-in-time-recovery': 'Any second of the retention can be restored',
  'postgres.tls-only': 'Connections without TLS are refused',
  'postgres.own-key': 'The database is encrypted with an own key',
  'postgres.deletion-protection': 'The database cannot be deleted by accident',
  'postgres.password-not-in-state': 'The password is written, never stored in state',
  'postgres.logs': 'Database logs are exported or kept',
  'postgres.maintenance-window': 'Minor versions come in the stated window of the week',
  'postgres.maintenance-freeze': 'No minor version comes in a stated freeze',
  'postgres.parameters': 'Servers have the settings of their size and of the environment',
  'postgres.read-replicas': 'Copies answer reads, as private and encrypted as their server',
  'postgres.dump-copies':
    'Databases are dumped for another site, one dump at a time, and restored when somebody says so',
  'postgres.site-archives':
    'A database inside the cluster follows the archive of another site, and archives nothing itself until it is promoted',
  'postgres.site-backups': 'Backups of databases are kept in the region of another site, under a key there',
  'postgres.site-replicas':
    'A copy of a database of another region is as private, encrypted and protected as its source',
  'postgres.alarm-load': 'Storage, connections, processors, memory and transaction ids are told of before they run out',
  'postgres.alarm-replica-lag': 'A copy that falls behind is told of',
  'postgres.alarm-deadlocks': 'Deadlocks are told of',
  'postgres.alarm-long-transactions': 'A transaction that is left open is told of',
  'postgres.alarm-backups': 'A backup that failed or was never made is told of',
  'postgres.alarm-log-archive': 'A log that cannot be archived, so that the last restorable second stands, is told of',
  'postgres.vault': 'Backups of regulated databases lie in a vault that nobody can empty before their day',
  'cache.private': 'The cache has no public address',
  'cache.highly-available': 'Copies in the other zones take over',
  'cache.tls-only': 'Connections without TLS are refused',
  'cache.own-key': 'What the cache writes down is encrypted with an own key',
  'cache.password-not-in-state': 'Clients sign in, by a password that is written and never stored in state',
  'cache.snapshots': 'What is to outlive a restart is written down',
  'cache.deletion-protection': 'The cache cannot be deleted by accident',
  'cache.maintenance-window': 'Minor versions come in the stated window of the week',
  'cache.alarm-load': 'Connections and processors are told of before they run out',
  'cache.alarm-full': 'A cache that keeps everything is told of before it is full',
  'cache.alarm-evictions': 'Keys dropped in bulk, and reads that find nothing because of it, are told of',
  'cache.alarm-replica-lag': 'A copy that falls behind is told of',
  'warehouse.private': 'Queries and tables are reached privately, and by nobody who was not let in',
  'warehouse.own-key': 'Tables and results are encrypted with an own key',
  'warehouse.scan-limit': 'A query that reads more than the stated amount is stopped',
  'warehouse.deletion-protection': 'The database cannot be deleted by accident',
  'files.private': 'A shared folder has no public address and answers to the cluster alone',
  'files.own-key': 'Shared files are encrypted with an own key',
  'files.tls-only': 'Shared files travel encrypted, and no other way',
  'files.backups': 'Shared files of an earlier day can be restored',
  'files.deletion-protection': 'A shared folder cannot be deleted by accident',
  'bucket.private': 'Public access is impossible',
  'bucket.versioned': 'Deleted and superseded objects can be restored',
  'bucket.lifecycle': 'Superseded objects expire after the stated time',
  'bucket.tls-only': 'Requests without TLS are refused',
  'bucket.own-key': 'Objects are encrypted with an own key',
  'bucket.deletion-protection': 'A filled bucket cannot be deleted by accident',
  'bucket.access-logs': 'Who asked a bucket for what is logged',
  'bucket.tiers': 'Older objects move to cheaper tiers that answer at once',
  'bucket.retention-lock': 'Locked objects can be neither changed nor deleted before their day',
  'bucket.inventory': 'What buckets hold is listed for audits',
  'bucket.copied-across':
    'Buckets are copied from or to another cloud at the stated interval, and no key for that is stored',
  'bucket.copies-trusted': 'Another cloud reaches a bucket by the token of one account only, which lives an hour',
  'bucket.replicated': 'The cloud itself copies buckets to the sites that stand by on it',
  'kafka.private': 'Brokers have no public address',
  'kafka.tls-only': 'Connections without TLS are refused',
  'kafka.signed-in': 'Nobody comes in unknown, and no password of a client is kept in state',
  'kafka.own-key': 'Records are encrypted with an own key',
  'kafka.no-stray-topics': 'No client makes a topic by naming it',
  'kafka.parameters': 'Brokers and topics have the settings of the environment',
  'kafka.deletion-protection': 'The cluster cannot be deleted by accident',
  'kafka.alarm-storage': 'Volumes are told of before they are full',
  'kafka.alarm-processors': 'Processors are told of before they are full',
  'kafka.alarm-memory': 'Memory is told of before it is full',
  'kafka.alarm-offline-partitions': 'A partition without a leader is told of',
  'kafka.alarm-missing-copies': 'Partitions that lack a copy are told of',
  'kafka.alarm-consumer-lag': 'Consumers that fall further and further behind are told of',
  'kafka.alarm-throttling': 'Clients that are held back are told of',
  'topic.three-copies': 'Every record has copies in three zones',
  'topic.deletion-protection': 'A topic cannot be deleted by accident',
  'secret.not-in-state': 'The value is written, never stored in state',
  'secret.own-key': 'Secrets are encrypted with an own key',
  'secret.recoverable': 'A deleted secret can be brought back',
  'secret.shared': 'What stored data depends on is the same on every site',
  'secret.access-logs': 'Who read or changed a secret is logged',
  'key.rotated': 'Keys rotate by themselves',
  'key.deletion-protection': 'A deleted key can be brought back',
  'key.access-logs': 'Who used or changed a key is logged',
  'registry.private': 'Images are pulled privately',
  'registry.own-key': 'Images are encrypted with an own key',
  'registry.signed-in': 'Nodes pull as themselves, without a stored password',
  'registry.scanned': 'Images are scanned for known weaknesses',
  'registry.immutable-tags': 'A tag of an own image is written once',
  'registry.clean-up': 'Images that no tag names any more are deleted',
  'registry.mirrors': 'Public images are kept where the site can pull them',
  'registry.replicated': 'Own images are kept at the other sites on the same cloud',
  'registry.deletion-protection': 'Repositories cannot be deleted by accident',
  'identity.federated': 'A Kubernetes service account is the identity, without a stored key',
  'interconnect.redundant': 'Tunnels to each joined site end at two public addresses',
  'interconnect.bgp': 'Routes to joined sites are learnt and withdrawn by BGP',
  'interconnect.keys-not-in-state': 'Keys of tunnels are written, never stored in state',
  'interconnect.peering': 'Sites on one cloud are joined over its own network, which encrypts what leaves a region',
  'interconnect.peering-closed': 'A peering leads to the other site and no further',
  'interconnect.private-dns': 'Names of joined sites resolve to private addresses',
  'access.viewers-read-only': 'Viewers change nothing in the cloud',
  'access.no-secrets': 'Viewers and operators open no secret, no key and no content of a store',
  'access.operators-limited': 'Operators start again and scale, and change neither rights nor keys',
  'access.cluster-groups': 'What people may do in the cluster follows from groups of the identity provider',
  'access.break-glass-limited': 'Whoever breaks the glass has all rights for an hour',
  'access.break-glass-second-factor': 'Nobody breaks the glass without a second factor',
  'access.break-glass-watched': 'The contact is told whenever the glass is broken',
  'edge.zone-signed': 'Answers of the public zone are signed',
  'edge.health-checked': 'Public names follow health checks to the next site',
  'edge.tls': 'The edge speaks TLS 1.2 and newer, with certificates that renew themselves',
  'edge.private-origin': 'The gateway is reached by the edge alone, without a public address',
  'edge.origin-tls': 'The edge calls the gateway by TLS only',
  'edge.firewall': 'Managed rules stand before public routes and refuse attacks',
  'edge.rate-limit': 'One address cannot ask without end',
  'edge.nothing-kept': 'The edge keeps no answer of a path that is not named',
  'edge.logs': 'Requests and refusals are logged, and kept for the stated time under an own key',
  'edge.deletion-protection': 'The public zone, its keys and the logs of the edge cannot be deleted by accident',
  'edge.ddos-advanced': 'The paid level of protection against floods is on',
  'identity.least-privilege': 'An identity may do what its needs grant, on named resources only',
} as const;

export type CapabilityId = keyof typeof capabilities;

/** Which site output to look into: a Terraform stack of the site or of its environment, or the rendered Kubernetes objects. */
export type EvidenceSource = StackName | EnvironmentStackName | 'kubernetes';

/** One fact that can be read off the synthesized output. Every object of `type` must satisfy it, and one must exist. */
export interface Evidence {
  readonly in: EvidenceSource;
  /** Of a Terraform stack: `data` for what it only looks at. Default: what it makes. */
  readonly block?: 'data';
  /** Terraform type, or Kubernetes kind. */
  readonly type: string;
  /** Further Kubernetes kinds that must satisfy it; one object of any of them must exist. Default: none. */
  readonly alsoTypes?: readonly string[];
  /** A site may have no such object, and then there is nothing to prove. Default: one must exist. */
  readonly optional?: true;
  /**
   * Dots between keys, `[]` for "every element", `[+]` for "every element, and each must have it", e.g.
   * `node_config.boot_disk_kms_key`, `zones[]`, `disks[+].key`.
   */
  readonly path: string;
  /** How the value at the path must look; every stated test must hold. `present`: neither missing, null, empty nor false. */
  readonly is:
    | { readonly equals: unknown }
    | { readonly present: true }
    | { readonly atLeast: number }
    | { readonly matches: RegExp }
    | { readonly absent: true };
  /** Only objects where this path equals this value, looks like it, or leads to nothing, e.g. the GPU pool. */
  readonly where?:
    | { readonly path: string; readonly absent: true }
    | { readonly path: string; readonly equals: unknown }
    | { readonly path: string; readonly matches: RegExp };
  /** `some`: one object that satisfies it is enough. Default `every`. */
  readonly quantifier?: 'every' | 'some';
}

/** Promises that a cloud may openly not keep: those of parts that a site may do without, and some of single clouds. */
type LeavableId = Extract<
  CapabilityId,
  | `${'cache' | 'warehouse' | 'registry' | 'detection' | 'guardrails' | 'spending' | 'edge' | 'files'}.${string}`
  | 'cluster.self-patching'
  | `${string}.alarm-${string}`
  | 'cluster.reserved-made-machines'
  | 'postgres.maintenance-freeze'
  | 'postgres.site-backups'
  | 'access.break-glass-second-factor'
  | 'bucket.copies-trusted'
>;

/** How one cloud keeps every promise; none may be missing. */
export type CapabilityEvidence = {
  readonly [C in CapabilityId]: readonly [Evidence, ...Evidence[]] | (C extends LeavableId ? Absent : never);
};

/** Promises of the site's own registry of images, which a site may do without. */
export type RegistryCapabilityId = Extract<CapabilityId, `registry.${string}`>;
export type RegistryEvidence = Pick<CapabilityEvidence, RegistryCapabilityId>;
/** Promises of what the internet may reach, which is nothing unless the environment says so. */
export type EdgeEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `edge.${string}`>>;
/** Promises of links between sites on one cloud, which an environment may have none of. */
export type PeeringEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `interconnect.peering${string}`>>;
/** Promises of what watches the site's account, which an organisation may keep centrally. */
export type DetectionCapabilityId = Extract<CapabilityId, `detection.${string}`>;
export type DetectionEvidence = Pick<CapabilityEvidence, DetectionCapabilityId>;
/** Promises of what binds the site's account, which an organisation may do centrally. */
export type GuardrailCapabilityId = Extract<CapabilityId, `guardrails.${string}`>;
export type GuardrailEvidence = Pick<CapabilityEvidence, GuardrailCapabilityId>;
/** Promises of what the account costs, which an environment may ask nothing of. */
export type SpendingEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `spending.${string}`>>;
/** Promises of what people may do. */
export type AccessCapabilityId = Extract<CapabilityId, `access.${string}`>;
export type AccessEvidence = Pick<CapabilityEvidence, AccessCapabilityId>;
/** Promises of how upgrades come. */
export type UpgradeCapabilityId = Extract<
  CapabilityId,
  `cluster.upgrade-${string}` | 'cluster.self-patching' | 'cluster.made-machines-in-window'
>;
export type UpgradeEvidence = Pick<CapabilityEvidence, UpgradeCapabilityId>;
/** Promises of machines that are reserved, which a site may do without. */
export type ReservationEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `cluster.reserved-${string}`>>;
/** Promises of folders that pods share, which a site may do without. */
export type FilesCapabilityId = Extract<CapabilityId, `files.${string}`>;
export type FilesEvidence = Pick<CapabilityEvidence, FilesCapabilityId>;
/** Promises of copies of databases on other sites, which an environment may have none of. */
export type DatabaseCopyEvidence = Pick<
  CapabilityEvidence,
  Extract<CapabilityId, 'postgres.dump-copies' | 'postgres.vault' | `postgres.site-${string}`>
>;
/** Promises of the volumes that pods have for themselves. */
export type VolumesEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `volumes.${string}`>>;
/** Promises of backups of the cluster, made where the environment promises to recover. */
export type ClusterStateEvidence = Pick<CapabilityEvidence, Extract<CapabilityId, `recovery.${string}`>>;
/** What operations ask of databases, caches and buckets: a cloud states it in its `stores-evidence.ts`. */
export type StoreCapabilityId = Extract<
  CapabilityId,
  | `${'postgres' | 'cache'}.maintenance-${string}`
  | 'postgres.parameters'
  | 'postgres.read-replicas'
  | 'kafka.parameters'
  | 'bucket.tiers'
  | 'bucket.retention-lock'
  | 'bucket.inventory'
  | `${string}.alarm-${string}`
>;
export type StoreEvidence = Pick<CapabilityEvidence, StoreCapabilityId>;
/** Promises of copies of buckets on other sites, which an environment may have none of. */
export type RecoveryEvidence = Pick<
  CapabilityEvidence,
  'bucket.copied-across' | 'bucket.copies-trusted' | 'bucket.replicated'
>;
/** Promises of the site itself, which hold for many resources at once: a cloud states them in its `safeguards.ts`. */
export type SafeguardId = Extract<
  CapabilityId,
  `platform.${string}` | 'state.access-logs' | 'state.deletion-protection' | 'network.closed' | 'bucket.access-logs'
>;

/** Those promises, and what others take besides the place where they show. */
export type Safeguards = Pick<CapabilityEvidence, SafeguardId> & {
  readonly [C in Exclude<CapabilityId, SafeguardId>]?: readonly Evidence[];
};

/** Everything a cloud promises: what shows, and what guards it. */
export function withSafeguards(
  shown: Omit<CapabilityEvidence, SafeguardId>,
  safeguards: Safeguards,
): CapabilityEvidence {
  const guarded = Object.entries(shown).map(([capability, stated]) => [
    capability,
    isAbsent(stated) ? stated : [...stated, ...(safeguards[capability as CapabilityId] ?? [])],
  ]);
  return { ...safeguards, ...Object.fromEntries(guarded) } as CapabilityEvidence;
}

/** Promises of pools show elsewhere where their machines are made for waiting pods: in the objects those are made from. */
export type AutomaticCapabilityId = 'cluster.autoscaling' | 'cluster.spot-pool' | 'cluster.gpu-pool';
export type AutomaticEvidence = Pick<CapabilityEvidence, AutomaticCapabilityId>;

/** Inside a cluster some promises are the cluster owner's to keep; those say so. */
export type InClusterEvidence = { readonly [C in CapabilityId]: readonly [Evidence, ...Evidence[]] | Absent };
