import type { Grant } from './pipeline-grants';

type RoleContent = Pick<Grant, 'except'> & { readonly allows: readonly string[] };

/** What the roles of the pipeline hold, as far as stacks ask for it. Source: cloud.google.com/iam/docs/roles-permissions, 2026-11. */
export const googleRoles: Readonly<Record<string, RoleContent>> = {
  'roles/artifactregistry.admin': { allows: ['artifactregistry.*'] },
  'roles/backupdr.viewer': {
    allows: ['backupdr.*.get', 'backupdr.*.list', 'backupdr.backupPlanAssociations.getForCloudSqlInstance'],
  },
  'roles/bigquery.dataOwner': {
    allows: ['bigquery.datasets.*', 'bigquery.models.*', 'bigquery.routines.*', 'bigquery.tables.*'],
  },
  'roles/certificatemanager.editor': { allows: ['certificatemanager.*'] },
  'roles/cloudasset.owner': { allows: ['cloudasset.*'] },
  'roles/cloudasset.viewer': {
    allows: ['cloudasset.*.get', 'cloudasset.*.list', 'cloudasset.feeds.get', 'cloudasset.feeds.list'],
  },
  'roles/cloudkms.admin': {
    allows: ['cloudkms.*'],
    // Who manages keys cannot use them.
    except: ['cloudkms.cryptoKeyVersions.useTo*', 'cloudkms.cryptoKeys.delete'],
  },
  'roles/cloudsql.admin': { allows: ['cloudsql.*'] },
  'roles/compute.loadBalancerAdmin': {
    allows: [
      'backendServices',
      'globalAddresses',
      'globalForwardingRules',
      'healthChecks',
      'securityPolicies',
      'sslPolicies',
      'targetHttpProxies',
      'targetHttpsProxies',
      'urlMaps',
    ].map((kind) => `compute.${kind}.*`),
  },
  'roles/compute.networkAdmin': {
    allows: [
      ...[
        'addresses',
        'backendBuckets',
        'backendServices',
        'externalVpnGateways',
        'forwardingRules',
        'globalAddresses',
        'globalForwardingRules',
        'healthChecks',
        'networks',
        'regionBackendServices',
        'regionHealthChecks',
        'routers',
        'routes',
        'sslPolicies',
        'subnetworks',
        'targetHttpProxies',
        'targetHttpsProxies',
        'urlMaps',
        'vpnGateways',
        'vpnTunnels',
      ].map((kind) => `compute.${kind}.*`),
      'compute.firewalls.get',
      'compute.globalOperations.get',
      'compute.instanceGroupManagers.get',
      'compute.projects.get',
      'compute.regionOperations.get',
      'networkconnectivity.operations.*',
      'networkconnectivity.serviceConnectionPolicies.*',
    ],
    except: ['compute.addresses.setIamPolicy'],
  },
  'roles/compute.securityAdmin': {
    allows: [
      'compute.firewalls.*',
      'compute.firewallPolicies.*',
      'compute.globalOperations.get',
      'compute.networks.updatePolicy',
      'compute.regionOperations.get',
      'compute.securityPolicies.*',
      'compute.sslCertificates.*',
      'compute.sslPolicies.*',
    ],
  },
  'roles/container.admin': { allows: ['container.*'] },
  'roles/container.clusterViewer': { allows: ['container.clusters.get', 'container.clusters.list'] },
  'roles/dns.admin': { allows: ['dns.*', 'compute.networks.get'] },
  'roles/file.editor': { allows: ['file.*'] },
  'roles/iam.securityReviewer': { allows: ['*.getIamPolicy', '*.list'] },
  'roles/iam.serviceAccountAdmin': {
    allows: ['iam.serviceAccounts.*'],
    except: [
      'iam.serviceAccounts.actAs',
      'iam.serviceAccounts.getAccessToken',
      'iam.serviceAccounts.getOpenIdToken',
      'iam.serviceAccounts.implicitDelegation',
      'iam.serviceAccounts.sign*',
    ],
  },
  'roles/iam.serviceAccountUser': { allows: ['iam.serviceAccounts.actAs', 'iam.serviceAccounts.get'] },
  'roles/logging.configWriter': {
    allows: ['buckets', 'cmekSettings', 'exclusions', 'logMetrics', 'sinks', 'views'].map(
      (kind) => `logging.${kind}.*`,
    ),
  },
  'roles/managedkafka.admin': { allows: ['managedkafka.*'] },
  'roles/memorystore.admin': { allows: ['memorystore.*'] },
  'roles/monitoring.alertPolicyEditor': { allows: ['monitoring.alertPolicies.*'] },
  'roles/monitoring.editor': { allows: ['monitoring.*'] },
  'roles/monitoring.notificationChannelEditor': { allows: ['monitoring.notificationChannels.*'] },
  'roles/orgpolicy.policyAdmin': { allows: ['orgpolicy.*'] },
  'roles/pubsub.admin': { allows: ['pubsub.*'] },
  'roles/resourcemanager.projectIamAdmin': {
    allows: ['resourcemanager.projects.getIamPolicy', 'resourcemanager.projects.setIamPolicy'],
  },
  'roles/secretmanager.admin': { allows: ['secretmanager.*'] },
  'roles/serviceusage.serviceUsageAdmin': { allows: ['serviceusage.services.*', 'serviceusage.operations.*'] },
  'roles/storage.admin': { allows: ['storage.buckets.*', 'storage.objects.*'] },
  'roles/storage.bucketViewer': { allows: ['storage.buckets.get', 'storage.buckets.list'] },
  'roles/storageinsights.admin': { allows: ['storageinsights.*'] },
  'roles/storagetransfer.user': {
    allows: ['storagetransfer.jobs.*', 'storagetransfer.operations.*', 'storagetransfer.projects.getServiceAccount'],
  },
  'roles/storagetransfer.viewer': {
    allows: [
      'storagetransfer.jobs.get',
      'storagetransfer.jobs.list',
      'storagetransfer.operations.get',
      'storagetransfer.operations.list',
      'storagetransfer.projects.getServiceAccount',
    ],
  },
  'roles/storage.objectUser': { allows: ['storage.objects.*'] },
  'roles/storage.objectViewer': { allows: ['storage.objects.get', 'storage.objects.list'] },
  'roles/viewer': {
    allows: ['*.get', '*.list', 'bigquery.jobs.create'],
    // Neither content nor buckets as such, which other roles speak of.
    except: [
      'cloudasset.*',
      'container.secrets.*',
      'secretmanager.versions.access',
      'storage.buckets.get',
      'storage.objects.*',
    ],
  },
};
