import type { AzureSite } from '../../environments/model';
import type { NeedRequest, StoreLevels } from '../contracts';
import { processingUnits } from './kafka-sizes';
import { eventNamespaceName, postgresServerName, resourceId } from './names';
import { postgresSku } from './postgres-sizes';

/** Kinds that Azure runs; caches are left to the cluster. */
export type AzureStoreKind = 'postgres' | 'kafka';

type Request<K extends AzureStoreKind> = NeedRequest<K, AzureSite>;

/** What Azure Monitor adds a metric up over, and for how long the exporter keeps an answer. */
export const periodSeconds = 300;

const tebibyte = 1024 ** 4;

/** One series of azure-metrics-exporter: all have one name and are told apart by labels. */
const series = (resourceName: string, metric: string, aggregation: 'average' | 'maximum' | 'total'): string =>
  `azurerm_resource_metric{resourceName="${resourceName}",metric="${metric}",aggregation="${aggregation}"}`;

const serverName = ({ site, service, name }: Request<'postgres'>): string => postgresServerName(site, service, name);

export const storeIds: { readonly [K in AzureStoreKind]: (request: Request<K>) => string } = {
  postgres: (request) =>
    resourceId(request.site, 'data', 'Microsoft.DBforPostgreSQL/flexibleServers', serverName(request)),
  kafka: ({ site }) => resourceId(site, 'data', 'Microsoft.EventHub/namespaces', eventNamespaceName(site)),
};

interface AskedMetrics {
  readonly metrics: readonly string[];
  readonly aggregations: readonly string[];
  /** One series for each value of this dimension. Default: one in all. */
  readonly each?: string;
}

/**
 * Source: learn.microsoft.com/azure/azure-monitor/reference/supported-metrics, flexibleServers and EventHub/namespaces,
 * 2026-11. Sizes are known by event hub only, and asked for apart: Azure refuses a request as a whole.
 */
export const askedMetrics: { readonly [K in AzureStoreKind]: Readonly<Record<string, AskedMetrics>> } = {
  postgres: {
    servers: {
      metrics: ['storage_percent', 'active_connections', 'cpu_percent'],
      aggregations: ['average', 'maximum'],
    },
  },
  kafka: {
    traffic: {
      metrics: ['IncomingBytes', 'OutgoingBytes', 'ThrottledRequests', 'NamespaceCpuUsage'],
      aggregations: ['total', 'maximum'],
    },
    sizes: { metrics: ['Size'], aggregations: ['average'], each: 'EntityName' },
  },
};

/**
 * `max_connections` where nobody sets it, by machine: 4, 8 and 16 GiB.
 * Source: learn.microsoft.com/azure/postgresql/configure-maintain/concepts-limits, 2026-11.
 */
const connectionLimits: Readonly<Record<string, number>> = {
  B_Standard_B2s: 429,
  GP_Standard_D2ds_v5: 859,
  GP_Standard_D4ds_v5: 1718,
};

function connectionLimit({ need }: Request<'postgres'>): number {
  const sku = postgresSku(need);
  const limit = connectionLimits[sku];
  if (limit === undefined) throw new Error(`${sku}: how many connections does Azure take on it?`);
  return limit;
}

const eventSeries = ({ site }: Request<'kafka'>, metric: string, aggregation: 'average' | 'maximum' | 'total') =>
  series(eventNamespaceName(site), metric, aggregation);

/** Azure's metrics in the words of every store. A processing unit of the premium tier has room for a tebibyte. */
export const storeLevels: { readonly [K in AzureStoreKind]: (request: Request<K>) => StoreLevels<K> } = {
  postgres: (request) => ({
    storageUsed: `max(${series(serverName(request), 'storage_percent', 'average')}) / 100`,
    connections: `max(${series(serverName(request), 'active_connections', 'maximum')}) / ${connectionLimit(request)}`,
    replicationLag: { unmeasured: 'the standby in the second zone confirms every write, and Azure shows no lag of it' },
    cpu: `max(${series(serverName(request), 'cpu_percent', 'average')}) / 100`,
  }),
  kafka: (request) => ({
    storageUsed: `sum(${eventSeries(request, 'Size', 'average')}) / ${processingUnits[request.need.size] * tebibyte}`,
    bytesIn: `sum(${eventSeries(request, 'IncomingBytes', 'total')}) / ${periodSeconds}`,
    bytesOut: `sum(${eventSeries(request, 'OutgoingBytes', 'total')}) / ${periodSeconds}`,
    offlinePartitions: {
      unmeasured: 'Event Hubs keeps leaders to itself: a partition without one shows as errors of clients',
    },
    throttled: `max(${eventSeries(request, 'ThrottledRequests', 'total')}) > bool 0`,
    cpu: `max(${eventSeries(request, 'NamespaceCpuUsage', 'maximum')}) / 100`,
  }),
};
