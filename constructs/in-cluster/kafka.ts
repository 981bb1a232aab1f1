import type { NeedBinder } from '../contracts';
import { typedObject } from '../kubernetes/typed-object';
import { cluster, nodePools } from './kafka-cluster';
import { kafkaMetrics } from './kafka-metrics';
import { kafkaCluster } from './kafka-names';
import { addClusterPolicies } from './kafka-policies';
import { addUser, clientOf } from './kafka-user';
import { storeLevels } from './store-metrics';

/**
 * Kafka by Strimzi, without ZooKeeper: controllers and brokers apart, over the site's zones. The same software on every
 * site: the clouds' own offers differ in versions, sign-in and what an administrator may do, and records cannot be
 * mirrored between them.
 */
export const kafka: NeedBinder<'kafka'> = {
  bind: (request) => ({ admin: clientOf(request), clusterObject: kafkaCluster.name }),
  levels: storeLevels.kafka,
  manifests: (scope, request) => {
    typedObject(scope, kafkaMetrics);
    for (const pool of nodePools(request)) typedObject(scope, pool);
    typedObject(scope, cluster(request));
    addClusterPolicies(scope, request);
    addUser(scope, request);
  },
  // Only a site without a cloud comes here with it.
  unmet: ({ need }) =>
    need.managed
      ? {
          code: 'NEED_UNMET',
          message: 'asks the cloud for Kafka, and a site without a cloud has none to ask',
          allowed: ['in-cluster'],
          fix: "set broker: 'in-cluster', or leave the site out of the environment",
        }
      : undefined,
};
