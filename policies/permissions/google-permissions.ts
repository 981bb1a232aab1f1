import { googleEdgePermissions } from './google-edge-permissions';
import type { PermissionTable, Verbs } from './type-permissions';

const waitInRegion: Verbs = { 'compute.regionOperations': ['get'] };
const waitInZone: Verbs = { 'compute.zoneOperations': ['get'] };
const waitGlobally: Verbs = { 'compute.globalOperations': ['get'] };

/** A compute resource with the usual four verbs. */
const compute = (kind: string, verbs: readonly string[], wait: Verbs, used: Verbs = {}) => ({
  plan: { [`compute.${kind}`]: ['get'] },
  apply: { [`compute.${kind}`]: ['create', 'delete', ...verbs], ...wait, ...used },
});

/** One grant in the policy of something: the policy is read and written as a whole. */
const grantOn = (kind: string) => ({
  plan: { [kind]: ['getIamPolicy'] },
  apply: { [kind]: ['setIamPolicy'] },
});

const onNetwork: Verbs = { 'compute.networks': ['updatePolicy'] };
const inNetwork: Verbs = { 'compute.networks': ['use'] };
const inSubnetwork: Verbs = { 'compute.networks': ['use'], 'compute.subnetworks': ['use'] };

/**
 * IAM permissions that the Google provider uses. Sources: the "Required permissions" of each method in Google's API
 * reference, and cloud.google.com/iam/docs/permissions-reference, 2026-11.
 */
