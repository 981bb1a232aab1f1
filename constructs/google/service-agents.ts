import type { GoogleSite } from '../../environments/model';

/** Google's own accounts that work with a project's keys on behalf of a service. Their names follow from the project's number. */
const agentDomains = {
  artifactRegistry: 'gcp-sa-artifactregistry',
  backup: 'gcp-sa-backupdr',
  bigquery: 'bigquery-encryption',
  cloudAsset: 'gcp-sa-cloudasset',
  compute: 'compute-system',
  container: 'container-engine-robot',
  filestore: 'cloud-filer',
  managedKafka: 'gcp-sa-managedkafka',
  memorystore: 'gcp-sa-memorystore',
  pubsub: 'gcp-sa-pubsub',
  secretManager: 'gcp-sa-secretmanager',
  sql: 'gcp-sa-cloud-sql',
  storage: 'gs-project-accounts',
  storageInsights: 'gcp-sa-storageinsights',
} as const;

/** What comes before the project's number. Default: `service`. */
const agentPrefixes: Readonly<Partial<Record<keyof typeof agentDomains, string>>> = { bigquery: 'bq' };

export type ServiceAgent = keyof typeof agentDomains;

/** The IAM member of a service agent. */
export const serviceAgentMember = (site: Pick<GoogleSite, 'projectNumber'>, agent: ServiceAgent): string =>
  `serviceAccount:${agentPrefixes[agent] ?? 'service'}-${site.projectNumber}@${agentDomains[agent]}.iam.gserviceaccount.com`;
