import type { PermissionTable, Verbs } from './type-permissions';

const globally: Verbs = { 'compute.globalOperations': ['get'] };

/** A global part of a load balancer. */
const balancing = (kind: string, verbs: readonly string[] = ['update']) => ({
  plan: { [`compute.${kind}`]: ['get'] },
  apply: { [`compute.${kind}`]: ['create', 'delete', 'use', ...verbs], ...globally },
});

/** Something with the usual verbs in a service of its own. */
const managed = (kind: string, verbs: readonly string[] = ['update']) => ({
  plan: { [kind]: ['get'] },
  apply: { [kind]: ['create', 'delete', ...verbs] },
});

const grantOn = (kind: string) => ({ plan: { [kind]: ['getIamPolicy'] }, apply: { [kind]: ['setIamPolicy'] } });

/** What the internet may reach of a site, what watches its project, and folders that services share. */
export const googleEdgePermissions: PermissionTable = {
  'data.google_compute_router_nat': { plan: { 'compute.routers': ['get'] } },
  'data.google_dns_managed_zone': { plan: { 'dns.managedZones': ['get'] } },
  'data.google_dns_keys': { plan: { 'dns.dnsKeys': ['list'] } },
  google_certificate_manager_certificate: managed('certificatemanager.certs'),
  google_certificate_manager_certificate_map: managed('certificatemanager.certmaps'),
  google_certificate_manager_certificate_map_entry: managed('certificatemanager.certmapentries'),
  google_certificate_manager_dns_authorization: managed('certificatemanager.dnsauthorizations'),
  google_cloud_asset_project_feed: managed('cloudasset.feeds'),
  google_compute_backend_service: balancing('backendServices', ['setSecurityPolicy', 'update']),
  google_compute_global_address: balancing('globalAddresses', ['setLabels']),
  google_compute_global_forwarding_rule: balancing('globalForwardingRules', ['setLabels', 'setTarget', 'update']),
  google_compute_health_check: balancing('healthChecks'),
  google_compute_project_cloud_armor_tier: {
    plan: { 'compute.projects': ['get'] },
    apply: { 'compute.projects': ['setCloudArmorTier'], ...globally },
  },
  google_compute_security_policy: balancing('securityPolicies'),
  google_compute_ssl_policy: balancing('sslPolicies'),
  google_compute_target_http_proxy: balancing('targetHttpProxies', ['setUrlMap', 'update']),
  google_compute_target_https_proxy: balancing('targetHttpsProxies', [
    'setCertificateMap',
    'setSslCertificates',
    'setSslPolicy',
    'setUrlMap',
    'update',
  ]),
  google_compute_url_map: balancing('urlMaps'),
  google_filestore_instance: managed('file.instances'),
  google_privileged_access_manager_entitlement: managed('privilegedaccessmanager.entitlements'),
  google_project_iam_custom_role: managed('iam.roles', ['undelete', 'update']),
  google_pubsub_subscription: managed('pubsub.subscriptions'),
  google_pubsub_topic: {
    plan: { 'pubsub.topics': ['get'] },
    apply: { 'pubsub.topics': ['attachSubscription', 'create', 'delete', 'update'] },
  },
  google_pubsub_topic_iam_member: grantOn('pubsub.topics'),
  google_storage_insights_report_config: managed('storageinsights.reportConfigs'),
};
