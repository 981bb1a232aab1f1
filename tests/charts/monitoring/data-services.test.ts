import { storePanels } from '../../../charts/monitoring/store-panels';
import { storeRules } from '../../../charts/monitoring/store-rules';
import type { WatchedStore } from '../../../charts/monitoring/stores';
import { type KubernetesFacts, storeSeries } from '../../../constructs/contracts';
import { monitoring, tracking } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { watchedStores } from '../../fixtures/watched-stores';
import { managedFacts, manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';
import { parseExpression } from './metric-names';

const stores = watchedStores;

const rulesOf = (of: readonly WatchedStore[]) =>
  storeRules(of, (service) => `https://grafana.example.com/d/${service}`).flatMap(({ rules }) => rules);
const alertNames = (of: readonly WatchedStore[]): string[] =>
  rulesOf(of).flatMap((rule) => ('alert' in rule ? [rule.alert] : []));

const words = Object.values(storeSeries).flatMap((series): string[] => Object.values(series));

it('finds every data service, with the service that has it, wherever it runs', () => {
  const names = [
    'tracking tracking-database',
    'streaming streaming-schemas',
    'streaming streaming-kafka',
    'databases databases-caches-sessions',
    'databases databases-caches-small',
  ];
  for (const found of Object.values(stores)) {
    expect(found.map(({ service, name }) => `${service} ${name}`).sort()).toEqual([...names].sort());
  }
  expect(stores.aws.every(({ managed }) => managed)).toBe(true);
  expect(stores.inside.some(({ managed }) => managed)).toBe(false);
});

describe.each(Object.entries(stores))('rules on %s', (_place, found) => {
  const rules = rulesOf(found);

  it('are PromQL, and alerts go by the common words alone', () => {
    expect(rules.filter(({ expr }) => !parseExpression(expr).valid)).toEqual([]);
    const asked = rules.flatMap((rule) => ('alert' in rule ? parseExpression(rule.expr).metrics : []));
    expect([...new Set(asked)].filter((series) => !words.includes(series))).toEqual([]);
  });

  it('record each word once a store, under the name of its service', () => {
    const recorded = rules.flatMap((rule) =>
      'record' in rule ? [`${rule.record} ${rule.labels.service} ${rule.labels.store}`] : [],
    );
    expect(recorded.length).toBeGreaterThan(10);
    expect(new Set(recorded).size).toBe(recorded.length);
  });

  it('leave the label of the service to the series that fires', () => {
    for (const rule of rules) {
      if ('alert' in rule) {
        expect(Object.keys(rule.labels)).toEqual(['severity']);
        expect(rule.annotations.dashboard).toBe('https://grafana.example.com/d/{{ $labels.service }}');
      }
    }
  });

  it('ask for no word that nobody records', () => {
    const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
    const asked = rules.flatMap((rule) => ('alert' in rule ? parseExpression(rule.expr).metrics : []));
    expect(asked.filter((series) => !recorded.has(series))).toEqual([]);
  });
});

describe('alerts', () => {
  const shared = [
    'CacheConnectionsNearLimit',
    'CacheEvictsMuch',
    'CacheMemoryFull',
    'CacheMissesMuch',
    'CacheProcessorFull',
    'PostgresConnectionsNearLimit',
    'PostgresMemoryFull',
    'PostgresProcessorFull',
    'PostgresStorageFillsUp',
    'PostgresStorageFull',
    'PostgresTransactionIdsHigh',
    'PostgresTransactionIdsRunOut',
  ];

  it.each(Object.entries(stores))('on databases and caches are the same on %s', (_place, found) => {
    expect(alertNames(found)).toEqual(expect.arrayContaining(shared));
  });

  it('are left out where nobody measures what they are about', () => {
    expect(alertNames(stores.google)).not.toContain('KafkaThrottled');
    expect(alertNames(stores.azure)).toContain('KafkaThrottled');
    expect(alertNames(stores.azure)).not.toContain('KafkaPartitionsOffline');
    expect(alertNames(stores.inside)).toContain('PostgresReplicaLags');
    expect(alertNames(stores.aws)).not.toContain('PostgresReplicaLags');
    const missing = (name: string): string[] =>
      Object.entries(stores).flatMap(([place, found]) => (alertNames(found).includes(name) ? [] : [place]));
    expect(missing('PostgresDeadlocks')).toEqual(['aws']);
    expect(missing('PostgresTransactionOpen')).toEqual(['aws', 'google']);
    expect(missing('PostgresBackupMissing')).toEqual(['aws', 'google', 'azure']);
    expect(missing('PostgresLogNotArchived')).toEqual(['aws', 'azure']);
    expect(missing('KafkaUnderReplicated')).toEqual(['google', 'azure']);
    expect(missing('KafkaConsumersFallBehind')).toEqual(['azure']);
    expect(missing('KafkaMemoryFull')).toEqual([]);
  });

  it('tell of a managed store that nothing is known of, and of no other', () => {
    expect(alertNames(stores.inside)).not.toContain('ManagedStoreUnseen');
    const unseen = rulesOf(stores.azure).find((rule) => 'alert' in rule && rule.alert === 'ManagedStoreUnseen');
    expect(unseen?.expr.split(' or ')).toHaveLength(3);
  });

  it('call a cache full only where it keeps everything', () => {
    const full = rulesOf(stores.aws).find((rule) => 'alert' in rule && rule.alert === 'CacheMemoryFull');
    expect(full?.expr).toBe('evenkeel:cache_memory_used:ratio{store=~"databases-caches-sessions"} > 0.85');
  });
});

it('shows each service its own stores, and others nothing', () => {
  expect(storePanels('streaming', stores.aws).map(({ title }) => title)).toEqual([
    'PostgreSQL: in use',
    'Kafka: in use',
    'Kafka: bytes a second',
    'Kafka: partitions offline or short of copies, clients held back',
    'Kafka: records that the group furthest behind has to read',
  ]);
  expect(storePanels('tracking', stores.inside).map(({ title }) => title)).toEqual([
    'PostgreSQL: in use',
    'PostgreSQL: the copy furthest behind',
    'PostgreSQL: longest transaction, age of the newest backup',
    'PostgreSQL: deadlocks, logs not archived',
  ]);
  expect(storePanels('processing', stores.aws)).toEqual([]);
});

const services = { tracking: tracking.config.parse({}), monitoring: monitoring.config.parse({}) };

it('is the same object for databases inside the cluster', () => {
  const local = renderLocal({
    services: { tracking: tracking.config.parse({ ownKey: false }), monitoring: services.monitoring },
    providers: localSite().providers,
  });
  const { groups } = specOf<{ groups: { name: string; rules: unknown[] }[] }>(
    the(local, 'PrometheusRule', 'data-services'),
  );
  expect(groups.map(({ name, rules }) => `${name} ${rules.length}`)).toEqual([
    'data-services-levels 8',
    'data-services-alerts 10',
  ]);
});

describe('the exporter', () => {
  const exporter = {
    name: 'asker',
    version: 'v1',
    image: 'example.com/asker:v1',
    args: ['--file=/etc/asker/asker.yaml'],
    env: { REGION: 'here' },
    user: 65_534,
    port: 5000,
    healthPath: '/healthz',
    file: { folder: '/etc/asker', name: 'asker.yaml', content: '{}\n' },
    cpuMillis: 50,
    memoryMiB: 128,
    egress: [{ cidr: '203.0.113.0/24', ports: [{ port: 443, protocol: 'TCP' as const }] }],
  };
  const facts: KubernetesFacts = {
    ...managedFacts,
    cloudMetrics: {
      identity: {
        serviceAccountName: 'cloud-metrics',
        podLabels: { 'identity.example.com/use': 'true' },
        egress: [{ cidr: '198.51.100.1/32', ports: [{ port: 80, protocol: 'TCP' }] }],
      },
      exporter,
      scrapes: [
        {
          name: 'cloud-metrics',
          path: '/ask',
          parameters: { of: ['a', 'b'] },
          intervalSeconds: 60,
          timeoutSeconds: 30,
        },
      ],
    },
  };
  const rendered = renderManaged({ services }, facts);
  const own = (site: typeof rendered) => places(site).filter((place) => /asker|cloud-metrics/.test(place));

  it('is one program with what it reads, and how it is asked', () => {
    expect(own(rendered)).toEqual([
      'k8s/50-monitoring-exporters/ConfigMap/asker',
      'k8s/50-monitoring-exporters/Deployment/asker',
      'k8s/50-monitoring-exporters/NetworkPolicy/asker',
      'k8s/50-monitoring-exporters/ScrapeConfig/cloud-metrics',
      'k8s/50-monitoring-exporters/Service/asker',
    ]);
    expect(own(renderManaged({ services }))).toEqual([]);
    expect(own(renderManaged({ services: { tracking: services.tracking } }, facts))).toEqual([]);
  });

  it('runs once, as the account that reads metrics', () => {
    const deployment = specOf<{
      replicas: number;
      strategy: { type: string };
      template: { metadata: { labels: Record<string, string> }; spec: { serviceAccountName: string } };
    }>(the(rendered, 'Deployment', 'asker'));
    expect(deployment).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
      template: { spec: { serviceAccountName: 'cloud-metrics' } },
    });
    expect(deployment.template.metadata.labels).toMatchObject({ 'identity.example.com/use': 'true' });
  });

  it('is asked by Prometheus alone, and asks the cloud alone', () => {
    expect(specOf(the(rendered, 'NetworkPolicy', 'asker'))).toMatchObject({
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } }],
          ports: [{ port: 5000, protocol: 'TCP' }],
        },
      ],
      egress: [
        { to: [{ ipBlock: { cidr: '198.51.100.1/32' } }], ports: [{ port: 80, protocol: 'TCP' }] },
        { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 443, protocol: 'TCP' }] },
      ],
    });
  });

  it('is asked with its parameters, and by no annotation beside', () => {
    expect(specOf(the(rendered, 'ScrapeConfig', 'cloud-metrics'))).toEqual({
      staticConfigs: [
        { targets: ['asker.monitoring.svc:5000'], labels: { job: 'cloud-metrics', service: 'monitoring' } },
      ],
      metricsPath: '/ask',
      params: { of: ['a', 'b'] },
      scrapeInterval: '60s',
      scrapeTimeout: '30s',
    });
    expect(JSON.stringify(manifests(rendered).find(({ metadata }) => metadata.name === 'asker'))).not.toContain(
      'prometheus.io/scrape',
    );
  });
});
