import { Chart, Testing } from 'cdk8s';
import type { NeedRequest } from '../../../constructs/contracts';
import { kafkaCluster } from '../../../constructs/in-cluster/kafka-names';
import { topic } from '../../../constructs/in-cluster/topic';
import { streaming } from '../../../services';
import { localSite } from '../../fixtures/sites';

const site = localSite({ services: { streaming: streaming.config.parse({}) } } as never);
const request = {
  site,
  service: 'feature-store',
  namespace: 'feature-store',
  name: 'events',
  need: { kind: 'topic', topic: 'user-events', access: 'consume', partitions: 1 },
} as const satisfies NeedRequest<'topic'>;

test('a client gets its own Secret, the address of the cluster and a prefix for its groups', () => {
  expect(topic.bind(request)).toMatchObject({
    topic: 'user-events',
    groupPrefix: 'feature-store.',
    bootstrapServers: kafkaCluster.bootstrapServers,
    authentication: {
      kind: 'scram',
      mechanism: 'SCRAM-SHA-512',
      secretName: 'feature-store-kafka',
      username: 'feature-store',
    },
  });
});

test('only the owner makes the topic', () => {
  const kinds = (access: 'owner' | 'consume') => {
    const chart = new Chart(Testing.app(), 'test', { disableResourceNameHashes: true });
    topic.manifests(chart, { ...request, need: { ...request.need, access } });
    return (Testing.synth(chart) as { kind: string }[]).map(({ kind }) => kind);
  };
  expect(kinds('owner')).toContain('KafkaTopic');
  expect(kinds('consume')).not.toContain('KafkaTopic');
});

test('a topic needs a site with Kafka', () => {
  expect(topic.unmet?.(request)).toBeUndefined();
  expect(topic.unmet?.({ ...request, site: localSite() })).toMatchObject({ code: 'SERVICE_MISSING' });
});
