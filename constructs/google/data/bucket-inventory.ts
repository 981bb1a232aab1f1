import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { StorageInsightsReportConfig } from '@cdktf/provider-google/lib/storage-insights-report-config';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { bucketName } from '../names';
import { serviceAgentMember } from '../service-agents';
import { GoogleBucket } from './bucket';
import type { GoogleKey } from './key';

const frequencies = { weekly: 'WEEKLY', daily: 'DAILY' } as const;

/** What an audit asks of an object besides its name and age. */
const fields = [
  'project',
  'bucket',
  'name',
  'generation',
  'size',
  'timeCreated',
  'timeDeleted',
  'updated',
  'storageClass',
  'etag',
  'crc32c',
  'retentionExpirationTime',
];

/** Part of the day after tomorrow, as Terraform knows it when it first makes a report: earlier days are refused. */
const firstDay = (part: string): string => `\${tonumber(formatdate("${part}", timeadd(plantimestamp(), "48h")))}`;

export interface GoogleInventoryProps {
  readonly site: GoogleSite;
  readonly key: GoogleKey;
  readonly frequency: keyof typeof frequencies;
}

/**
 * Lists of all objects of the site's buckets, in a bucket of their own in the same region: Storage Insights writes them as
 * an account of Google's that may look at the one and add to the other.
 */
export class GoogleInventory extends Construct {
  private readonly props: GoogleInventoryProps;
  private readonly bucket: GoogleBucket;
  private readonly writer: StorageBucketIamMember;

  constructor(scope: Construct, id: string, props: GoogleInventoryProps) {
    super(scope, id);
    const { site, key } = props;
    this.props = props;
    this.bucket = new GoogleBucket(this, 'bucket', {
      site,
      name: bucketName(site, 'inventory'),
      key,
      versionRetentionDays: 7,
      deleteAfterDays: site.auditLogRetentionDays,
    });
    this.writer = new StorageBucketIamMember(this, 'writer', {
      bucket: this.bucket.name,
      role: 'roles/storage.objectCreator',
      member: serviceAgentMember(site, 'storageInsights'),
    });
  }

  /** Adds a bucket of the site to the lists. */
  list(scope: Construct, bucket: string): void {
    const { site, frequency } = this.props;
    const reader = new StorageBucketIamMember(scope, 'inventory-reader', {
      bucket,
      role: 'roles/storage.insightsCollectorService',
      member: serviceAgentMember(site, 'storageInsights'),
    });
    const report = new StorageInsightsReportConfig(scope, 'inventory', {
      displayName: bucket,
      location: site.region,
      frequencyOptions: {
        frequency: frequencies[frequency],
        startDate: { day: 1, month: 1, year: 2027 },
        endDate: { day: 31, month: 12, year: 2050 },
      },
      parquetOptions: {},
      objectMetadataReportOptions: {
        metadataFields: [...fields],
        storageFilters: { bucket },
        storageDestinationOptions: { bucket: this.bucket.name, destinationPath: bucket },
      },
      lifecycle: { ignoreChanges: ['frequency_options[0].start_date'] },
      dependsOn: [reader, this.writer],
    });
    for (const [name, part] of [
      ['day', 'D'],
      ['month', 'M'],
      ['year', 'YYYY'],
    ] as const) {
      report.addOverride(`frequency_options.start_date.${name}`, firstDay(part));
    }
  }
}
