import { mirrorMetrics, mirrorMetricsConfig } from '../../../charts/streaming/mirror-metrics';
import { mirrorMetricNames } from '../../../charts/streaming/mirror-signals';
import type { Site } from '../../../environments/model';
import { streaming } from '../../../services';
import { places, renderManaged, specOf, the } from '../site-rendering';

const site = (role: 'primary' | 'standby') =>
  renderManaged({
    role,
    services: {
      streaming: streaming.config.parse({
        schemaRegistry: { enabled: false },
        connect: { enabled: true },
        mirror: {
          from: { bootstrap: ['kafka.primary.example.com:9094'], networks: ['10.30.0.0/16'] },
          topics: 'user-.*',
        },
      }),
    },
  } as unknown as Partial<Site>);

const primary = site('primary');
const standby = site('standby');
const services = (rendered: typeof primary) =>
  places(rendered).filter((place) => place.startsWith('k8s/50-streaming/') && !place.includes('captures'));

interface MirrorMaker {
  readonly target: object;
  readonly mirrors: readonly {
    readonly source: object;
    readonly sourceConnector: { readonly config: object };
    readonly checkpointConnector: { readonly config: object };
    readonly topicsPattern: string;
    readonly topicsExcludePattern: string;
  }[];
  readonly template: { readonly pod: object };
}
const mirrorMaker = specOf<MirrorMaker>(the(standby, 'KafkaMirrorMaker2', 'kafka-mirror'));
const [mirror] = mirrorMaker.mirrors;

test('the primary site has the user that is read with, the standby site the mirror and no captures', () => {
  expect(services(primary)).toEqual([
    'k8s/50-streaming/Deployment/kafka-connect',
    'k8s/50-streaming/KafkaUser/mirror',
    'k8s/50-streaming/NetworkPolicy/kafka-connect',
    'k8s/50-streaming/PodDisruptionBudget/kafka-connect',
    'k8s/50-streaming/Service/kafka-connect',
  ]);
  expect(services(standby)).toEqual([
    'k8s/50-streaming/ConfigMap/kafka-mirror-metrics',
    'k8s/50-streaming/KafkaMirrorMaker2/kafka-mirror',
    'k8s/50-streaming/NetworkPolicy/kafka-from-mirror',
    'k8s/50-streaming/NetworkPolicy/kafka-mirror',
  ]);
});

test('on the primary site the mirror may read and do nothing else', () => {
  const { authorization } = specOf<{ authorization: { acls: { operations: string[] }[] } }>(
    the(primary, 'KafkaUser', 'mirror'),
  );
  expect([...new Set(authorization.acls.flatMap(({ operations }) => operations))].sort()).toEqual([
    'Describe',
    'DescribeConfigs',
    'Read',
  ]);
});

test('topics keep their names and groups their offsets, and rights stay what Git says', () => {
  const identity = { 'replication.policy.class': 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy' };
  expect(mirror?.sourceConnector.config).toMatchObject({
    ...identity,
    'offset-syncs.topic.location': 'target',
    'sync.topic.acls.enabled': false,
    'consumer.isolation.level': 'read_committed',
  });
  expect(mirror?.checkpointConnector.config).toMatchObject({
    ...identity,
    'offset-syncs.topic.location': 'target',
    'sync.group.offsets.enabled': true,
  });
  expect(mirror?.topicsPattern).toBe('user-.*');
});

test.each([
  'kafka-connect.configs',
  '__consumer_offsets',
  'mirror.offsets',
  'mm2-offset-syncs.standby.internal',
  'MetadataChangeLog_Versioned_v1',
])('the state in %s is never copied', (topic) => {
  expect(topic).toMatch(new RegExp(`^(${mirror?.topicsExcludePattern})$`));
});

test('both sides are signed in to over TLS, with passwords from Secrets', () => {
  expect(mirror?.source).toMatchObject({
    bootstrapServers: 'kafka.primary.example.com:9094',
    tls: { trustedCertificates: [{ secretName: 'streaming-mirror-source', certificate: 'ca.crt' }] },
    authentication: { type: 'scram-sha-512', username: 'mirror' },
  });
  expect(mirrorMaker.target).toMatchObject({
    tls: { trustedCertificates: [{ secretName: 'streaming-kafka', certificate: 'ca.crt' }] },
    authentication: {
      username: 'streaming',
      passwordSecret: { secretName: 'streaming-kafka', password: 'password' },
    },
  });
});

test('without a cluster named, the primary site is copied: its servers are behind its gateway', () => {
  const peer = { name: 'prod-aws-eu-west-1', role: 'primary' as const, network: '10.40.0.0/16' };
  const services = { streaming: streaming.config.parse({ mirror: {} }) };
  const rendered = renderManaged({ role: 'standby', peers: [peer], services } as unknown as Partial<Site>);
  const [copied] = specOf<MirrorMaker>(the(rendered, 'KafkaMirrorMaker2', 'kafka-mirror')).mirrors;
  expect(copied?.source).toMatchObject({
    bootstrapServers: 'bootstrap.kafka-prod-aws-eu-west-1.ml.example.com:443',
  });
  const { egress } = specOf<{ egress: object[] }>(the(rendered, 'NetworkPolicy', 'kafka-mirror'));
  expect(egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.40.0.0/16' } }],
    ports: [{ port: 443, protocol: 'TCP' }],
  });
});

