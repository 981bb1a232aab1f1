import type { GoogleSite } from '../../../environments/model';
import { type CloudMetrics, managedStores, metricsIdentity, type StoreKind, storeKinds } from '../../contracts';
import type { GoogleGrant } from '../types';
import { copyAges } from './copy-metrics';
import { identity } from './identity';
import { labelPatterns, monitored } from './store-metrics';

/** The first that leaves colons in filters. */
const version = 'v0.19.0';
const port = 9255;

/** Reading metrics, of the whole project: Cloud Monitoring knows no narrower resource, so the site's project bounds it. */
export const metricsRole = 'roles/monitoring.viewer';
export const readMetrics: readonly GoogleGrant[] = [{ on: 'metrics', role: metricsRole }];

/** Of a kind that the cloud runs for the site: its metrics, and only those of the site's own stores. */
function flagsOf<K extends StoreKind>(site: GoogleSite, kind: K): string[] {
  const patterns = managedStores(site, kind).map(labelPatterns[kind]);
  if (patterns.length === 0) return [];
  const { prefix, label, metrics } = monitored[kind];
  return [
    ...metrics.map((metric) => `--monitoring.metrics-prefixes=${prefix}${metric}`),
    `--monitoring.filters=${prefix}:resource.labels.${label}=monitoring.regex.full_match("${patterns.join('|')}")`,
  ];
}

/**
 * stackdriver_exporter, which asks Cloud Monitoring whenever it is asked: once a minute by each Prometheus, because counts
 * come as differences of a minute, and only the newest is taken.
 *
 * | store | series | series a month by two Prometheus servers |
 * |---|---|---|
 * | PostgreSQL | 5 + two a database (about 3) | 11 x 60 x 730 h x 2 = 963,600; each copy for reads 1,051,200 |
 * | Kafka | 7, and one a consumer group and partition that it reads | 613,200, and 87,600 each |
 * | cache | 6 | 525,600 |
 *
 * The first million series a month of a billing account are free, a million more cost 0.50 USD.
 * Source: cloud.google.com/stackdriver/pricing, 2026-11; github.com/prometheus-community/stackdriver_exporter.
 */
export function cloudMetrics(site: GoogleSite): CloudMetrics | undefined {
  const request = metricsIdentity(site);
  if (!request) return undefined;
  return {
    identity: identity.bind(request),
    exporter: {
      name: 'stackdriver-exporter',
      version,
      image: `docker.io/prometheuscommunity/stackdriver-exporter:${version}`,
      args: [
        `--google.project-ids=${site.projectId}`,
        `--web.listen-address=:${port}`,
        ...storeKinds.flatMap((kind) => flagsOf(site, kind)),
        // Differences become counters, like those of every other software.
        '--monitoring.aggregate-deltas',
        // Descriptions of metrics change with releases of Google's, not by the minute.
        '--monitoring.descriptor-cache-ttl=1h',
        '--stackdriver.max-retries=2',
      ],
      env: {},
      user: 65_534,
      port,
      healthPath: '/',
      cpuMillis: 50,
      memoryMiB: 128,
      egress: [],
    },
    copyAges: copyAges(site),
    scrapes: [{ name: 'cloud-metrics', path: '/metrics', intervalSeconds: 60, timeoutSeconds: 30 }],
  };
}
