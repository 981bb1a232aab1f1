/**
 * What viewers may do in a project: come to the cluster's door, where its own roles take over, and look at what there
 * is. No permission of the list opens a secret's value, an object, a table or a key.
 * Source: docs.cloud.google.com/iam/docs/roles-permissions.
 */
export const viewerPermissions: readonly string[] = [
  'artifactregistry.repositories.get',
  'artifactregistry.repositories.list',
  'cloudkms.cryptoKeyVersions.get',
  'cloudkms.cryptoKeyVersions.list',
  'cloudkms.cryptoKeys.get',
  'cloudkms.cryptoKeys.list',
  'cloudkms.keyRings.get',
  'cloudkms.keyRings.list',
  'cloudsql.backupRuns.get',
  'cloudsql.backupRuns.list',
  'cloudsql.instances.get',
  'cloudsql.instances.list',
  'container.clusters.connect',
  'container.clusters.get',
  'container.clusters.list',
  'container.operations.get',
  'container.operations.list',
  'iam.serviceAccounts.get',
  'iam.serviceAccounts.list',
  'resourcemanager.projects.get',
  'resourcemanager.projects.getIamPolicy',
  'secretmanager.secrets.get',
  'secretmanager.secrets.list',
  'secretmanager.versions.get',
  'secretmanager.versions.list',
  'serviceusage.services.get',
  'serviceusage.services.list',
  'storage.buckets.get',
  'storage.buckets.list',
];

/** What operators may do besides: to start again what stands still. Google's machines are scaled through the cluster. */
export const operatorPermissions: readonly string[] = [
  'cloudsql.instances.failover',
  'cloudsql.instances.restart',
  'compute.instances.reset',
];

/** Networks and machines, measures and logs: Google's own roles of readers, none of which opens content. */
export const readerRoles = ['roles/compute.viewer', 'roles/logging.viewer', 'roles/monitoring.viewer'] as const;

/** Everything that a site is made of, and the cluster. Basic roles cannot be had for an hour. */
export const breakGlassRoles = [
  'roles/cloudkms.admin',
  'roles/cloudsql.admin',
  'roles/compute.admin',
  'roles/container.admin',
  'roles/dns.admin',
  'roles/iam.serviceAccountAdmin',
  'roles/iam.serviceAccountUser',
  'roles/monitoring.admin',
  'roles/resourcemanager.projectIamAdmin',
  'roles/secretmanager.admin',
  'roles/storage.admin',
] as const;
