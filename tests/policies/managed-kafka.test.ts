import { serviceTenants } from '../../constructs/contracts';
import type { Site } from '../../environments/model';
import { unmetByManagedKafka } from '../../policies/managed-kafka';
import { processing, streaming } from '../../services';
import { awsSite, azureSite, googleSite, withManagedKafka } from '../fixtures/sites';

const refused = (site: Site): string[] =>
  unmetByManagedKafka(site, 0, serviceTenants(site)).map(({ code, place, value }) => `${code} ${place} ${value}`);

const sites = [
  ['aws', awsSite],
  ['google', googleSite],
  ['azure', azureSite],
] as const;

const managed = (site: (typeof sites)[number][1], config: object, stream: object = {}): Site =>
  ({
    ...withManagedKafka(site()),
    services: {
      streaming: streaming.config.parse({ broker: 'managed', ...config }),
      processing: processing.config.parse({
        streams: {
          one: {
            jar: 'jars/one.jar',
            entryClass: 'One',
            writes: [{ name: 'out', owned: true }],
            exactlyOnce: false,
            ...stream,
          },
        },
      }),
    },
  }) as Site;

test.each(sites)('%s takes topics and a stream that reads and writes them', (_cloud, site) =>
  expect(refused(withManagedKafka(site()))).toEqual([]),
);

const onAzureOnly = (config: object, expected: string, stream?: object) => {
  expect(refused(managed(awsSite, config, stream))).toEqual([]);
  expect(refused(managed(googleSite, config, stream))).toEqual([]);
  expect(refused(managed(azureSite, config, stream))).toEqual([expected]);
};

test('what one cloud cannot do is refused there and nowhere else', () => {
  onAzureOnly({ connect: { enabled: true } }, 'NEED_UNMET services.streaming connect.enabled: true');
  onAzureOnly({ topics: [{ name: 'wide', partitions: 200 }] }, 'NEED_UNMET services.streaming 200');
  onAzureOnly({ topics: [{ name: 'long', retentionHours: 8760 }] }, 'NEED_UNMET services.streaming 8760');
  onAzureOnly({}, 'NEED_UNMET services.processing exactlyOnce: true', { exactlyOnce: true });
});

test('settings of brokers are refused where neither brokers nor topics have them', () => {
  const parameters = {
    'num.partitions': 24,
    'log.retention.hours': 48,
    'log.retention.bytes': 1_073_741_824,
    'offsets.retention.minutes': 20_160,
  };
  const config = { parameters, topics: [{ name: 'events' }] };
  expect(refused(managed(awsSite, config))).toEqual([]);
  expect(refused(managed(googleSite, config))).toEqual(['NEED_UNMET services.streaming 20160']);
  expect(refused(managed(azureSite, config))).toEqual([
    'NEED_UNMET services.streaming 1073741824',
    'NEED_UNMET services.streaming 20160',
  ]);
  const site = managed(azureSite, config);
  const [finding] = unmetByManagedKafka(site, 0, serviceTenants(site));
  expect(finding).toMatchObject({ allowed: ['num.partitions', 'log.retention.hours'] });
  expect(finding?.fix).toContain('leave log.retention.bytes out');
});

test('a Kafka in the cluster has none of these bounds', () => {
  const site = managed(azureSite, { connect: { enabled: true } });
  expect(refused({ ...site, providers: { ...site.providers, kafka: 'in-cluster', topic: 'in-cluster' } })).toEqual([]);
});

test.each(sites)('%s has no broker for nobody: without a topic there is nothing to sign in for', (_cloud, site) => {
  const config = streaming.config.parse({ broker: 'managed' });
  expect(refused({ ...withManagedKafka(site()), services: { streaming: config } } as Site)).toEqual([
    'NEED_UNMET services.streaming.topics ',
  ]);
});