describe('the way in for other sites', () => {
  const listeners = (rendered: typeof primary) =>
    specOf<{ kafka: { listeners: { name: string; configuration?: object }[] } }>(the(rendered, 'Kafka', 'kafka')).kafka
      .listeners;
  const gateway = (rendered: typeof primary) =>
    specOf<{ listeners: { name: string }[] }>(the(rendered, 'Gateway', 'site')).listeners.map(({ name }) => name);

  test('is on the primary site only, through its gateway, signed in to like the other one', () => {
    const [, sites] = listeners(primary);
    expect(sites).toMatchObject({
      type: 'tlsroute',
      tls: true,
      authentication: { type: 'scram-sha-512' },
      configuration: { parentRefs: [{ name: 'site', sectionName: 'kafka' }] },
    });
    expect(gateway(primary)).toContain('kafka');
    expect(listeners(standby)).toHaveLength(1);
    expect(gateway(standby)).not.toContain('kafka');
  });

  test('has one name a server, all under the name that the gateway listens to', () => {
    const hosts = 'kafka-test-google-europe-west1.ml.example.com';
    expect(listeners(primary)[1]?.configuration).toMatchObject({
      bootstrap: { host: `bootstrap.${hosts}` },
      hostTemplate: `broker-{nodeId}.${hosts}`,
    });
    const listener = specOf<{ listeners: object[] }>(the(primary, 'Gateway', 'site')).listeners.find(
      (one) => (one as { name: string }).name === 'kafka',
    );
    expect(listener).toMatchObject({ hostname: `*.${hosts}`, protocol: 'TLS', tls: { mode: 'Passthrough' } });
  });

  test('is open to the gateway and to nobody else', () => {
    const callers = (rendered: typeof primary) =>
      specOf<{ ingress: { from: object[]; ports: { port: number }[] }[] }>(
        the(rendered, 'NetworkPolicy', 'kafka-servers'),
      ).ingress.filter(({ ports }) => ports.some(({ port }) => port === 9094));
    expect(callers(primary)).toHaveLength(1);
    expect(JSON.stringify(callers(primary))).toContain('"gateway.envoyproxy.io/owning-gateway-name":"site"');
    expect(callers(standby)).toEqual([]);
  });
});

test('the mirror leaves its site for the networks of the primary one only', () => {
  const { egress } = specOf<{ egress: { to: { ipBlock?: object }[]; ports: object[] }[] }>(
    the(standby, 'NetworkPolicy', 'kafka-mirror'),
  );
  expect(egress.filter(({ to }) => to.some(({ ipBlock }) => ipBlock))).toEqual([
    { to: [{ ipBlock: { cidr: '10.30.0.0/16' } }], ports: [{ port: 9094, protocol: 'TCP' }] },
  ]);
});

test('every metric that alerts read has a rule that makes it', () => {
  const rules = mirrorMetrics.data?.[mirrorMetricsConfig.key] ?? '';
  const made = ['replication-latency-ms-avg', 'record-age-ms-avg']
    .map((name) => `kafka_mirror_${name.replaceAll('-', '_')}`)
    .concat('kafka_mirror_record_total', 'kafka_mirror_running_tasks', 'kafka_mirror_failed_tasks');
  expect(made).toEqual(expect.arrayContaining([...mirrorMetricNames]));
  expect(rules).toContain('MirrorSourceConnector');
});
