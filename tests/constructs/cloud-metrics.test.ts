import { platform as aws } from '../../constructs/aws';
import { platform as azure } from '../../constructs/azure';
import {
  type CloudMetrics,
  isAbsent,
  type KubernetesFacts,
  managedStores,
  metricsTenants,
  type NeedRequest,
  requestsOf,
  type StoreKind,
  type StoreLevels,
  serviceTenants,
  storeKinds,
  storeSeries,
} from '../../constructs/contracts';
import { platform as google } from '../../constructs/google';
import { storeLevels } from '../../constructs/google/data/store-metrics';
import { inClusterNeeds } from '../../constructs/in-cluster';
import type { Site } from '../../environments/model';
import { monitoring } from '../../services';
import { parseExpression } from '../charts/monitoring/metric-names';
import { watchedSites } from '../fixtures/watched-stores';

const sites = watchedSites;

const metricsOf = ({ cloudMetrics }: KubernetesFacts): CloudMetrics => {
  if (!cloudMetrics) throw new Error('no exporter');
  return cloudMetrics;
};

const facts = {
  aws: aws.kubernetes(sites.aws),
  google: google.kubernetes(sites.google),
  azure: azure.kubernetes(sites.azure),
};

interface Levelled {
  levels?(request: NeedRequest): StoreLevels;
}

const levelled = {
  aws: aws.needs,
  google: google.needs,
  azure: azure.needs,
  'in-cluster': inClusterNeeds,
} as unknown as Readonly<Record<string, Readonly<Record<StoreKind, Levelled>>>>;

const requestsOn = (site: Site, kind: StoreKind): NeedRequest[] =>
  serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, kind));

