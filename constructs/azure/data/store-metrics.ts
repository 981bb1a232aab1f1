import type { AzureSite } from '../../../environments/model';
import {
  chosenConnections,
  type NeedRequest,
  readReplicaParts,
  type SilentAlarms,
  type StoreLevels,
  transactionIds,
  unmeasured,
} from '../../contracts';
import { eventNamespaceName, postgresServerName, resourceId } from '../names';
import { processingUnits } from './kafka-sizes';
import { postgresSku } from './postgres-sizes';

/** Kinds that Azure runs; caches are left to the cluster. */
export type AzureStoreKind = 'postgres' | 'kafka';

type Request<K extends AzureStoreKind> = NeedRequest<K, AzureSite>;

/** What Azure Monitor adds a metric up over, and for how long the exporter keeps an answer. */
export const periodSeconds = 300;

const tebibyte = 1024 ** 4;

/** One series of azure-metrics-exporter: all have one name and are told apart by labels. */
export const metricSeries = (
  resourceName: string,
  metric: string,
  aggregation: 'average' | 'maximum' | 'total',
): string => `azurerm_resource_metric{resourceName="${resourceName}",metric="${metric}",aggregation="${aggregation}"}`;

const serverName = ({ site, service, name }: Request<'postgres'>, ...part: string[]): string =>
  postgresServerName(site, service, name, ...part);

/** The server and its copies for reads. */
const serverNames = (request: Request<'postgres'>): string[] => [
  serverName(request),
  ...readReplicaParts(request.need).map((part) => serverName(request, part)),
];

/** Of the server and its copies. */
const serverSeries = (
  request: Request<'postgres'>,
  metric: string,
  aggregation: 'average' | 'maximum' | 'total',
): string => {
  const names = serverNames(request);
  const [only = ''] = names;
  return names.length === 1
    ? metricSeries(only, metric, aggregation)
    : metricSeries(names.join('|'), metric, aggregation).replace('resourceName=', 'resourceName=~');
};

/** The server itself, and those that copy it. */
export const storeIds: { readonly [K in AzureStoreKind]: (request: Request<K>) => [string, ...string[]] } = {
  postgres: (request) => {
    const id = (name: string): string =>
      resourceId(request.site, 'data', 'Microsoft.DBforPostgreSQL/flexibleServers', name);
    const [server = '', ...copies] = serverNames(request).map(id);
    return [server, ...copies];
  },
  kafka: ({ site }) => [resourceId(site, 'data', 'Microsoft.EventHub/namespaces', eventNamespaceName(site))],
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
      metrics: [
        'storage_percent',
        'active_connections',
        'cpu_percent',
        'maximum_used_transactionIDs',
        'physical_replication_delay_in_seconds',
        'cpu_credits_remaining',
        'memory_percent',
        'deadlocks',
        'longest_transaction_time_sec',
      ],
      aggregations: ['average', 'maximum', 'total'],
    },
  },
  kafka: {
    traffic: {
      metrics: ['IncomingBytes', 'OutgoingBytes', 'ThrottledRequests', 'NamespaceCpuUsage', 'NamespaceMemoryUsage'],
      aggregations: ['total', 'maximum'],
    },
    sizes: { metrics: ['Size'], aggregations: ['average'], each: 'EntityName' },
  },
};

/** Credits that a B2s saves up. Source: learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/b-family, 2026-11. */
const mostCredits = 576;

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
  const chosen = chosenConnections(need);
  if (chosen !== undefined) return chosen;
  const sku = postgresSku(need);
  const limit = connectionLimits[sku];
  if (limit === undefined) throw new Error(`${sku}: how many connections does Azure take on it?`);
  return limit;
}

const eventSeries = ({ site }: Request<'kafka'>, metric: string, aggregation: 'average' | 'maximum' | 'total') =>
  metricSeries(eventNamespaceName(site), metric, aggregation);

const leadersHidden = 'Event Hubs keeps the leaders and copies of partitions to itself';

