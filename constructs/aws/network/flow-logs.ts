import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsKey, logUsers } from '../data/key';
import { AwsRole, serviceTrust } from '../iam';
import { logGroup } from '../log-group';
import { regionalArn, siteScoped } from '../names';

/** The key of the site's log groups. Gives its ARN. */
export const logKey = (scope: Construct, site: AwsSite): string =>
  new AwsKey(scope, 'log-key', {
    site,
    name: 'logs',
    description: `Log groups of ${site.name}`,
    users: logUsers(site),
  }).keyId;

export interface FlowLogsProps {
  readonly site: AwsSite;
  readonly networkId: string;
  /** ARN of the key of log groups. */
  readonly logKeyId: string;
}

/** Every flow of a VPC, in a log group of the site. */
export function flowLogs(scope: Construct, { site, networkId, logKeyId }: FlowLogsProps): void {
  const name = `/evenkeel/${site.name}/flow-logs`;
  const group = logGroup(scope, 'flow-log-group', { site, name, keyId: logKeyId });
  const role = new AwsRole(scope, 'flow-log-role', {
    site,
    name: ['flow-logs'],
    description: `Writes the flow logs of ${site.name}`,
    trust: serviceTrust('vpc-flow-logs.amazonaws.com', { StringEquals: { 'aws:SourceAccount': site.accountId } }),
    grants: [
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [`${regionalArn(site, 'logs', `log-group:${name}`)}:*`],
      },
    ],
  });
  new FlowLog(scope, 'flow-log', {
    vpcId: networkId,
    trafficType: 'ALL',
    maxAggregationInterval: 600,
    logDestinationType: 'cloud-watch-logs',
    logDestination: group.arn,
    iamRoleArn: role.arn,
    tags: { Name: siteScoped(site, 'flow-log') },
    dependsOn: [...role.ready],
  });
}
