import type { Site } from '../../../environments/model';
import { streaming } from '../../../services';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const withConfig = (config: object) =>
  ({ services: { streaming: streaming.config.parse(config) } }) as unknown as Partial<Site>;

const full = withConfig({
  topics: [
    { name: 'user-events.v1', retentionHours: 48 },
    { name: 'profiles', compacted: true },
  ],
  connect: { enabled: true },
  captures: [
    {
      name: 'users',
      database: 'postgres',
      port: 5432,
      networks: ['10.20.0.0/16'],
      tables: ['public.users'],
      topicPrefix: 'crm',
    },
  ],
});
const managed = renderManaged(full);
const single = renderManaged(withConfig({ brokers: 1, highlyAvailable: false, schemaRegistry: { enabled: false } }));

interface Kafka {
  readonly kafka: {
    listeners: { tls: boolean; authentication: { type: string } }[];
    authorization: { type: string; superUsers: string[] };
    config: Record<string, unknown>;
  };
}
interface Policy {
  readonly ingress?: { from: { namespaceSelector?: object; podSelector?: object }[]; ports: { port: number }[] }[];
}

test('objects of the service', () => {
  expect(places(managed).filter((place) => /^k8s\/\d+-streaming/.test(place))).toEqual([
    'k8s/30-streaming-data/ConfigMap/kafka-metrics',
    'k8s/30-streaming-data/ExternalSecret/streaming-capture-users',
    'k8s/30-streaming-data/ExternalSecret/streaming-kafka',
    'k8s/30-streaming-data/ExternalSecret/streaming-schemas',
    'k8s/30-streaming-data/Kafka/kafka',
    'k8s/30-streaming-data/KafkaNodePool/broker',
    'k8s/30-streaming-data/KafkaNodePool/controller',
    'k8s/30-streaming-data/KafkaTopic/profiles',
    'k8s/30-streaming-data/KafkaTopic/user-events.v1',
    'k8s/30-streaming-data/KafkaUser/streaming',
    'k8s/30-streaming-data/NetworkPolicy/kafka-entity-operator',
    'k8s/30-streaming-data/NetworkPolicy/kafka-exporter',
    'k8s/30-streaming-data/NetworkPolicy/kafka-from-streaming',
    'k8s/30-streaming-data/NetworkPolicy/kafka-servers',
    'k8s/30-streaming-data/Role/streaming-kafka',
    'k8s/30-streaming-data/RoleBinding/streaming-kafka',
    'k8s/30-streaming-data/SecretStore/streaming-kafka',
    'k8s/30-streaming-data/ServiceAccount/streaming-kafka-reader',
    'k8s/50-streaming/ConfigMap/kafka-connect-captures',
    'k8s/50-streaming/CronJob/kafka-connect-captures',
    'k8s/50-streaming/Deployment/kafka-connect',
    'k8s/50-streaming/Deployment/schema-registry',
    'k8s/50-streaming/NetworkPolicy/kafka-connect',
    'k8s/50-streaming/NetworkPolicy/kafka-connect-captures',
    'k8s/50-streaming/NetworkPolicy/schema-registry',
    'k8s/50-streaming/PodDisruptionBudget/kafka-connect',
    'k8s/50-streaming/PodDisruptionBudget/schema-registry',
    'k8s/50-streaming/Service/kafka-connect',
    'k8s/50-streaming/Service/schema-registry',
  ]);
});

test('the same cluster on a cloud and without one', () => {
  const local = renderLocal(full as never);
  expect(specOf(the(local, 'KafkaUser', 'streaming'))).toEqual(specOf(the(managed, 'KafkaUser', 'streaming')));
  expect(specOf<Kafka>(the(local, 'Kafka', 'kafka'))).toEqual(specOf<Kafka>(the(managed, 'Kafka', 'kafka')));
});

test('a confirmed record has two copies, and no leader lacks it', () => {
  expect(specOf<Kafka>(the(managed, 'Kafka', 'kafka')).kafka.config).toMatchObject({
    'default.replication.factor': 3,
    'min.insync.replicas': 2,
    'offsets.topic.replication.factor': 3,
    'transaction.state.log.replication.factor': 3,
    'unclean.leader.election.enable': false,
    'auto.create.topics.enable': false,
    'num.partitions': '12',
    'log.retention.hours': '168',
  });
});

