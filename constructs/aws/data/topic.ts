import type { AwsSite } from '../../../environments/model';
import {
  administers,
  type CloudNeedProvider,
  groupPrefix,
  type NeedRequest,
  readsTopic,
  topicNames,
  topicsOf,
  writesTopic,
} from '../../contracts';
import type { AwsGrant, AwsTypes } from '../types';
import { clientOf, clientSecret, clusterArns } from './kafka-client';

/** Exactly what the need says, and consumer groups and transactions under the service's own prefix. */
function grants({ site, service, need }: NeedRequest<'topic', AwsSite>): AwsGrant[] {
  const topic = [clusterArns.topic(site, need.topic)];
  const own = `${groupPrefix({ service })}*`;
  return [
    { actions: ['kafka-cluster:Connect'], resources: [clusterArns.cluster(site)] },
    { actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:DescribeTopicDynamicConfiguration'], resources: topic },
    ...(readsTopic(need.access)
      ? [
          { actions: ['kafka-cluster:ReadData'], resources: topic },
          {
            actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
            resources: [clusterArns.group(site, own)],
          },
        ]
      : []),
    ...(writesTopic(need.access)
      ? [
          { actions: ['kafka-cluster:WriteData'], resources: topic },
          { actions: ['kafka-cluster:WriteDataIdempotently'], resources: [clusterArns.cluster(site)] },
          {
            actions: ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'],
            resources: [clusterArns.transactionalId(site, own)],
          },
        ]
      : []),
  ];
}

/** The address comes with a service's first topic; the service that runs the cluster has it already. */
const bringsSecret = (request: NeedRequest<'topic', AwsSite>): boolean =>
  !administers(request) && topicsOf(request)[0]?.name === request.name;

/** A topic of the site's MSK cluster, which makes it; what a service may do with it is in the service's role. */
export const topic: CloudNeedProvider<'topic', AwsTypes> = {
  bind: (request) => ({ ...clientOf(request), ...topicNames(request) }),
  manifests: (scope, request) => {
    if (bringsSecret(request)) clientSecret.add(scope, request);
  },
  provision: (_scope, request) => ({ serviceGrants: grants(request), secretReaderGrants: [] }),
};
