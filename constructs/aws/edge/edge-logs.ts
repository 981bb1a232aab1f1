import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import type { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsKey } from '../data/key';
import { edgeLogBucketName, globalRegion, siteScoped } from '../names';
import { keptFor, PrivateBucket } from '../private-bucket';

export interface AwsEdgeLogsProps {
  readonly site: AwsSite;
  readonly firewall: Wafv2WebAcl;
  /** Default: there is none; the firewall logs every request that it sees. */
  readonly distribution?: CloudfrontDistribution;
}

/** Headers that carry secrets: the firewall logs that they were there, not what they said. */
const secretHeaders = ['authorization', 'cookie', 'x-api-key'];

const deliverer = 'delivery.logs.amazonaws.com';

/**
 * Who asked for what, and what was refused: in a bucket in the site's own region, under a key of its own, for as long as
 * the site says, although CloudFront and its firewall are managed from one region for the whole world.
 */
export class AwsEdgeLogs extends Construct {
  constructor(scope: Construct, id: string, { site, firewall, distribution }: AwsEdgeLogsProps) {
    super(scope, id);
    const ownAccount = { StringEquals: { 'aws:SourceAccount': site.accountId } };
    const key = new AwsKey(this, 'key', {
      site,
      name: 'edge-logs',
      description: `Logs of the public edge of ${site.name}`,
      users: [
        {
          sid: 'Delivery',
          actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
          resources: ['*'],
          principals: { Service: deliverer },
          conditions: ownAccount,
        },
      ],
    });
    const name = edgeLogBucketName(site);
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name,
      key,
      lifecycleRules: keptFor(site.auditLogRetentionDays),
      statements: [
        {
          sid: 'Delivery',
          actions: ['s3:PutObject'],
          resources: [`arn:aws:s3:::${name}/*`],
          principals: { Service: deliverer },
          conditions: ownAccount,
        },
        {
          sid: 'DeliveryLooks',
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          resources: [`arn:aws:s3:::${name}`],
          principals: { Service: deliverer },
          conditions: ownAccount,
        },
      ],
      accessLogs: true,
    });
    new Wafv2WebAclLoggingConfiguration(this, 'firewall', {
      region: firewall.regionInput,
      resourceArn: firewall.arn,
      logDestinationConfigs: [bucket.arn],
      redactedFields: secretHeaders.map((header) => ({ singleHeader: { name: header } })),
      dependsOn: [...bucket.ready],
    });
    if (distribution) this.deliver(site, distribution, bucket);
  }

  private deliver(site: AwsSite, distribution: CloudfrontDistribution, bucket: PrivateBucket): void {
    const source = new CloudwatchLogDeliverySource(this, 'requests', {
      region: globalRegion,
      name: siteScoped(site, 'edge'),
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.arn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, 'kept', {
      region: globalRegion,
      name: siteScoped(site, 'edge'),
      outputFormat: 'json',
      deliveryDestinationConfiguration: [{ destinationResourceArn: bucket.arn }],
      dependsOn: [...bucket.ready],
    });
    new CloudwatchLogDelivery(this, 'delivery', {
      region: globalRegion,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
    });
  }
}
