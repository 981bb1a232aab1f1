import type { Absent, Evidence, InClusterEvidence } from '../contracts';
import { archivesEvidence } from '../kubernetes/archives-evidence';
import { dumpsEvidence } from '../kubernetes/dumps-evidence';
import { storesEvidence } from './stores-evidence';
import { warehouse } from './warehouse';

const kubernetes = { in: 'kubernetes' } as const;

const cluster = (path: string, is: Evidence['is']): Evidence => ({ ...kubernetes, type: 'Cluster', path, is });

const managedSite = 'run it on a site of a public cloud';

const state: Absent = {
  absent: 'Terraform state is a file beside the repository',
  instead: managedSite,
};

const ownersNetwork: Absent = {
  absent: 'the network belongs to whoever runs the cluster',
  instead: managedSite,
};

const ownersCluster: Absent = {
  absent: 'the cluster belongs to whoever runs it',
  instead: 'set it up when the cluster is made, or use a site of a public cloud',
};

const noCloud: Absent = {
  absent: 'there is no cloud to have rights in; the roles in the cluster are the same as everywhere',
  instead: managedSite,
};

const copiedOnClouds: Absent = {
  absent: 'copies on another site are of buckets that a cloud runs',
  instead: managedSite,
};

const noKeyService: Absent = {
  absent: 'a cluster has no key management service',
  instead: 'encrypt the disks of the nodes, or use a site of a public cloud',
};

const noRegion: Absent = {
  absent: 'backups and copies of a server inside a cluster stay on its site',
  instead: 'dumps go to the other site',
};

const ownersClass: Absent = {
  absent: 'volumes are of a class that belongs to whoever runs the cluster',
  instead: 'name a class that keeps it, or use a site of a public cloud',
};

const noOutside: Absent = {
  absent: 'backups that lie in the cluster are lost together with it',
  instead: managedSite,
};

const noRegistry: Absent = {
  absent: 'a cluster of somebody else pulls images as it was set up to',
  instead: managedSite,
};

const ownersAccount: Absent = {
  absent: 'whoever runs the cluster watches the account that it is in, if there is one',
  instead: managedSite,
};

/** A password that the cluster makes once and nothing hands in. */
const madeInside: Evidence = {
  ...kubernetes,
  type: 'ExternalSecret',
  path: 'spec.refreshPolicy',
  is: { equals: 'CreatedOnce' },
  where: { path: 'spec.dataFrom[].sourceRef.generatorRef.kind', equals: 'Password' },
};

/** Every StatefulSet of Valkey. */
const valkey = (path: string, is: Evidence['is']): Evidence => ({
  ...kubernetes,
  type: 'StatefulSet',
  path,
  is,
  where: { path: 'spec.template.spec.containers[].name', equals: 'valkey' },
});

