import { type CapabilityEvidence, type SafeguardId, withSafeguards } from '../../contracts';
import { clusterStateEvidence } from './cluster-state-evidence';
import { dataEvidence } from './data-evidence';
import { databaseCopiesEvidence } from './database-copies-evidence';
import { detectionEvidence } from './detection-evidence';
import { edgeEvidence } from './edge-evidence';
import { hsmKeyPath } from './evidence-patterns';
import { filesEvidence } from './files-evidence';
import { guardrailsEvidence } from './guardrails-evidence';
import { peeringEvidence } from './peering-evidence';
import { accessEvidence } from './people-evidence';
import { recoveryEvidence } from './recovery-evidence';
import { registryEvidence } from './registry-evidence';
import { reservationEvidence } from './reservations-evidence';
import { safeguards } from './safeguards';
import { spendingEvidence } from './spending-evidence';
import { storesEvidence } from './stores-evidence';
import { upgradeEvidence } from './upgrade-evidence';
import { volumesEvidence } from './volumes-evidence';

const cluster = { in: 'cluster', type: 'google_container_cluster' } as const;
const subnet = { in: 'network', type: 'google_compute_subnetwork' } as const;
const stateBucket = { in: 'state', type: 'google_storage_bucket' } as const;
const pool = { in: 'cluster', type: 'google_container_node_pool' } as const;
const computeClass = { in: 'kubernetes', type: 'ComputeClass' } as const;

