import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { Construct } from 'constructs';
import type { AwsSite, DetectionSettings } from '../../../environments/model';
import { accountSites } from '../../contracts';
import type { AwsKey } from '../data/key';
import { AwsRole, type Statement, serviceTrust } from '../iam';
import { logGroup } from '../log-group';
import { bucketName, regionalArn, siteScoped, stateBucketName } from '../names';
import { keptFor, PrivateBucket } from '../private-bucket';

export interface AwsAuditTrailProps {
  readonly site: AwsSite;
  readonly settings: DetectionSettings;
  /** Opened to CloudTrail by `trailUsers`. */
  readonly key: AwsKey;
}

const trailName = (site: AwsSite): string => siteScoped(site, 'trail');
/** A trail of an organisation belongs to its management account, whoever of its members made it. */
export const trailArn = (site: AwsSite): string =>
  regionalArn(
    { region: site.region, accountId: site.organisationTrail?.managementAccountId ?? site.accountId },
    'cloudtrail',
    `trail/${trailName(site)}`,
  );

/** Where files of the trail lie: of its own account, and of every member under the organisation's id. */
const trailPaths = ({ accountId, organisationTrail: of }: AwsSite): readonly string[] => [
  ...new Set([accountId, ...(of ? [of.managementAccountId ?? accountId, of.organisationId] : [])]),
];

/** CloudTrail encrypts what it writes with the key, for this one trail. */
export const trailUsers = (site: AwsSite): Statement[] => [
  {
    sid: 'Trail',
    actions: ['kms:DescribeKey', 'kms:GenerateDataKey*'],
    resources: ['*'],
    principals: { Service: 'cloudtrail.amazonaws.com' },
    conditions: { StringEquals: { 'aws:SourceArn': trailArn(site) } },
  },
];

/**
 * The trail of the account: every call of every region and of the global services, each file signed so that an altered
 * one shows, in a bucket whose objects are locked for the site's retention, and as a log group that alerts look into.
 * Reads and writes of the remote state and of the trail itself are in it; who asked other buckets for what stands in
 * their access logs.
 */
export class AwsAuditTrail extends Construct {
  /** Log group of the trail. */
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, { site, settings, key }: AwsAuditTrailProps) {
    super(scope, id);
    const name = bucketName(site, 'trail');
    const source = { 'aws:SourceArn': trailArn(site) };
    const principals = { Service: 'cloudtrail.amazonaws.com' };
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name,
      key,
      accessLogs: true,
      // Files that sign the others are written under S3's own key.
      encryptsOtherwise: principals.Service,
      lock: {
        mode: settings.trailRetention === 'locked' ? 'COMPLIANCE' : 'GOVERNANCE',
        days: site.auditLogRetentionDays,
      },
      lifecycleRules: keptFor(site.auditLogRetentionDays),
      statements: [
        {
          sid: 'TrailLooks',
          actions: ['s3:GetBucketAcl'],
          resources: [`arn:aws:s3:::${name}`],
          principals,
          conditions: { StringEquals: source },
        },
        {
          sid: 'TrailWrites',
          actions: ['s3:PutObject'],
          resources: trailPaths(site).map((path) => `arn:aws:s3:::${name}/AWSLogs/${path}/*`),
          principals,
          conditions: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ],
    });
    const logs = logGroup(this, 'logs', { site, name: `/evenkeel/${site.name}/trail`, keyId: key.keyId });
    const writer = new AwsRole(this, 'writer', {
      site,
      name: ['trail'],
      description: `Writes the trail of ${site.name} to its log group`,
      trust: serviceTrust('cloudtrail.amazonaws.com', { StringEquals: source }),
      grants: [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logs.arn}:log-stream:*`] }],
    });
    new Cloudtrail(this, 'trail', {
      name: trailName(site),
      s3BucketName: bucket.name,
      kmsKeyId: key.keyId,
      isMultiRegionTrail: true,
      ...(site.organisationTrail ? { isOrganizationTrail: true } : {}),
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: `${logs.arn}:*`,
      cloudWatchLogsRoleArn: writer.arn,
      advancedEventSelector: [
        { name: 'Every change and every look', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] },
        {
          name: 'Objects of the remote state and of the trail',
          fieldSelector: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            {
              field: 'resources.ARN',
              startsWith: [...accountSites(site).map((other) => stateBucketName({ ...site, name: other })), name].map(
                (watched) => `arn:aws:s3:::${watched}/`,
              ),
            },
          ],
        },
      ],
      dependsOn: [...bucket.ready, ...writer.ready],
    });
    this.logGroupName = logs.name;
  }
}