/** Which promises show in what is rendered for a cluster alone; the others are the cluster owner's to keep. */
export const evidence: InClusterEvidence = {
  'state.encrypted': state,
  'state.versioned': state,
  'state.locked': state,
  'state.private': state,
  'state.ci-trust': state,
  'state.access-logs': state,
  'state.deletion-protection': state,
  'platform.keys': noKeyService,
  'platform.logs-protected': ownersCluster,
  'platform.deletion-protection': ownersCluster,
  'platform.least-privilege': ownersCluster,
  'network.three-zones': ownersNetwork,
  'network.private-nodes': ownersNetwork,
  'network.egress': ownersNetwork,
  'network.closed': ownersNetwork,
  'network.flow-logs': ownersNetwork,
  'network.private-endpoints': ownersNetwork,
  'network.operator-access': ownersNetwork,
  'cluster.private-api': ownersCluster,
  'cluster.secrets-own-key': ownersCluster,
  'cluster.disks-own-key': ownersCluster,
  'cluster.audit-logs': ownersCluster,
  'cluster.audit-retention': ownersCluster,
  'cluster.workload-identity': ownersCluster,
  'cluster.no-local-accounts': ownersCluster,
  'cluster.deletion-protection': ownersCluster,
  'cluster.pinned-version': ownersCluster,
  'access.viewers-read-only': noCloud,
  'access.no-secrets': noCloud,
  'access.operators-limited': noCloud,
  'access.cluster-groups': ownersCluster,
  'access.break-glass-limited': noCloud,
  'access.break-glass-second-factor': noCloud,
  'access.break-glass-watched': noCloud,
  'cluster.upgrade-window': ownersCluster,
  'cluster.upgrade-freezes': ownersCluster,
  'cluster.self-patching': ownersCluster,
  'cluster.reserved-machines': ownersCluster,
  'cluster.reserved-made-machines': ownersCluster,
  'cluster.made-machines-in-window': ownersCluster,
  'cluster.network-policy': {
    absent: 'policies are rendered for every namespace, but the cluster decides whether they are enforced',
    instead: 'give the cluster a network plugin that enforces them, e.g. Calico or Cilium',
  },
  'cluster.autoscaling': ownersCluster,
  'cluster.spot-pool': ownersCluster,
  'cluster.gpu-pool': ownersCluster,
  'cluster.automatic-pools': ownersCluster,
  'cluster.made-machines': ownersCluster,
  'cluster.hardened-nodes': ownersCluster,
  'postgres.private': [cluster('spec.managed', { absent: true })],
  'postgres.highly-available': [
    cluster('spec.instances', { atLeast: 3 }),
    cluster('spec.postgresql.synchronous.number', { atLeast: 1 }),
    cluster('spec.postgresql.synchronous.dataDurability', { equals: 'required' }),
  ],
  'postgres.point-in-time-recovery': {
    absent: 'write-ahead logs are not archived outside the cluster',
    instead: managedSite,
  },
  'postgres.tls-only': [cluster('spec.postgresql.pg_hba', { matches: /hostnossl all all all reject/ })],
  'postgres.own-key': noKeyService,
  'postgres.deletion-protection': [
    cluster('metadata.annotations', { matches: /Prune=false,Delete=false/ }),
    cluster('metadata.annotations', { matches: /"kustomize\.toolkit\.fluxcd\.io\/prune":"disabled"/ }),
  ],
  // The operator makes the password; nothing hands one in.
  'postgres.password-not-in-state': [
    cluster('spec.bootstrap.initdb.secret', { absent: true }),
    cluster('spec.enableSuperuserAccess', { absent: true }),
  ],
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-archives': archivesEvidence,
  'postgres.vault': {
    absent: 'nothing locks the archive of databases inside a cluster',
    instead: managedSite,
  },
  'postgres.site-backups': noRegion,
  'postgres.site-replicas': noRegion,
  'postgres.logs': [cluster('spec.postgresql.parameters.log_connections', { equals: 'true' })],
  'cache.private': [
    {
      ...kubernetes,
      type: 'Service',
      path: 'spec.type',
      is: { equals: 'ClusterIP' },
      where: { path: 'spec.ports[].name', equals: 'redis' },
    },
  ],
  'cache.highly-available': [
    {
      ...kubernetes,
      type: 'StatefulSet',
      path: 'spec.replicas',
      is: { atLeast: 3 },
      where: { path: 'spec.template.spec.containers[].name', equals: 'sentinel' },
    },
  ],
  'cache.tls-only': [valkey('spec.template.spec.containers[].command', { matches: /port 0\\ntls-port/ })],
  'cache.own-key': noKeyService,
  'cache.password-not-in-state': [madeInside],
  'cache.snapshots': [{ ...valkey('spec.volumeClaimTemplates', { present: true }), quantifier: 'some' }],
  'cache.deletion-protection': [
    { ...valkey('spec.persistentVolumeClaimRetentionPolicy.whenDeleted', { equals: 'Retain' }), quantifier: 'some' },
  ],
  'warehouse.private': warehouse,
  'warehouse.own-key': warehouse,
  'warehouse.scan-limit': warehouse,
  'warehouse.deletion-protection': warehouse,
  'bucket.private': [
    {
      ...kubernetes,
      type: 'StatefulSet',
      path: 'spec.template.spec.containers[].env',
      is: { matches: /AWS_SECRET_ACCESS_KEY/ },
      where: { path: 'spec.template.spec.containers[].name', equals: 'seaweedfs' },
    },
    {
      ...kubernetes,
      type: 'Service',
      path: 'spec.type',
      is: { equals: 'ClusterIP' },
      where: { path: 'spec.ports[].name', equals: 's3' },
    },
  ],
  'bucket.versioned': [
    {
      ...kubernetes,
      type: 'Job',
      path: 'spec.template.spec.containers[].args',
      is: { matches: /put-bucket-versioning .*Status=Enabled/ },
      quantifier: 'some',
    },
  ],
  'bucket.lifecycle': [
    {
      ...kubernetes,
      type: 'Job',
      path: 'spec.template.spec.containers[].args',
      is: { matches: /NoncurrentVersionExpiration/ },
      quantifier: 'some',
    },
  ],
  'bucket.tls-only': {
    absent: "the store speaks plain HTTP; network policies let only the service's own pods reach it",
    instead: managedSite,
  },
  'bucket.own-key': noKeyService,
  'bucket.copied-across': copiedOnClouds,
  'bucket.copies-trusted': copiedOnClouds,
  'bucket.replicated': copiedOnClouds,
  'bucket.access-logs': {
    absent: 'the store inside the cluster writes down no requests',
    instead: 'let a cloud run the buckets: leave providers.bucket of its sites at managed',
  },
  'bucket.deletion-protection': [
    {
      ...kubernetes,
      type: 'PersistentVolumeClaim',
      path: 'metadata.annotations',
      is: { matches: /Prune=false,Delete=false/ },
    },
  ],
  ...storesEvidence,
  'kafka.private': [
    { ...kubernetes, type: 'Kafka', path: 'spec.kafka.listeners[].type', is: { matches: /^(internal|tlsroute)$/ } },
  ],
  'kafka.tls-only': [{ ...kubernetes, type: 'Kafka', path: 'spec.kafka.listeners[].tls', is: { equals: true } }],
  'kafka.signed-in': [
    {
      ...kubernetes,
      type: 'Kafka',
      path: 'spec.kafka.listeners[].authentication.type',
      is: { equals: 'scram-sha-512' },
    },
  ],
  'kafka.own-key': noKeyService,
  'kafka.no-stray-topics': [
    {
      ...kubernetes,
      type: 'Kafka',
      path: 'spec.kafka.config',
      is: { matches: /"auto\.create\.topics\.enable":false/ },
    },
  ],
  'kafka.deletion-protection': [
    { ...kubernetes, type: 'Kafka', path: 'metadata.annotations', is: { matches: /Prune=false,Delete=false/ } },
  ],
  'topic.three-copies': [
    { ...kubernetes, type: 'Kafka', path: 'spec.kafka.config', is: { matches: /"min\.insync\.replicas":2/ } },
  ],
  'topic.deletion-protection': [
    { ...kubernetes, type: 'KafkaTopic', path: 'metadata.annotations', is: { matches: /Prune=false,Delete=false/ } },
  ],
  'secret.not-in-state': [madeInside],
  'secret.own-key': noKeyService,
  'secret.recoverable': {
    absent: 'a deleted Secret is gone; it only survives the deletion of what made it',
    instead: 'back up the namespace, or use a site of a public cloud',
  },
  'secret.shared': {
    absent: 'every cluster makes its own secrets, and nothing outside can read or write them',
    instead: "let the cloud's store keep them: providers.secret 'managed'",
  },
  'secret.access-logs': {
    absent: 'whether reads of Secrets are logged is decided where the API server is started',
    instead: 'give it an audit policy that logs metadata of requests for Secrets',
  },
  'key.rotated': noKeyService,
  'key.deletion-protection': noKeyService,
  'detection.trail': ownersAccount,
  'detection.trail-own-key': ownersAccount,
  'detection.trail-private': ownersAccount,
  'detection.trail-retention': ownersAccount,
  'detection.trail-locked': ownersAccount,
  'detection.organisation-trail': ownersAccount,
  'detection.alerts': ownersAccount,
  'detection.threats': ownersAccount,
  'detection.configuration': ownersAccount,
  'detection.posture': ownersAccount,
  'detection.deletion-protection': ownersAccount,
  'guardrails.regions': ownersAccount,
  'guardrails.public-storage': ownersAccount,
  'guardrails.encryption': ownersAccount,
  'guardrails.tags': ownersAccount,
  'guardrails.public-databases': ownersAccount,
  'guardrails.public-machines': ownersAccount,
  'guardrails.tls': ownersAccount,
  'guardrails.long-lived-keys': ownersAccount,
  'guardrails.trail': ownersAccount,
  'guardrails.machines': ownersAccount,
  'spending.budgets': ownersAccount,
  'spending.forecast': ownersAccount,
  'spending.anomalies': ownersAccount,
  'spending.export': ownersAccount,
  'spending.export-own-key': ownersAccount,
  'spending.export-private': ownersAccount,
  'spending.export-retention': ownersAccount,
  'key.access-logs': noKeyService,
  'volumes.own-key': ownersClass,
  'volumes.expandable': ownersClass,
  'volumes.fast': ownersClass,
  'volumes.snapshots': ownersClass,
  'recovery.state-backups': noOutside,
  'recovery.state-backups-locked': noOutside,
  'files.private': ownersClass,
  'files.own-key': ownersClass,
  'files.tls-only': ownersClass,
  'files.backups': ownersClass,
  'files.deletion-protection': ownersClass,
  'registry.private': noRegistry,
  'registry.own-key': noRegistry,
  'registry.signed-in': noRegistry,
  'registry.scanned': noRegistry,
  'registry.immutable-tags': noRegistry,
  'registry.clean-up': noRegistry,
  'registry.mirrors': noRegistry,
  'registry.replicated': noRegistry,
  'registry.deletion-protection': noRegistry,
  'identity.federated': {
    absent: 'there is no cloud to sign in to',
    instead: managedSite,
  },
  'interconnect.redundant': ownersNetwork,
  'interconnect.bgp': ownersNetwork,
  'interconnect.keys-not-in-state': ownersNetwork,
  'interconnect.peering': ownersNetwork,
  'interconnect.peering-closed': ownersNetwork,
  'interconnect.private-dns': ownersNetwork,
  'edge.zone-signed': ownersNetwork,
  'edge.health-checked': ownersNetwork,
  'edge.tls': ownersNetwork,
  'edge.private-origin': ownersNetwork,
  'edge.origin-tls': ownersNetwork,
  'edge.firewall': ownersNetwork,
  'edge.rate-limit': ownersNetwork,
  'edge.nothing-kept': ownersNetwork,
  'edge.logs': ownersNetwork,
  'edge.deletion-protection': ownersNetwork,
  'edge.ddos-advanced': ownersNetwork,
  'identity.least-privilege': [
    {
      ...kubernetes,
      type: 'Deployment',
      alsoTypes: ['StatefulSet'],
      // Kubernetes hands out a token unless told otherwise: here it is always a decision, and its RBAC stands beside it.
      path: 'spec.template.spec.automountServiceAccountToken',
      is: { matches: /^(true|false)$/ },
    },
  ],
};
