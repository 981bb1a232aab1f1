/** Addresses of restricted.googleapis.com: reachable from inside only, and only for services that VPC Service Controls can guard. */
export const restrictedApiCidr = '199.36.153.4/30';
export const restrictedApiAddresses = ['199.36.153.4', '199.36.153.5', '199.36.153.6', '199.36.153.7'] as const;

/** Zones that resolve to the restricted addresses inside the network: APIs and registries. */
export const privateApiZones = ['googleapis.com', 'gcr.io', 'pkg.dev'] as const;

/** Where probes of Google's load balancers come from. Source: cloud.google.com/load-balancing/docs/health-check-concepts. */
export const healthCheckCidrs = ['35.191.0.0/16', '130.211.0.0/22'] as const;

/** Only sites whose Kafka the cloud runs use it. */
export const kafkaService = 'managedkafka.googleapis.com';

/** Services that the stacks of a site use. The first two must be on before Terraform can turn on the others. */
export const requiredServices = [
  'serviceusage.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'binaryauthorization.googleapis.com',
  'cloudkms.googleapis.com',
  'compute.googleapis.com',
  'container.googleapis.com',
  'containersecurity.googleapis.com',
  'dns.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  'secretmanager.googleapis.com',
  'sqladmin.googleapis.com',
  'storage.googleapis.com',
  'sts.googleapis.com',
  'workloadidentity.googleapis.com',
] as const;

/** Further services of sites whose services ask for a warehouse. */
export const warehouseServices = ['bigquery.googleapis.com', 'bigquerystorage.googleapis.com'] as const;

/** To run queries and to read what they answer in streams: roles of the project, which open no table. */
export const queryRoles = ['roles/bigquery.jobUser', 'roles/bigquery.readSessionUser'] as const;

/** Further service of sites whose services share folders. */
export const filesService = 'file.googleapis.com';

/** Further services of sites with a registry of their own: to keep images, and to scan them. */
export const registryServices = ['artifactregistry.googleapis.com', 'containerscanning.googleapis.com'] as const;

/** Further services of sites that record how their project is configured. */
export const recordServices = ['cloudasset.googleapis.com', 'pubsub.googleapis.com'] as const;

/** Further service of sites whose project has budgets. */
export const budgetService = 'billingbudgets.googleapis.com';

/** Further services of sites with a public edge: its certificates. */
export const edgeServices = ['certificatemanager.googleapis.com'] as const;

/** Further services of sites whose buckets are copied to another region. */
export const replicationServices = ['storagetransfer.googleapis.com', 'pubsub.googleapis.com'] as const;

/** Roles of the project: for who copies, to listen to changes, and for who keeps buckets, to tell them. */
export const replicationRoles = ['roles/pubsub.editor', 'roles/pubsub.publisher'] as const;

/** Further service of sites with a vault for backups of databases, and what lets the vault take them: a role of the project. */
export const vaultService = 'backupdr.googleapis.com';
export const vaultRole = 'roles/backupdr.cloudSqlOperator';

/** Further service of sites whose buckets are listed. */
export const inventoryService = 'storageinsights.googleapis.com';

/** Further services of sites whose caches are managed. */
export const cacheServices = [
  'memorystore.googleapis.com',
  'networkconnectivity.googleapis.com',
  'serviceconsumermanagement.googleapis.com',
] as const;
