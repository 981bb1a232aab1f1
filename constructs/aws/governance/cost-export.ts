import { BcmdataexportsExport } from '@cdktf/provider-aws/lib/bcmdataexports-export';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import type { AwsSite, CostExportSettings } from '../../../environments/model';
import { AwsKey } from '../data/key';
import type { Statement } from '../iam';
import { bucketName, globalRegion } from '../names';
import { keptFor, PrivateBucket } from '../private-bucket';

export interface AwsCostExportProps {
  readonly site: AwsSite;
  readonly settings: CostExportSettings;
}

/** Columns of FOCUS 1.0, all of them, and those of AWS besides. docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-0-aws.html */
const columns = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'SkuId',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_CostCategories',
  'x_Discounts',
  'x_Operation',
  'x_ServiceCode',
  'x_UsageType',
];

const table = 'FOCUS_1_0_AWS';
const writer = 'bcm-data-exports.amazonaws.com';
/** Only exports of this account, which nobody else can have write here. */
const ownExports = ({ accountId }: AwsSite) => ({
  StringEquals: { 'aws:SourceAccount': accountId },
  ArnLike: { 'aws:SourceArn': `arn:aws:bcm-data-exports:${globalRegion}:${accountId}:export/*` },
});

/** Bills of the account, day by day in the columns of FOCUS, in a bucket of their own under an own key. */
export class AwsCostExport extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsCostExportProps) {
    super(scope, id);
    const principals = { Service: writer };
    const sealing: Statement = {
      sid: 'Bills',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      principals,
      conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
    };
    const key = new AwsKey(this, 'key', {
      site,
      name: 'costs',
      description: `Bills of the account of ${site.name}`,
      users: [sealing],
    });
    const name = bucketName(site, 'costs');
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name,
      key,
      accessLogs: true,
      // What it asks for when it writes is said nowhere: whatever that is, the bucket takes it from nobody else.
      encryptsOtherwise: writer,
      lifecycleRules: keptFor(settings.keptDays),
      statements: [
        {
          sid: 'BillsWritten',
          actions: ['s3:PutObject'],
          resources: [`arn:aws:s3:::${name}/*`],
          principals,
          conditions: ownExports(site),
        },
        {
          sid: 'BillsLook',
          actions: ['s3:GetBucketPolicy'],
          resources: [`arn:aws:s3:::${name}`],
          principals,
          conditions: ownExports(site),
        },
      ],
    });
    // AWS writes bills from one region, whatever that of the bucket.
    const provider = new AwsProvider(this, 'bills', {
      alias: 'bills',
      region: globalRegion,
      allowedAccountIds: [site.accountId],
    });
    provider.addOverride('default_tags', [{ tags: { ...site.tags } }]);
    new BcmdataexportsExport(this, 'export', {
      provider,
      export: [
        {
          name: `${site.name}-focus`,
          description: `Bills of the account of ${site.name}`,
          dataQuery: [
            {
              queryStatement: `SELECT ${columns.join(', ')} FROM ${table}`,
              tableConfigurations: { [table]: {} },
            },
          ],
          destinationConfigurations: [
            {
              s3Destination: [
                {
                  s3Bucket: bucket.name,
                  s3Prefix: 'focus',
                  s3Region: site.region,
                  s3OutputConfigurations: [
                    {
                      overwrite: 'OVERWRITE_REPORT',
                      format: 'TEXT_OR_CSV',
                      compression: 'GZIP',
                      outputType: 'CUSTOM',
                    },
                  ],
                },
              ],
            },
          ],
          refreshCadence: [{ frequency: 'SYNCHRONOUS' }],
        },
      ],
      dependsOn: [...bucket.ready],
    });
  }
}
