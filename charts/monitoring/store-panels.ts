import { type StoreKind, storeSeries } from '../../constructs/contracts';
import type { Panel } from '../signals';
import type { WatchedStore } from './stores';

const { postgres, kafka, cache } = storeSeries;

interface LevelPanel extends Omit<Panel, 'queries'> {
  /** Series by what they are called in the legend, after the store. */
  readonly series: Readonly<Record<string, string>>;
}

const levelPanels: { readonly [K in StoreKind]: readonly LevelPanel[] } = {
  postgres: [
    {
      title: 'PostgreSQL: in use',
      unit: 'percentunit',
      series: {
        storage: postgres.storageUsed,
        connections: postgres.connections,
        processor: postgres.cpu,
        memory: postgres.memoryUsed,
        'transaction ids': postgres.transactionIds,
        'burst spent': postgres.burstSpent,
      },
    },
    { title: 'PostgreSQL: the copy furthest behind', unit: 's', series: { behind: postgres.replicationLag } },
    {
      title: 'PostgreSQL: longest transaction, age of the newest backup',
      unit: 's',
      series: { transaction: postgres.longestTransaction, backup: postgres.backupAge },
    },
    {
      title: 'PostgreSQL: deadlocks, logs not archived',
      unit: 'ops',
      series: { deadlocks: postgres.deadlocks, 'not archived': postgres.archiveFailures },
    },
  ],
  kafka: [
    {
      title: 'Kafka: in use',
      unit: 'percentunit',
      series: { storage: kafka.storageUsed, processor: kafka.cpu, memory: kafka.memoryUsed },
    },
    { title: 'Kafka: bytes a second', unit: 'bytes', series: { in: kafka.bytesIn, out: kafka.bytesOut } },
    {
      title: 'Kafka: partitions offline or short of copies, clients held back',
      unit: 'short',
      series: {
        offline: kafka.offlinePartitions,
        'short of copies': kafka.underReplicated,
        'held back': kafka.throttled,
      },
    },
    {
      title: 'Kafka: records that the group furthest behind has to read',
      unit: 'short',
      series: { records: kafka.consumerLag },
    },
  ],
  cache: [
    {
      title: 'Cache: in use',
      unit: 'percentunit',
      series: { memory: cache.memoryUsed, connections: cache.connections, processor: cache.cpu },
    },
    { title: 'Cache: the copy furthest behind', unit: 's', series: { behind: cache.replicationLag } },
    { title: 'Cache: reads that find their key', unit: 'percentunit', series: { found: cache.hitRatio } },
    { title: 'Cache: keys evicted', unit: 'ops', series: { evicted: cache.evictions } },
  ],
};

/** What the dashboard of a service shows of its own data services, alike whoever runs them. */
export function storePanels(service: string, stores: readonly WatchedStore[]): Panel[] {
  const own = stores.filter((store) => store.service === service);
  const measured = new Set(own.flatMap(({ recordings }) => Object.keys(recordings)));
  return [...new Set(own.map(({ kind }) => kind))]
    .flatMap((kind) => levelPanels[kind])
    .map(({ title, unit, series }) => ({
      title,
      unit,
      queries: Object.fromEntries(
        Object.entries(series)
          .filter(([, name]) => measured.has(name))
          .map(([legend, name]) => [`{{store}} ${legend}`, `${name}{service="${service}"}`]),
      ),
    }))
    .filter(({ queries }) => Object.keys(queries).length > 0);
}
