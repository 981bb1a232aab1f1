import { DataGoogleBigqueryDefaultServiceAccount } from '@cdktf/provider-google/lib/data-google-bigquery-default-service-account';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { detectionOf, hasVault, keepsAccount, replicatesBuckets, siteNeeds, spendingOf } from '../../contracts';
import { GoogleServiceAgents } from '../bridge';
import { GoogleKey } from '../data/key';
import { keyRingName } from '../names';
import {
  budgetService,
  cacheServices,
  edgeServices,
  filesService,
  inventoryService,
  kafkaService,
  recordServices,
  registryServices,
  replicationServices,
  requiredServices,
  vaultService,
  warehouseServices,
} from '../network/google-apis';
import { stateBucketName, stateKeyName } from '../providers';
import { serviceAgentMember } from '../service-agents';
import { GoogleCiTrust } from './ci-trust';

export interface GoogleStateProps {
  readonly site: GoogleSite;
}

/** Superseded states stay restorable this long. */
const versionRetentionDays = 365;

/**
 * What comes first in a project: the services it uses and the accounts they work with, the versioned bucket and key of
 * the remote state, and the trust of the pipeline. Cloud Storage locks by itself, so there is no table of locks.
 */
export class GoogleState extends Construct {
  constructor(scope: Construct, id: string, { site }: GoogleStateProps) {
    super(scope, id);
    const managedKafka = site.providers.kafka === 'managed';
    const managedCaches = site.providers.cache === 'managed';
    const warehouses = siteNeeds(site, 'warehouse');
    const recorded = keepsAccount(site) && detectionOf(site)?.configurationRecording === true;
    const spending = keepsAccount(site) ? spendingOf(site) : {};
    const chosen = [
      ...(managedKafka ? [kafkaService] : []),
      ...(managedCaches ? cacheServices : []),
      ...(warehouses || spending.costExport ? warehouseServices : []),
      ...(spending.budgets ? [budgetService] : []),
      ...(siteNeeds(site, 'files') ? [filesService] : []),
      ...(site.registry || site.adopt?.registry ? registryServices : []),
      ...(recorded ? recordServices : []),
      ...(site.edge ? edgeServices : []),
      ...(site.bucketInventory === 'off' ? [] : [inventoryService]),
      ...(replicatesBuckets(site) ? replicationServices : []),
      ...(hasVault(site) ? [vaultService] : []),
    ];
    const services = [...new Set([...requiredServices, ...chosen])].map(
      (service) =>
        new ProjectService(this, service, {
          project: site.projectId,
          service,
          // Others may use the service too, and what it made must not go with it.
          disableOnDestroy: false,
        }),
    );
    // Reading the account of Cloud Storage makes it.
    const agent = new DataGoogleStorageProjectServiceAccount(this, 'storage-agent', {
      project: site.projectId,
      dependsOn: services,
    });
    if (warehouses || spending.costExport) {
      // So does reading BigQuery's.
      new DataGoogleBigqueryDefaultServiceAccount(this, 'bigquery-agent', {
        project: site.projectId,
        dependsOn: services,
      });
    }
    const withAgents = [
      ...(managedKafka ? ['managedkafka'] : []),
      ...(managedCaches ? ['memorystore'] : []),
      ...(site.registry ? ['artifactregistry'] : []),
      ...(recorded ? ['cloudasset', 'pubsub'] : []),
      ...(site.bucketInventory === 'off' ? [] : ['storageinsights']),
      ...(hasVault(site) ? ['backupdr'] : []),
    ];
    for (const service of ['sqladmin', 'secretmanager', ...withAgents]) {
      new GoogleServiceAgents(this, `${service}-agents`, {
        site,
        service: `${service}.googleapis.com`,
        dependsOn: services,
      });
    }
    const keyRing = new KmsKeyRing(this, 'key-ring', {
      name: keyRingName(site, 'state'),
      location: site.region,
      dependsOn: services,
    });
    const key = new GoogleKey(this, 'key', {
      site,
      keyRing,
      name: stateKeyName,
      users: { storage: serviceAgentMember(site, 'storage') },
      after: [agent],
    });
    const bucket = new StorageBucket(this, 'bucket', {
      name: stateBucketName(site),
      location: site.region,
      storageClass: 'STANDARD',
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      encryption: { defaultKmsKeyName: key.keyId },
      softDeletePolicy: { retentionDurationSeconds: 2592000 },
      lifecycleRule: [
        {
          action: { type: 'Delete' },
          condition: { daysSinceNoncurrentTime: versionRetentionDays, numNewerVersions: 20, withState: 'ARCHIVED' },
        },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      ],
      forceDestroy: false,
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    if (site.ci) new GoogleCiTrust(this, 'ci', { site, trust: site.ci, stateBucket: bucket, after: services });
  }
}
