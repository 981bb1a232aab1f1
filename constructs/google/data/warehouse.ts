import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { CloudNeedProvider, NeedRequest } from '../../contracts';
import { datasetId } from '../names';
import { queryRoles, restrictedApiCidr } from '../network/google-apis';
import type { GoogleTypes } from '../types';
import type { GoogleKey } from './key';

/** Deleted and superseded rows can be read for a week, the longest that BigQuery has; after it seven days by its support. */
const timeTravelHours = '168';

export interface GoogleWarehouseProps {
  readonly site: GoogleSite;
  readonly key: GoogleKey;
  /** Letters, digits, underscores; unique in the project. */
  readonly datasetId: string;
}

/**
 * A BigQuery dataset in the site's region with an own key. Tables never expire by themselves, and Terraform deletes no
 * dataset that holds any. Whoever may view or edit the project, which BigQuery lets in by default, is not let in.
 */
export class GoogleWarehouse extends Construct {
  constructor(scope: Construct, id: string, { site, key, datasetId }: GoogleWarehouseProps) {
    super(scope, id);
    new BigqueryDataset(this, 'dataset', {
      datasetId,
      project: site.projectId,
      location: site.region,
      description: `Warehouse of ${site.name}`,
      defaultEncryptionConfiguration: { kmsKeyName: key.keyId },
      maxTimeTravelHours: timeTravelHours,
      access: [{ role: 'OWNER', specialGroup: 'projectOwners' }],
      deleteContentsOnDestroy: false,
      labels: { ...site.tags },
      // Who else comes in, the grants of identities say, one member each.
      lifecycle: { preventDestroy: site.deletionProtection, ignoreChanges: ['access'] },
      dependsOn: [...key.ready],
    });
  }
}

const idOf = ({ site, service, name }: NeedRequest<'warehouse', GoogleSite>): string => datasetId(site, service, name);

/** BigQuery, reached over the private addresses of Google's APIs. */
export const warehouse: CloudNeedProvider<'warehouse', GoogleTypes> = {
  bind: (request) => ({
    engine: 'bigquery',
    catalog: request.site.projectId,
    database: idOf(request),
    region: request.site.region,
    env: { GOOGLE_CLOUD_PROJECT: request.site.projectId },
    egress: [{ cidr: restrictedApiCidr, ports: [{ port: 443, protocol: 'TCP' }] }],
  }),
  manifests: () => {},
  provision: (scope, request, { key }) => {
    const dataset = idOf(request);
    new GoogleWarehouse(scope, 'warehouse', { site: request.site, key, datasetId: dataset });
    return {
      serviceGrants: [
        { on: 'dataset', datasetId: dataset, role: 'roles/bigquery.dataEditor' },
        ...queryRoles.map((role) => ({ on: 'queries' as const, role })),
      ],
      secretReaderGrants: [],
    };
  },
};
