import type { AzureSite } from '../../../environments/model';
import {
  type CloudMetrics,
  type MetricsScrape,
  managedStores,
  metricsIdentity,
  type NetworkPeer,
} from '../../contracts';
import type { AzureGrant } from '../types';
import { copyAges } from './copy-metrics';
import { identity } from './identity';
import { type AzureStoreKind, askedMetrics, periodSeconds, storeIds } from './store-metrics';

const version = '25.12.0';
const port = 8080;

/** Reading the metrics of one resource. */
export const readMetrics = (id: string): AzureGrant => ({
  name: `metrics-${id.slice(id.lastIndexOf('/') + 1)}`,
  role: 'Monitoring Reader',
  on: id,
});

/** Azure's resource manager answers at public addresses of its own choosing. */
const resourceManager: NetworkPeer = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ports: [{ port: 443, protocol: 'TCP' }],
};

const period = `PT${periodSeconds / 60}M`;

/** Each by its own id: the exporter need not list what there is, and may not. */
function scrapesOf<K extends AzureStoreKind>(site: AzureSite, kind: K): MetricsScrape[] {
  const targets = managedStores(site, kind).flatMap(storeIds[kind]);
  if (targets.length === 0) return [];
  return Object.entries(askedMetrics[kind]).map(([name, { metrics, aggregations, each }]) => ({
    name: `cloud-metrics-${kind}-${name}`,
    path: '/probe/metrics/resource',
    parameters: {
      subscription: [site.subscriptionId],
      target: targets,
      metric: metrics,
      aggregation: aggregations,
      interval: [period],
      timespan: [period],
      ...(each ? { metricFilter: [`${each} eq '*'`], metricTop: ['200'] } : {}),
    },
    intervalSeconds: 60,
    timeoutSeconds: 30,
  }));
}

/**
 * azure-metrics-exporter, which keeps each answer for as long as the time it is about: Azure is asked every five minutes,
 * once for all metrics of a server, however often the exporter is scraped.
 *
 * | store | requests a month |
 * |---|---|
 * | PostgreSQL, and each copy for reads | 12 an hour x 730 h = 8,760 |
 * | Kafka | 2 x 8,760 = 17,520 |
 *
 * The first million requests a month are free, 1,000 more cost 0.01 USD.
 * Source: azure.microsoft.com/pricing/details/monitor, 2026-11; github.com/webdevops/azure-metrics-exporter.
 */
export function cloudMetrics(site: AzureSite): CloudMetrics | undefined {
  const request = metricsIdentity(site);
  if (!request) return undefined;
  return {
    identity: identity.bind(request),
    exporter: {
      name: 'azure-metrics-exporter',
      version,
      image: `docker.io/webdevops/azure-metrics-exporter:${version}`,
      args: [],
      env: { AZURE_ENVIRONMENT: 'AZUREPUBLICCLOUD', ENABLE_CACHING: 'true' },
      user: 1000,
      port,
      // Of the program itself: nobody is asked for them.
      healthPath: '/metrics',
      cpuMillis: 50,
      memoryMiB: 200,
      egress: [resourceManager],
    },
    copyAges: copyAges(site),
    scrapes: [...scrapesOf(site, 'postgres'), ...scrapesOf(site, 'kafka')],
  };
}
