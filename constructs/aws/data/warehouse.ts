import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import type { S3BucketLifecycleConfigurationRule } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { Construct } from 'constructs';
import { type AwsSite, endpointCidrs } from '../../../environments/model';
import type { WarehouseNeed } from '../../../services';
import type { CloudNeedProvider, NeedRequest } from '../../contracts';
import { bucketName, glueName, regionalArn, siteScoped } from '../names';
import { abortUploads, expireVersions, PrivateBucket } from '../private-bucket';
import type { AwsGrant, AwsTypes } from '../types';
import { s3Egress, useBucket } from './bucket';
import type { AwsKey } from './key';

/** The one that every account has in every region. */
const catalog = 'AwsDataCatalog';
const gib = 1024 ** 3;
/** What queries leave behind is read within minutes; a week is for whoever looks into one that failed. */
const resultDays = 7;
/** Of Athena itself, and of Feast, which writes below the root of its staging place. */
const passing = ['results', 'unload', 'entity_df'] as const;

const expirePassing: readonly S3BucketLifecycleConfigurationRule[] = passing.map((prefix) => ({
  id: `expire-${prefix}`,
  status: 'Enabled',
  filter: [{ prefix: `${prefix}/` }],
  expiration: [{ days: resultDays }],
  noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
}));

interface WarehouseNames {
  readonly bucket: string;
  readonly database: string;
  readonly workgroup: string;
}

export interface AwsWarehouseProps {
  readonly site: AwsSite;
  readonly key: AwsKey;
  readonly need: WarehouseNeed;
  readonly names: WarehouseNames;
}

/**
 * Athena on the Glue catalogue: a database, a bucket for its tables and for what queries leave behind, and a workgroup
 * that measures queries and stops those that read too much. The workgroup states where results go, but cannot enforce it:
 * Athena refuses tables with a place of their own in a workgroup that does, and Feast reads every answer from such a
 * table. What a client asks for in its place it does not get: its identity writes to this one bucket, and the bucket takes
 * nothing that is encrypted otherwise.
 */
export class AwsWarehouse extends Construct {
  /** Queries in this workgroup, on tables of this database, in this bucket. */
  readonly users: readonly AwsGrant[];

  constructor(scope: Construct, id: string, { site, key, need, names }: AwsWarehouseProps) {
    super(scope, id);
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name: names.bucket,
      key,
      lifecycleRules: [abortUploads(), expireVersions(need.versionRetentionDays), ...expirePassing],
      accessLogs: true,
    });
    new GlueCatalogDatabase(this, 'database', {
      name: names.database,
      description: `Warehouse of ${site.name}`,
      locationUri: `s3://${names.bucket}/tables/`,
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...bucket.ready],
    });
    new AthenaWorkgroup(this, 'workgroup', {
      name: names.workgroup,
      description: `Queries of ${names.database}`,
      // With queries that it remembers, not with data.
      forceDestroy: !site.deletionProtection,
      lifecycle: { preventDestroy: site.deletionProtection },
      configuration: {
        enforceWorkgroupConfiguration: false,
        publishCloudwatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: need.scanLimitGiB * gib,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${names.bucket}/results/`,
          expectedBucketOwner: site.accountId,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: key.keyId },
        },
      },
      dependsOn: [...bucket.ready],
    });
    this.users = [
      ...query(site, names.workgroup),
      ...useTables(site, names.database),
      ...useBucket(site, bucket.arn, key.keyId),
    ];
  }
}

const query = (site: AwsSite, workgroup: string): AwsGrant[] => [
  {
    actions: [
      'athena:BatchGetQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:GetQueryResultsStream',
      'athena:GetWorkGroup',
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
    ],
    resources: [regionalArn(site, 'athena', `workgroup/${workgroup}`)],
  },
  // What it shows of databases and tables, the rights in Glue decide.
  {
    actions: ['athena:GetDataCatalog', 'athena:GetDatabase', 'athena:GetTableMetadata'],
    resources: [regionalArn(site, 'athena', `datacatalog/${catalog}`)],
  },
];

const useTables = (site: AwsSite, database: string): AwsGrant[] => {
  const glue = (resource: string) => regionalArn(site, 'glue', resource);
  return [
    {
      actions: [
        'glue:BatchCreatePartition',
        'glue:BatchDeletePartition',
        'glue:BatchGetPartition',
        'glue:CreatePartition',
        'glue:CreateTable',
        'glue:DeletePartition',
        'glue:DeleteTable',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:GetTable',
        'glue:GetTables',
        'glue:UpdatePartition',
        'glue:UpdateTable',
      ],
      resources: [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/*`)],
    },
    // Athena looks for the database `default` of the account before every statement; its tables stay closed.
    {
      actions: ['glue:GetDatabase', 'glue:GetDatabases'],
      resources: [glue('catalog'), glue(`database/${database}`), glue('database/default')],
    },
  ];
};

const namesOf = ({ site, service, name }: NeedRequest<'warehouse', AwsSite>): WarehouseNames => ({
  bucket: bucketName(site, service, name),
  database: glueName(site, service, name),
  workgroup: siteScoped(site, `${service}-${name}`),
});

/** Athena, reached by an endpoint of the network; what it reads lies in S3. */
export const warehouse: CloudNeedProvider<'warehouse', AwsTypes> = {
  bind: (request) => {
    const { bucket, database, workgroup } = namesOf(request);
    const { region, addresses } = request.site;
    return {
      engine: 'athena',
      catalog,
      database,
      region,
      workgroup,
      stagingUri: `s3://${bucket}`,
      env: { AWS_REGION: region, AWS_DEFAULT_REGION: region },
      egress: [
        ...endpointCidrs(addresses).map((cidr) => ({ cidr, ports: [{ port: 443, protocol: 'TCP' as const }] })),
        ...s3Egress,
      ],
    };
  },
  manifests: () => {},
  provision: (scope, request, { key }) => {
    const { site, need } = request;
    const { users } = new AwsWarehouse(scope, 'warehouse', { site, key, need, names: namesOf(request) });
    return { serviceGrants: users, secretReaderGrants: [] };
  },
};