/** What Azure Monitor has no metric of. */
export const silentAlarms = {
  'postgres.alarm-backups': {
    absent: 'Azure Monitor has the size of backups and not their age',
    instead: 'Azure reports a failed backup as resource health; az postgres flexible-server backup list',
  },
  'postgres.alarm-log-archive': {
    absent: 'Azure Monitor does not count the logs of a flexible server that could not be copied',
    instead: 'az postgres flexible-server show: earliestRestoreDate, and a restore to the last minute as a drill',
  },
  'kafka.alarm-offline-partitions': {
    absent: leadersHidden,
    instead: 'a partition without a leader shows as errors of clients: alert on those of your own services',
  },
  'kafka.alarm-missing-copies': {
    absent: leadersHidden,
    instead: 'Azure answers for copies by its own agreement on the service; its resource health tells of a lost zone',
  },
  'kafka.alarm-consumer-lag': {
    absent: 'Azure Monitor has the lag of consumer groups as logs of applications only, and as no metric',
    instead: 'let the consumers export their own lag: records-lag-max of their client',
  },
} as const satisfies SilentAlarms;

/** Azure's metrics in the words of every store. A processing unit of the premium tier has room for a tebibyte. */
export const storeLevels: { readonly [K in AzureStoreKind]: (request: Request<K>) => StoreLevels<K> } = {
  postgres: (request) => ({
    storageUsed: `max(${serverSeries(request, 'storage_percent', 'average')}) / 100`,
    connections: `max(${serverSeries(request, 'active_connections', 'maximum')}) / ${connectionLimit(request)}`,
    replicationLag:
      (request.need.readReplicas ?? 0) > 0
        ? `max(${serverSeries(request, 'physical_replication_delay_in_seconds', 'maximum')})`
        : { unmeasured: 'the standby in the second zone confirms every write, and Azure shows no lag of it' },
    cpu: `max(${serverSeries(request, 'cpu_percent', 'average')}) / 100`,
    transactionIds: `max(${serverSeries(request, 'maximum_used_transactionIDs', 'maximum')}) / ${transactionIds}`,
    burstSpent: postgresSku(request.need).startsWith('B_')
      ? `clamp_min(1 - min(${serverSeries(request, 'cpu_credits_remaining', 'average')}) / ${mostCredits}, 0)`
      : { unmeasured: 'its machine has all of its processors all the time' },
    memoryUsed: `max(${serverSeries(request, 'memory_percent', 'average')}) / 100`,
    deadlocks: `sum(${serverSeries(request, 'deadlocks', 'total')}) / ${periodSeconds}`,
    longestTransaction: `max(${serverSeries(request, 'longest_transaction_time_sec', 'maximum')})`,
    backupAge: unmeasured(silentAlarms['postgres.alarm-backups']),
    archiveFailures: unmeasured(silentAlarms['postgres.alarm-log-archive']),
  }),
  kafka: (request) => ({
    storageUsed: `sum(${eventSeries(request, 'Size', 'average')}) / ${processingUnits[request.need.size] * tebibyte}`,
    bytesIn: `sum(${eventSeries(request, 'IncomingBytes', 'total')}) / ${periodSeconds}`,
    bytesOut: `sum(${eventSeries(request, 'OutgoingBytes', 'total')}) / ${periodSeconds}`,
    offlinePartitions: unmeasured(silentAlarms['kafka.alarm-offline-partitions']),
    throttled: `max(${eventSeries(request, 'ThrottledRequests', 'total')}) > bool 0`,
    cpu: `max(${eventSeries(request, 'NamespaceCpuUsage', 'maximum')}) / 100`,
    memoryUsed: `max(${eventSeries(request, 'NamespaceMemoryUsage', 'maximum')}) / 100`,
    underReplicated: unmeasured(silentAlarms['kafka.alarm-missing-copies']),
    consumerLag: unmeasured(silentAlarms['kafka.alarm-consumer-lag']),
  }),
};