/** Where Google Cloud keeps each promise. */
const shown: Omit<CapabilityEvidence, SafeguardId> = {
  'state.encrypted': [{ ...stateBucket, path: 'encryption.default_kms_key_name', is: { matches: hsmKeyPath } }],
  'state.versioned': [{ ...stateBucket, path: 'versioning.enabled', is: { equals: true } }],
  // A lock is an object made on the condition that it does not exist: Cloud Storage has that on every bucket.
  'state.locked': [{ ...stateBucket, path: 'name', is: { matches: /-state-[0-9a-f]{8}$/ } }],
  // With public access prevented every request carries a token, and Cloud Storage refuses tokens without TLS.
  'state.private': [
    { ...stateBucket, path: 'public_access_prevention', is: { equals: 'enforced' } },
    { ...stateBucket, path: 'uniform_bucket_level_access', is: { equals: true } },
  ],
  'state.ci-trust': [
    { in: 'state', type: 'google_iam_workload_identity_pool_provider', path: 'oidc.issuer_uri', is: { present: true } },
    {
      in: 'state',
      type: 'google_iam_workload_identity_pool_provider',
      path: 'attribute_condition',
      is: { matches: /^assertion\.sub in \['.+', '.+'\]$/ },
    },
  ],
  // Subnets span the region; three zones show where machines are placed.
  'network.three-zones': [{ ...cluster, path: 'node_locations', is: { atLeast: 3 } }],
  'network.private-nodes': [
    { ...cluster, path: 'private_cluster_config.enable_private_nodes', is: { equals: true } },
    { ...pool, path: 'network_config.enable_private_nodes', is: { equals: true } },
  ],
  'network.egress': [
    { in: 'network', type: 'google_compute_router_nat', path: 'nat_ips', is: { present: true } },
    { in: 'network', type: 'google_compute_router_nat', path: 'log_config.enable', is: { equals: true } },
  ],
  'network.flow-logs': [{ ...subnet, path: 'log_config.flow_sampling', is: { atLeast: 0.5 } }],
  'network.private-endpoints': [
    { ...subnet, path: 'private_ip_google_access', is: { equals: true } },
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { equals: 'googleapis.com.' },
      quantifier: 'some',
    },
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { equals: 'pkg.dev.' },
      quantifier: 'some',
    },
  ],
  'network.operator-access': [
    {
      ...cluster,
      path: 'control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic',
      is: { equals: true },
    },
  ],
  // The DNS name answers only to principals of IAM; it is no address of the API server.
  'cluster.private-api': [
    { ...cluster, path: 'private_cluster_config.enable_private_endpoint', is: { equals: true } },
    {
      ...cluster,
      path: 'control_plane_endpoints_config.dns_endpoint_config.enable_k8s_tokens_via_dns',
      is: { equals: false },
    },
    { ...cluster, path: 'master_authorized_networks_config.gcp_public_cidrs_access_enabled', is: { equals: false } },
  ],
  'cluster.secrets-own-key': [{ ...cluster, path: 'database_encryption.key_name', is: { matches: hsmKeyPath } }],
  'cluster.disks-own-key': [{ ...pool, path: 'node_config.boot_disk_kms_key', is: { matches: hsmKeyPath } }],
  // Kubernetes audit logs are Cloud Audit Logs; reads join them by this configuration.
  'cluster.audit-logs': [
    { in: 'network', type: 'google_project_iam_audit_config', path: 'service', is: { equals: 'allServices' } },
    {
      in: 'network',
      type: 'google_logging_project_sink',
      path: 'filter',
      is: { matches: /cloudaudit\.googleapis\.com\/data_access/ },
    },
  ],
  'cluster.audit-retention': [
    { in: 'network', type: 'google_logging_project_bucket_config', path: 'retention_days', is: { atLeast: 30 } },
    {
      in: 'network',
      type: 'google_logging_project_bucket_config',
      path: 'cmek_settings.kms_key_name',
      is: { matches: hsmKeyPath },
    },
  ],
  'cluster.workload-identity': [
    { ...cluster, path: 'workload_identity_config.workload_pool', is: { matches: /\.svc\.id\.goog$/ } },
    { ...pool, path: 'node_config.workload_metadata_config.mode', is: { equals: 'GKE_METADATA' } },
  ],
  'cluster.no-local-accounts': [
    { ...cluster, path: 'master_auth.client_certificate_config.issue_client_certificate', is: { equals: false } },
    { ...cluster, path: 'enable_legacy_abac', is: { equals: false } },
    { ...cluster, path: 'anonymous_authentication_config.mode', is: { equals: 'LIMITED' } },
  ],
  'cluster.deletion-protection': [{ ...cluster, path: 'deletion_protection', is: { equals: true } }],
  'cluster.pinned-version': [
    { ...cluster, path: 'min_master_version', is: { matches: /^1\.\d{2}$/ } },
    { ...cluster, path: 'release_channel.channel', is: { equals: 'EXTENDED' } },
  ],
  ...accessEvidence,
  ...upgradeEvidence,
  ...reservationEvidence,
  'cluster.network-policy': [{ ...cluster, path: 'datapath_provider', is: { equals: 'ADVANCED_DATAPATH' } }],
  'cluster.autoscaling': [{ ...pool, path: 'autoscaling.total_max_node_count', is: { atLeast: 1 } }],
  'cluster.spot-pool': [{ ...pool, path: 'node_config.spot', is: { equals: true }, quantifier: 'some' }],
  'cluster.gpu-pool': [
    {
      ...pool,
      path: 'node_config.guest_accelerator[].gpu_driver_installation_config.gpu_driver_version',
      is: { present: true },
      where: { path: 'name', equals: 'gpu' },
    },
    {
      ...pool,
      path: 'autoscaling.total_min_node_count',
      is: { equals: 0 },
      where: { path: 'name', equals: 'gpu' },
    },
  ],
  'cluster.automatic-pools': [
    { ...cluster, path: 'cluster_autoscaling.enabled', is: { equals: true } },
    { ...cluster, path: 'cluster_autoscaling.resource_limits', is: { atLeast: 2 } },
    { ...computeClass, path: 'spec.nodePoolAutoCreation.enabled', is: { equals: true } },
  ],
  'cluster.made-machines': [
    {
      ...computeClass,
      path: 'spec.priorities[+].storage.bootDiskKMSKey',
      is: { matches: /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/ },
    },
    { ...computeClass, path: 'spec.nodePoolConfig.ipType', is: { equals: 'private' } },
    { ...computeClass, path: 'spec.nodePoolConfig.serviceAccount', is: { matches: /\.iam\.gserviceaccount\.com$/ } },
    { ...computeClass, path: 'spec.nodePoolConfig.imageType', is: { equals: 'cos_containerd' } },
    {
      ...cluster,
      path: 'cluster_autoscaling.auto_provisioning_defaults.shielded_instance_config.enable_secure_boot',
      is: { equals: true },
    },
    {
      ...cluster,
      path: 'node_pool_auto_config.node_kubelet_config.insecure_kubelet_readonly_port_enabled',
      is: { equals: 'FALSE' },
    },
  ],
  'cluster.hardened-nodes': [
    { ...pool, path: 'node_config.shielded_instance_config.enable_secure_boot', is: { equals: true } },
    { ...pool, path: 'node_config.metadata.disable-legacy-endpoints', is: { equals: 'true' } },
  ],
  ...dataEvidence,
  ...databaseCopiesEvidence,
  ...filesEvidence,
  ...volumesEvidence,
  ...clusterStateEvidence,
  ...registryEvidence,
  ...detectionEvidence,
  ...guardrailsEvidence,
  ...spendingEvidence,
  ...edgeEvidence,
  ...storesEvidence,
  'identity.federated': [
    {
      in: 'platform',
      type: 'google_storage_bucket_iam_member',
      path: 'member',
      is: {
        matches:
          /^(principal:\/\/iam\.googleapis\.com\/.+\.svc\.id\.goog\/subject\/ns\/.+\/sa\/.+|\$\{google_service_account\.[\w-]+\.member\})$/,
      },
    },
    // Who acts as the accounts that Kafka knows pods by.
    {
      in: 'platform',
      type: 'google_service_account_iam_member',
      path: 'member',
      is: { matches: /^serviceAccount:.+\.svc\.id\.goog\[.+\/.+\]$/ },
      optional: true,
    },
  ],
  'interconnect.redundant': [
    {
      in: 'interconnect',
      type: 'google_compute_external_vpn_gateway',
      path: 'redundancy_type',
      is: { matches: /^(TWO|FOUR)_IPS_REDUNDANCY$/ },
    },
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'vpn_gateway_interface',
      is: { equals: 0 },
      quantifier: 'some',
    },
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'vpn_gateway_interface',
      is: { equals: 1 },
      quantifier: 'some',
    },
  ],
  'interconnect.bgp': [
    { in: 'interconnect', type: 'google_compute_router', path: 'bgp.asn', is: { present: true } },
    { in: 'interconnect', type: 'google_compute_router_peer', path: 'peer_asn', is: { present: true } },
  ],
  'interconnect.keys-not-in-state': [
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'shared_secret_wo',
      is: { matches: /^\$\{join\("", \["k", ephemeral\.random_password\.\w+\.result\]\)\}$/ },
    },
    { in: 'interconnect', type: 'google_compute_vpn_tunnel', path: 'shared_secret', is: { absent: true } },
  ],
  ...peeringEvidence,
  ...recoveryEvidence,
  'interconnect.private-dns': [
    { in: 'interconnect', type: 'google_dns_managed_zone', path: 'visibility', is: { equals: 'private' } },
    {
      in: 'interconnect',
      type: 'google_dns_managed_zone',
      path: 'private_visibility_config.networks.network_url',
      is: { present: true },
    },
    { in: 'interconnect', type: 'google_dns_record_set', path: 'rrdatas', is: { present: true } },
  ],
  'identity.least-privilege': [
    {
      in: 'platform',
      type: 'google_storage_bucket_iam_member',
      path: 'role',
      is: { matches: /^roles\/storage\.(objectUser|legacyBucketReader)$/ },
    },
    {
      in: 'platform',
      type: 'google_secret_manager_secret_iam_member',
      path: 'role',
      is: { equals: 'roles/secretmanager.secretAccessor' },
      // Services whose secrets are all made inside the cluster keep none in the store.
      optional: true,
    },
  ],
};

export const evidence: CapabilityEvidence = withSafeguards(shown, safeguards);