export const googlePermissions: PermissionTable = {
  ...googleEdgePermissions,
  'data.google_artifact_registry_repository': { plan: { 'artifactregistry.repositories': ['get'] } },
  'data.google_artifact_registry_repository_iam_policy': {
    plan: { 'artifactregistry.repositories': ['getIamPolicy'] },
  },
  'data.google_bigquery_default_service_account': { plan: { 'bigquery.jobs': ['create'] } },
  'data.google_compute_network': { plan: { 'compute.networks': ['get'] } },
  'data.google_compute_subnetwork': { plan: { 'compute.subnetworks': ['get'] } },
  'data.google_container_cluster': { plan: { 'container.clusters': ['get'] } },
  'data.google_kms_crypto_key': { plan: { 'cloudkms.cryptoKeys': ['get'] } },
  'data.google_logging_project_cmek_settings': { plan: { 'logging.cmekSettings': ['get'] } },
  'data.google_project': { plan: { 'resourcemanager.projects': ['get'] } },
  'data.google_storage_transfer_project_service_account': {
    plan: { 'storagetransfer.projects': ['getServiceAccount'] },
  },
  'data.google_storage_project_service_account': { plan: { 'resourcemanager.projects': ['get'] } },
  google_artifact_registry_repository: {
    plan: { 'artifactregistry.repositories': ['get'] },
    apply: { 'artifactregistry.repositories': ['create', 'delete', 'update'] },
  },
  google_artifact_registry_repository_iam_member: grantOn('artifactregistry.repositories'),
  google_backup_dr_backup_plan: {
    plan: { 'backupdr.backupPlans': ['get'] },
    apply: {
      'backupdr.backupPlans': ['create', 'delete', 'update'],
      'backupdr.backupVaults': ['associate', 'get'],
      'backupdr.operations': ['get'],
    },
  },
  google_backup_dr_backup_plan_association: {
    plan: { 'backupdr.backupPlanAssociations': ['getForCloudSqlInstance'] },
    apply: {
      'backupdr.backupPlanAssociations': [
        'createForCloudSqlInstance',
        'deleteForCloudSqlInstance',
        'updateForCloudSqlInstance',
      ],
      'backupdr.backupPlans': ['useForCloudSqlInstance'],
      'backupdr.operations': ['get'],
    },
  },
  google_backup_dr_backup_vault: {
    plan: { 'backupdr.backupVaults': ['get'] },
    apply: { 'backupdr.backupVaults': ['create', 'delete', 'update'], 'backupdr.operations': ['get'] },
  },
  google_billing_budget: {
    plan: { 'billing.budgets': ['get'] },
    apply: { 'billing.budgets': ['create', 'delete', 'update'] },
  },
  google_bigquery_dataset: {
    plan: { 'bigquery.datasets': ['get'] },
    apply: { 'bigquery.datasets': ['create', 'delete', 'update'] },
  },
  google_bigquery_dataset_iam_member: {
    plan: { 'bigquery.datasets': ['get', 'getIamPolicy'] },
    apply: { 'bigquery.datasets': ['setIamPolicy', 'update'] },
  },
  google_compute_address: compute('addresses', ['createInternal', 'deleteInternal', 'setLabels', 'use'], waitInRegion, {
    'compute.subnetworks': ['use'],
  }),
  google_compute_external_vpn_gateway: compute('externalVpnGateways', ['setLabels', 'use'], waitGlobally),
  google_compute_firewall: compute('firewalls', ['update'], waitGlobally, onNetwork),
  google_compute_forwarding_rule: compute(
    'forwardingRules',
    ['pscCreate', 'pscDelete', 'pscSetLabels', 'pscUpdate', 'setLabels', 'update'],
    waitInRegion,
    inSubnetwork,
  ),
  google_compute_ha_vpn_gateway: compute('vpnGateways', ['setLabels', 'use'], waitInRegion, inNetwork),
  google_compute_network: compute('networks', ['update', 'updatePolicy', 'use'], waitGlobally),
  google_compute_project_metadata_item: {
    plan: { 'compute.projects': ['get'] },
    apply: { 'compute.projects': ['setCommonInstanceMetadata'], ...waitGlobally },
  },
  google_compute_reservation: compute('reservations', ['resize', 'update'], waitInZone),
  google_compute_network_peering: {
    plan: { 'compute.networks': ['get'] },
    apply: { 'compute.networks': ['addPeering', 'removePeering', 'updatePeering'], ...waitGlobally },
  },
  google_compute_route: compute('routes', [], waitGlobally, onNetwork),
  google_compute_router: compute('routers', ['update'], waitInRegion, onNetwork),
  google_compute_router_interface: {
    plan: { 'compute.routers': ['get'] },
    apply: { 'compute.routers': ['update'], 'compute.vpnTunnels': ['get'], ...waitInRegion },
  },
  google_compute_router_nat: {
    plan: { 'compute.routers': ['get'] },
    apply: { 'compute.routers': ['update'], 'compute.addresses': ['use'], ...waitInRegion },
  },
  google_compute_router_peer: {
    plan: { 'compute.routers': ['get'] },
    apply: { 'compute.routers': ['update'], ...waitInRegion },
  },
  google_compute_subnetwork: compute('subnetworks', ['setPrivateIpGoogleAccess', 'update'], waitInRegion, onNetwork),
  google_compute_vpn_tunnel: compute('vpnTunnels', ['setLabels'], waitInRegion, {
    'compute.externalVpnGateways': ['use'],
    'compute.routers': ['use'],
    'compute.vpnGateways': ['use'],
  }),
  google_container_cluster: {
    plan: { 'container.clusters': ['get'], 'container.operations': ['get'] },
    apply: {
      'container.clusters': ['create', 'delete', 'update'],
      'compute.instanceGroupManagers': ['get'],
      'iam.serviceAccounts': ['actAs'],
    },
  },
  google_container_node_pool: {
    plan: { 'container.clusters': ['get'], 'container.operations': ['get'] },
    apply: {
      // A pool is a part of its cluster: to make, change or delete one is to change that.
      'container.clusters': ['update'],
      'compute.instanceGroupManagers': ['get'],
      'iam.serviceAccounts': ['actAs'],
    },
  },
  google_dns_managed_zone: {
    plan: { 'dns.managedZones': ['get'] },
    apply: { 'dns.managedZones': ['create', 'delete', 'update'], 'dns.networks': ['bindPrivateDNSZone'] },
  },
  google_dns_policy: {
    plan: { 'dns.policies': ['get'] },
    apply: { 'dns.policies': ['create', 'delete', 'update'], 'dns.networks': ['bindPrivateDNSPolicy'] },
  },
  google_dns_record_set: {
    plan: { 'dns.resourceRecordSets': ['get', 'list'] },
    apply: {
      'dns.changes': ['create', 'get'],
      'dns.resourceRecordSets': ['create', 'delete', 'update'],
    },
  },
  google_iam_workload_identity_pool: {
    plan: { 'iam.workloadIdentityPools': ['get'] },
    apply: { 'iam.workloadIdentityPools': ['create', 'delete', 'update'] },
  },
  google_iam_workload_identity_pool_provider: {
    plan: { 'iam.workloadIdentityPoolProviders': ['get'] },
    apply: { 'iam.workloadIdentityPoolProviders': ['create', 'delete', 'update'] },
  },
  google_kms_crypto_key: {
    plan: { 'cloudkms.cryptoKeys': ['get'], 'cloudkms.cryptoKeyVersions': ['list'] },
    apply: { 'cloudkms.cryptoKeys': ['create', 'update'], 'cloudkms.cryptoKeyVersions': ['destroy'] },
  },
  google_kms_crypto_key_iam_member: grantOn('cloudkms.cryptoKeys'),
  google_kms_key_ring: {
    plan: { 'cloudkms.keyRings': ['get'] },
    apply: { 'cloudkms.keyRings': ['create'] },
  },
  google_logging_project_bucket_config: {
    plan: { 'logging.buckets': ['get'] },
    apply: { 'logging.buckets': ['create', 'delete', 'update'] },
  },
  google_logging_project_exclusion: {
    plan: { 'logging.exclusions': ['get'] },
    apply: { 'logging.exclusions': ['create', 'delete', 'update'] },
  },
  google_logging_organization_sink: {
    plan: { 'logging.sinks': ['get'] },
    apply: { 'logging.sinks': ['create', 'delete', 'update'] },
  },
  google_logging_project_sink: {
    plan: { 'logging.sinks': ['get'] },
    apply: { 'logging.sinks': ['create', 'delete', 'update'] },
  },
  google_managed_kafka_acl: {
    plan: { 'managedkafka.acls': ['get'] },
    apply: { 'managedkafka.acls': ['create', 'delete', 'update'] },
  },
  google_managed_kafka_cluster: {
    plan: { 'managedkafka.clusters': ['get'], 'managedkafka.operations': ['get'] },
    apply: { 'managedkafka.clusters': ['create', 'delete', 'update'] },
  },
  google_managed_kafka_topic: {
    plan: { 'managedkafka.topics': ['get'] },
    apply: { 'managedkafka.topics': ['create', 'delete', 'update'] },
  },
  google_memorystore_instance: {
    plan: { 'memorystore.instances': ['get'], 'memorystore.operations': ['get'] },
    apply: { 'memorystore.instances': ['create', 'delete', 'update'] },
  },
  google_monitoring_alert_policy: {
    plan: { 'monitoring.alertPolicies': ['get'] },
    apply: { 'monitoring.alertPolicies': ['create', 'delete', 'update'] },
  },
  google_monitoring_notification_channel: {
    plan: { 'monitoring.notificationChannels': ['get'] },
    apply: { 'monitoring.notificationChannels': ['create', 'delete', 'update'] },
  },
  google_network_connectivity_service_connection_policy: {
    plan: { 'networkconnectivity.serviceConnectionPolicies': ['get'], 'networkconnectivity.operations': ['get'] },
    apply: {
      'networkconnectivity.serviceConnectionPolicies': ['create', 'delete', 'update'],
      ...inSubnetwork,
    },
  },
  google_org_policy_policy: {
    plan: { 'orgpolicy.policy': ['get'], 'orgpolicy.policies': ['list'] },
    apply: { 'orgpolicy.policies': ['create', 'delete', 'update'], 'orgpolicy.policy': ['set'] },
  },
  google_project_iam_audit_config: grantOn('resourcemanager.projects'),
  google_project_iam_member: grantOn('resourcemanager.projects'),
  google_project_service: {
    plan: { 'serviceusage.services': ['get', 'list'] },
    apply: { 'serviceusage.services': ['enable'] },
  },
  google_secret_manager_secret: {
    plan: { 'secretmanager.secrets': ['get'] },
    apply: { 'secretmanager.secrets': ['create', 'delete', 'update'] },
  },
  google_secret_manager_secret_iam_member: grantOn('secretmanager.secrets'),
  google_secret_manager_secret_version: {
    // The value is write-only: planning reads that a version is there, and never what it holds.
    plan: { 'secretmanager.versions': ['get'] },
    apply: {
      'secretmanager.secrets': ['get'],
      'secretmanager.versions': ['add', 'destroy', 'disable', 'enable'],
    },
  },
  google_service_account: {
    plan: { 'iam.serviceAccounts': ['get'] },
    apply: { 'iam.serviceAccounts': ['create', 'delete', 'update'] },
  },
  google_service_account_iam_member: grantOn('iam.serviceAccounts'),
  google_sql_database: {
    plan: { 'cloudsql.databases': ['get'] },
    apply: { 'cloudsql.databases': ['create', 'delete', 'update'] },
  },
  google_sql_database_instance: {
    plan: { 'cloudsql.instances': ['get'] },
    apply: {
      'cloudsql.instances': ['create', 'delete', 'promoteReplica', 'update'],
      'cloudsql.users': ['delete', 'list'],
    },
  },
  google_sql_user: {
    plan: { 'cloudsql.users': ['list'] },
    apply: { 'cloudsql.users': ['create', 'delete', 'update'] },
  },
  google_storage_bucket: {
    plan: { 'storage.buckets': ['get'] },
    apply: { 'storage.buckets': ['create', 'delete', 'update'] },
  },
  google_storage_bucket_iam_member: grantOn('storage.buckets'),
  google_storage_transfer_job: {
    plan: { 'storagetransfer.jobs': ['get'] },
    apply: { 'storagetransfer.jobs': ['create', 'delete', 'update'] },
  },
  google_workload_identity_service_agent: {
    plan: {},
    apply: { 'workloadidentity.operations': ['get'], 'workloadidentity.serviceAgents': ['create'] },
  },
  'backend.gcs': {
    plan: { 'storage.objects': ['get', 'list'] },
    apply: { 'storage.objects': ['create', 'delete', 'update'] },
  },
  helm_release: {
    plan: { 'container.clusters': ['get'], 'container.secrets': ['get', 'list'] },
    apply: { 'container.secrets': ['create', 'delete', 'update'] },
  },
  kubernetes_namespace_v1: {
    plan: { 'container.clusters': ['get'], 'container.namespaces': ['get'] },
    apply: { 'container.namespaces': ['create', 'delete', 'update'] },
  },
  kubernetes_persistent_volume_v1: {
    plan: { 'container.clusters': ['get'], 'container.persistentVolumes': ['get'] },
    apply: { 'container.persistentVolumes': ['create', 'delete', 'update'] },
  },
  kubernetes_service_account_v1: {
    plan: { 'container.clusters': ['get'], 'container.serviceAccounts': ['get'] },
    apply: { 'container.serviceAccounts': ['create', 'delete', 'update'] },
  },
};