describe.each([
  ['aws', sites.aws],
  ['google', sites.google],
  ['azure', sites.azure],
  ['in-cluster', sites.aws],
] as const)('%s', (provider, site) => {
  const kinds = storeKinds.filter((kind) => !isAbsent(levelled[provider]?.[kind] as object));

  it.each(kinds)('says every level of %s in PromQL, or why it cannot', (kind) => {
    const requests = requestsOn(site, kind);
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      const levels = levelled[provider]?.[kind].levels?.(request) as Record<string, string | { unmeasured: string }>;
      expect(Object.keys(levels).sort()).toEqual(Object.keys(storeSeries[kind]).sort());
      for (const level of Object.values(levels)) {
        if (typeof level !== 'string') expect(level.unmeasured.length).toBeGreaterThan(20);
        // One series without labels, whatever the servers are called: it gets those of the store.
        else
          expect([level, parseExpression(level).valid, /^(clamp_min\(1 - )?(max|min|sum)\(/.test(level)]).toEqual([
            level,
            true,
            true,
          ]);
      }
    }
  });

  it('tells stores of one kind apart', () => {
    for (const kind of kinds) {
      const all = requestsOn(site, kind).map((request) => JSON.stringify(levelled[provider]?.[kind].levels?.(request)));
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

describe('who reads metrics', () => {
  it.each(Object.values(sites))('is an account of its own on $name, which gets nothing else', (site) => {
    expect(metricsTenants(site)).toEqual([
      {
        name: 'monitoring',
        namespace: 'monitoring',
        needs: { 'cloud-metrics': { kind: 'identity', serviceAccount: 'cloud-metrics', grants: 'site-metrics' } },
      },
    ]);
  });

  it.each([
    ['without a Prometheus', { services: { databases: sites.aws.services.databases } }],
    [
      'that does not want it',
      { services: { ...sites.aws.services, monitoring: monitoring.config.parse({ managedStores: false }) } },
    ],
    [
      'where everything runs in the cluster',
      { providers: { ...sites.aws.providers, postgres: 'in-cluster', kafka: 'in-cluster', cache: 'in-cluster' } },
    ],
    ['without a data service', { services: { monitoring: monitoring.config.parse({}) } }],
  ] as const)('is nobody on a site %s', (_which, overrides) => {
    const site = { ...sites.aws, ...overrides } as typeof sites.aws;
    expect(metricsTenants(site)).toEqual([]);
    expect(aws.kubernetes(site).cloudMetrics).toBeUndefined();
  });
});

describe('YACE', () => {
  const { exporter, scrapes } = metricsOf(facts.aws);
  const { static: jobs, ...rest } = JSON.parse(exporter.file?.content ?? '') as {
    static: {
      name: string;
      namespace: string;
      regions: string[];
      dimensions: { name: string; value: string }[];
      metrics: { name: string; statistics: string[]; period: number; length: number }[];
    }[];
  };

  it('asks for servers by name, and finds nothing but what consumer groups lag behind', () => {
    const found = { name: 'SumOffsetLag', statistics: ['Maximum'], period: 300, length: 600 };
    expect(rest).toEqual({
      apiVersion: 'v1alpha1',
      'sts-region': 'eu-west-1',
      customNamespace: [
        {
          name: 'streaming-kafka',
          namespace: 'AWS/Kafka',
          regions: ['eu-west-1'],
          dimensionNameRequirements: ['Cluster Name', 'Consumer Group', 'Topic'],
          recentlyActiveOnly: true,
          metrics: [found],
        },
      ],
    });
    expect(exporter.args).toContain(`--config.file=${exporter.file?.folder}/${exporter.file?.name}`);
    expect(jobs.map(({ name, dimensions }) => [name, dimensions.map(({ value }) => value).join(' ')])).toEqual([
      ['tracking-database', 'acme-test-aws-eu-west-1-tracking-database-fc34a14c'],
      ['streaming-schemas', expect.stringContaining('streaming-schemas')],
      ['streaming-kafka', expect.stringMatching(/-kafka-\w{8}$/)],
      ['streaming-kafka', expect.stringMatching(/-kafka-\w{8} 1$/)],
      ['streaming-kafka', expect.stringMatching(/-kafka-\w{8} 2$/)],
      ['streaming-kafka', expect.stringMatching(/-kafka-\w{8} 3$/)],
      ['databases-caches-sessions', expect.stringMatching(/-001$/)],
      ['databases-caches-sessions', expect.stringMatching(/-002$/)],
      ['databases-caches-sessions', expect.stringMatching(/-003$/)],
      ['databases-caches-small', expect.stringMatching(/-001$/)],
    ]);
  });

  // `Static.validateStaticJob` and `Metric.validateMetric` in its pkg/config/config.go refuse anything else.
  it('has what it validates when it starts', () => {
    for (const { name, namespace, regions, metrics } of jobs) {
      expect([name, namespace, regions.length, metrics.length > 0]).toEqual([
        expect.stringMatching(/./),
        expect.stringMatching(/^AWS\//),
        1,
        true,
      ]);
      for (const metric of metrics) {
        expect(Object.keys(metric).sort()).toEqual(['length', 'name', 'period', 'statistics']);
        expect(metric.length).toBeGreaterThanOrEqual(metric.period);
      }
    }
  });

  it('stays within the free million of requests a month, though each metric of each server is one', () => {
    const metrics = jobs.reduce((sum, job) => sum + job.metrics.length, 0);
    expect(metrics * (3600 / 300) * 730).toBeLessThan(1_000_000);
    expect(exporter.args).toContain('--scraping-interval=300');
    expect(scrapes).toHaveLength(1);
  });
});

describe('stackdriver_exporter', () => {
  const { exporter } = metricsOf(facts.google);
  const filters = exporter.args.filter((arg) => arg.startsWith('--monitoring.filters='));

  it('asks for metrics one by one, of the stores of the site only', () => {
    expect(exporter.args).toContain('--google.project-ids=acme-ml-test');
    expect(exporter.args.filter((arg) => arg.startsWith('--monitoring.metrics-prefixes='))).toHaveLength(22);
    expect(filters).toHaveLength(3);
    expect(filters[0]).toMatch(
      /^--monitoring.filters=cloudsql.googleapis.com\/database\/:resource.labels.database_id=/,
    );
  });

  it('filters by what the levels select', () => {
    const [database] = managedStores(sites.google, 'postgres');
    if (!database) throw new Error('no database');
    const { storageUsed } = storeLevels.postgres(database);
    const selected = /database_id=~"([^"]+)"/.exec(`${storageUsed}`)?.[1];
    expect(selected).toMatch(/^acme-ml-test:acme-test-gcp-europe-west1-tracking-database-\w{8}$/);
    expect(filters[0]).toContain(selected);
  });
});

describe('azure-metrics-exporter', () => {
  const { exporter, scrapes, identity } = metricsOf(facts.azure);

  it('asks for each server by its id, and for the sizes of event hubs apart', () => {
    expect(scrapes.map(({ name }) => name)).toEqual([
      'cloud-metrics-postgres-servers',
      'cloud-metrics-kafka-traffic',
      'cloud-metrics-kafka-sizes',
    ]);
    for (const { path, parameters } of scrapes) {
      expect(path).toBe('/probe/metrics/resource');
      expect(parameters?.subscription).toHaveLength(1);
      for (const target of parameters?.target ?? []) {
        expect(target).toMatch(
          /^\/subscriptions\/[\w-]+\/resourceGroups\/test-azure-westeurope-data\/providers\/Microsoft\./,
        );
      }
    }
  });

  it('keeps answers for as long as they are about, and signs in as its pod', () => {
    expect(exporter.env.ENABLE_CACHING).toBe('true');
    for (const { parameters } of scrapes) expect(parameters).toMatchObject({ interval: ['PT5M'], timespan: ['PT5M'] });
    expect(identity.podLabels).toEqual({ 'azure.workload.identity/use': 'true' });
  });
});
