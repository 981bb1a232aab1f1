import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { SecurityhubAccount } from '@cdktf/provider-aws/lib/securityhub-account';
import { SecurityhubStandardsSubscription } from '@cdktf/provider-aws/lib/securityhub-standards-subscription';
import { Construct } from 'constructs';
import type { AwsSite, DetectionSettings } from '../../../environments/model';
import { keepsAccount } from '../../contracts';
import type { AwsKey } from '../data/key';
import type { Statement } from '../iam';
import { accountArn, bucketName, siteScoped } from '../names';
import { keptFor, PrivateBucket } from '../private-bucket';

export interface AwsConfigurationRecordProps {
  readonly site: AwsSite;
  readonly settings: DetectionSettings;
  /** Opened to Config by `recordUsers`. */
  readonly key: AwsKey;
}

const recorder = 'config.amazonaws.com';
/** One an account and region, and it has this name in every account that the console set up, too. */
const recorderName = 'default';

/** Config encrypts what it delivers with the key. */
export const recordUsers = (site: AwsSite): Statement[] => [
  {
    sid: 'Record',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    principals: { Service: recorder },
    conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
  },
];

/** What Amazon's managed rules look for, beyond what the standard of Security Hub covers only with its paid controls. */
const rules: Readonly<Record<string, string>> = {
  'root-without-keys': 'IAM_ROOT_ACCESS_KEY_CHECK',
  'root-signs-in-twice': 'ROOT_ACCOUNT_MFA_ENABLED',
  'trail-in-every-region': 'MULTI_REGION_CLOUD_TRAIL_ENABLED',
  'trail-validated': 'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED',
  'keys-not-scheduled-for-deletion': 'KMS_CMK_NOT_SCHEDULED_FOR_DELETION',
  'buckets-not-public': 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
  'clusters-not-public': 'EKS_ENDPOINT_NO_PUBLIC_ACCESS',
  'databases-not-public': 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
  'disks-encrypted': 'ENCRYPTED_VOLUMES',
  'default-group-closed': 'VPC_DEFAULT_SECURITY_GROUP_CLOSED',
};

/** Config keeps what it recorded between 30 days and seven years. */
const longestRecordDays = 2557;

/** The standard that Security Hub compares the account with. */
const standard = 'aws-foundational-security-best-practices/v/1.0.0';

/**
 * How every resource of the account and region was configured, and when that changed; what the rules make of it; and,
 * with threat detection, Amazon's standard over all of it. Files go to a bucket of their own: Config delivers to none
 * that locks what is put in, so the record is guarded by the bucket's versions and the trail says who touched it.
 */
export class AwsConfigurationRecord extends Construct {
  constructor(scope: Construct, id: string, props: AwsConfigurationRecordProps) {
    super(scope, id);
    const { site, settings, key } = props;
    const bucket = this.bucket(props);
    // Roles of the site may do nothing with IAM, so that none of them could record it: Config's own does.
    const roleArn = keepsAccount(site)
      ? new IamServiceLinkedRole(this, 'role', {
          awsServiceName: recorder,
          lifecycle: { preventDestroy: site.deletionProtection },
        }).arn
      : accountArn(site, `role/aws-service-role/${recorder}/AWSServiceRoleForConfig`);
    const made = new ConfigConfigurationRecorder(this, 'recorder', {
      name: recorderName,
      roleArn,
      // What has no region is recorded, and paid for, once.
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: keepsAccount(site) },
      recordingMode: { recordingFrequency: 'CONTINUOUS' },
    });
    const channel = new ConfigDeliveryChannel(this, 'channel', {
      name: recorderName,
      s3BucketName: bucket.name,
      s3KmsKeyArn: key.keyId,
      snapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
      dependsOn: [made, ...bucket.ready],
    });
    const running = new ConfigConfigurationRecorderStatus(this, 'running', {
      name: made.name,
      isEnabled: true,
      dependsOn: [channel],
    });
    new ConfigRetentionConfiguration(this, 'retention', {
      retentionPeriodInDays: Math.min(site.auditLogRetentionDays, longestRecordDays),
      dependsOn: [made],
    });
    for (const [name, sourceIdentifier] of Object.entries(rules)) {
      new ConfigConfigRule(this, name, {
        name: siteScoped(site, name),
        source: { owner: 'AWS', sourceIdentifier },
        dependsOn: [running],
      });
    }
    if (settings.threatDetection) this.compare(site, running);
  }

  /** Controls of the standard are rules of Config: it must run first. */
  private compare(site: AwsSite, running: ConfigConfigurationRecorderStatus): void {
    const hub = new SecurityhubAccount(this, 'hub', {
      enableDefaultStandards: false,
      autoEnableControls: true,
      controlFindingGenerator: 'SECURITY_CONTROL',
      dependsOn: [running],
    });
    new SecurityhubStandardsSubscription(this, 'standard', {
      standardsArn: `arn:aws:securityhub:${site.region}::standards/${standard}`,
      dependsOn: [hub],
    });
  }

  private bucket({ site, key }: AwsConfigurationRecordProps): PrivateBucket {
    const name = bucketName(site, 'config');
    const principals = { Service: recorder };
    const account = { 'aws:SourceAccount': site.accountId };
    return new PrivateBucket(this, 'bucket', {
      site,
      name,
      key,
      accessLogs: true,
      // Who deletes or writes over a file leaves the one before.
      lifecycleRules: keptFor(site.auditLogRetentionDays, site.auditLogRetentionDays),
      statements: [
        {
          sid: 'RecordLooks',
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          resources: [`arn:aws:s3:::${name}`],
          principals,
          conditions: { StringEquals: account },
        },
        {
          sid: 'RecordWrites',
          actions: ['s3:PutObject'],
          resources: [`arn:aws:s3:::${name}/AWSLogs/${site.accountId}/Config/*`],
          principals,
          conditions: { StringEquals: { ...account, 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ],
    });
  }
}
