import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { policyDocument } from '../iam';
import { regionalArn, siteScoped } from '../names';

export interface AwsInterruptionQueueProps {
  readonly site: AwsSite;
}

/** Name of the queue; known before it is made. */
export const interruptionQueueName = (site: Pick<AwsSite, 'name'>): string => siteScoped(site, 'interruptions');

/** A warning that nobody read within five minutes is of no use any more: machines are taken back after two. */
const retentionSeconds = 300;

/** What AWS says before it takes a machine away, or after it did. */
const warnings = {
  'scheduled-change': { source: 'aws.health', detailType: 'AWS Health Event' },
  'spot-interruption': { source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', detailType: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification' },
} as const;

/** Warnings about machines of the region, encrypted, for Karpenter to move pods in time. Ids of machines, nothing else. */
export class AwsInterruptionQueue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { site }: AwsInterruptionQueueProps) {
    super(scope, id);
    const queue = new SqsQueue(this, 'queue', {
      name: interruptionQueueName(site),
      messageRetentionSeconds: retentionSeconds,
      sqsManagedSseEnabled: true,
    });
    this.arn = queue.arn;
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.id,
      policy: policyDocument([
        {
          sid: 'Warnings',
          actions: ['sqs:SendMessage'],
          resources: [queue.arn],
          principals: { Service: 'events.amazonaws.com' },
          conditions: { ArnLike: { 'aws:SourceArn': regionalArn(site, 'events', `rule/${siteScoped(site, '*')}`) } },
        },
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          actions: ['sqs:*'],
          resources: [queue.arn],
          principals: { AWS: '*' },
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    for (const [name, { source, detailType }] of Object.entries(warnings)) {
      const rule = new CloudwatchEventRule(this, name, {
        name: siteScoped(site, name),
        description: `${detailType}, for the machines of ${site.name}`,
        eventPattern: JSON.stringify({ source: [source], 'detail-type': [detailType] }),
      });
      new CloudwatchEventTarget(this, `${name}-target`, { rule: rule.name, targetId: 'queue', arn: queue.arn });
    }
  }
}
