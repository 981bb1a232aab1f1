import type { TopicNeed } from '../../services';
import { administers, administratorsOf, groupPrefix, type NeedBinder, type NeedRequest, topicsOf } from '../contracts';
import { keptByGitOps } from '../kubernetes/keep';
import { typedObject } from '../kubernetes/typed-object';
import { clusterLabel, kafkaCluster } from './kafka-names';
import type { KafkaTopic } from './kafka-objects';
import { addUser, clientOf } from './kafka-user';

const hourMs = 3_600_000;

const mebibyte = 1024 ** 2;

/** Copies are the cluster's default. */
const topicConfig = ({ retentionHours, maxRecordMiB }: TopicNeed): KafkaTopic['spec']['config'] => ({
  ...(retentionHours === undefined
    ? { 'cleanup.policy': 'compact' }
    : { 'cleanup.policy': 'delete', 'retention.ms': retentionHours * hourMs }),
  ...(maxRecordMiB === undefined ? {} : { 'max.message.bytes': maxRecordMiB * mebibyte }),
});

/** Kafka allows capitals and underscores, Kubernetes does not. */
const objectName = (topic: string): string => topic.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');

const kafkaTopic = ({ need }: NeedRequest<'topic'>): KafkaTopic => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaTopic',
  metadata: {
    name: objectName(need.topic),
    namespace: kafkaCluster.namespace,
    labels: clusterLabel,
    // Its records would go with it.
    annotations: keptByGitOps,
  },
  spec: { topicName: need.topic, partitions: need.partitions, config: topicConfig(need) },
});

/** The service's user comes with its first topic; the service that runs the cluster has one already. */
const bringsUser = (request: NeedRequest<'topic'>): boolean =>
  !administers(request) && topicsOf(request)[0]?.name === request.name;

/** A topic of the site's Kafka cluster: its owner makes it, and everybody gets exactly the rights they ask for. */
export const topic: NeedBinder<'topic'> = {
  bind: (request) => ({ ...clientOf(request), topic: request.need.topic, groupPrefix: groupPrefix(request) }),
  manifests: (scope, request) => {
    if (request.need.access === 'owner') typedObject(scope, kafkaTopic(request));
    if (bringsUser(request)) addUser(scope, request);
  },
  unmet: ({ site }) =>
    administratorsOf(site).length > 0
      ? undefined
      : {
          code: 'SERVICE_MISSING',
          message: 'needs a topic, and the environment runs no Kafka cluster',
          fix: 'add services.streaming, or leave out what needs it',
        },
};