test('without high availability no topic waits for brokers that do not exist', () => {
  const { config } = specOf<Kafka>(the(single, 'Kafka', 'kafka')).kafka;
  const copies = Object.entries(config).filter(([key]) => /replication\.factor|min\.isr|insync/.test(key));
  expect(copies.map(([, value]) => value)).toEqual(copies.map(() => 1));
  expect(copies).toHaveLength(7);
  expect(specOf(the(single, 'KafkaNodePool', 'controller'))).toMatchObject({ replicas: 1 });
});

test('every client signs in over TLS, and is refused what it was not granted', () => {
  const { listeners, authorization } = specOf<Kafka>(the(managed, 'Kafka', 'kafka')).kafka;
  expect(listeners).toEqual([
    expect.objectContaining({ tls: true, type: 'internal', authentication: { type: 'scram-sha-512' } }),
  ]);
  expect(authorization).toEqual({ type: 'simple', superUsers: ['streaming'] });
});

test.each(['broker', 'controller'])('%s servers spread over zones and keep their volumes', (pool) => {
  const object = the(managed, 'KafkaNodePool', pool);
  expect(object.metadata.annotations).toMatchObject({
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  });
  expect(specOf(object)).toMatchObject({
    replicas: 3,
    roles: [pool],
    storage: { volumes: [{ deleteClaim: false }] },
    template: {
      pod: {
        topologySpreadConstraints: [
          { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
          { topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
  });
});

test('a topic that leaves Git keeps its records', () => {
  const topic = the(managed, 'KafkaTopic', 'user-events.v1');
  expect(topic.metadata.annotations).toHaveProperty(['argocd.argoproj.io/sync-options'], 'Prune=false,Delete=false');
  expect(specOf(topic)).toMatchObject({ config: { 'cleanup.policy': 'delete', 'retention.ms': 172_800_000 } });
  expect(specOf(the(managed, 'KafkaTopic', 'profiles'))).toMatchObject({ config: { 'cleanup.policy': 'compact' } });
});

test('the copy of a password may read two Secrets and no other', () => {
  const role = the(managed, 'Role', 'streaming-kafka') as unknown as { rules: object[] };
  expect(role.rules).toEqual([
    {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['user-streaming', 'kafka-cluster-ca-cert'],
      verbs: ['get'],
    },
  ]);
});

test("Kafka's listener opens to pods of services that ask for it, by name", () => {
  const policies = manifests(managed).filter(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'streaming',
  );
  const open = policies.flatMap((policy) =>
    (specOf<Policy>(policy).ingress ?? [])
      .filter(({ ports }) => ports.some(({ port }) => port === 9093))
      .flatMap(({ from }) => from),
  );
  expect(open).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'streaming' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'streaming' } },
    },
  ]);
});

test('no password stands in a connector or in a manifest', () => {
  const captures = the(managed, 'ConfigMap', 'kafka-connect-captures') as unknown as { data: Record<string, string> };
  const config = JSON.parse(captures.data['users.json'] ?? '') as Record<string, string>;
  expect(config).toMatchObject({
    'database.password': ['$', '{env:CAPTURE_USERS_PASSWORD}'].join(''),
    'database.sslmode': 'require',
    'slot.name': 'evenkeel_users',
    'table.include.list': 'public.users',
    'topic.prefix': 'crm',
  });
  const [container] = specOf<{
    template: { spec: { containers: { env: { name: string; valueFrom?: { secretKeyRef: object } }[] }[] } };
  }>(the(managed, 'Deployment', 'kafka-connect')).template.spec.containers;
  expect(container?.env.find(({ name }) => name === 'CAPTURE_USERS_PASSWORD')?.valueFrom?.secretKeyRef).toEqual({
    name: 'streaming-capture-users',
    key: 'password',
  });
});

test('nobody but its own pods and the job that sets up captures may call Kafka Connect', () => {
  const { ingress = [] } = specOf<Policy>(the(managed, 'NetworkPolicy', 'kafka-connect'));
  expect(ingress.flatMap(({ from }) => from)).toEqual(
    ['connect', 'captures'].map((component) =>
      expect.objectContaining({
        podSelector: {
          matchLabels: expect.objectContaining({ 'app.kubernetes.io/component': component }) as unknown,
        },
      }),
    ),
  );
});

test('no registry and no Connect where they are off', () => {
  expect(places(single).filter((place) => place.startsWith('k8s/50-streaming/'))).toEqual([]);
});
