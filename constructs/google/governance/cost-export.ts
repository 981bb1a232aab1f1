import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset';
import { DataGoogleBigqueryDefaultServiceAccount } from '@cdktf/provider-google/lib/data-google-bigquery-default-service-account';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { Construct } from 'constructs';
import type { CostExportSettings, GoogleSite } from '../../../environments/model';
import { GoogleKey } from '../data/key';
import { datasetId, keyRingName } from '../names';
import { serviceAgentMember } from '../service-agents';

export interface GoogleCostExportProps {
  readonly site: GoogleSite;
  readonly settings: CostExportSettings;
}

const msPerDay = 24 * 60 * 60 * 1000;

/**
 * Where bills are to be written to: a dataset of the site's region under an own key, which nobody but owners of the project
 * opens. That they are written there only somebody in the console of the billing account can say: Google has no other way.
 */
export class GoogleCostExport extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: GoogleCostExportProps) {
    super(scope, id);
    const keyRing = new KmsKeyRing(this, 'key-ring', { name: keyRingName(site, 'costs'), location: site.region });
    // Reading BigQuery's account makes it.
    const agent = new DataGoogleBigqueryDefaultServiceAccount(this, 'agent', { project: site.projectId });
    const key = new GoogleKey(this, 'key', {
      site,
      keyRing,
      name: 'costs',
      users: { bigquery: serviceAgentMember(site, 'bigquery') },
      after: [agent],
    });
    new BigqueryDataset(this, 'dataset', {
      datasetId: datasetId(site, 'costs'),
      project: site.projectId,
      location: site.region,
      description: `Bills of the project of ${site.name}`,
      defaultEncryptionConfiguration: { kmsKeyName: key.keyId },
      // Bills come in partitions of a day.
      defaultPartitionExpirationMs: settings.keptDays * msPerDay,
      access: [{ role: 'OWNER', specialGroup: 'projectOwners' }],
      deleteContentsOnDestroy: false,
      labels: { ...site.tags },
      // The console lets in who writes the bills.
      lifecycle: { preventDestroy: site.deletionProtection, ignoreChanges: ['access'] },
      dependsOn: [...key.ready],
    });
  }
}
