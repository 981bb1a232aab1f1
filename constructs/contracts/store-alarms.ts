import type { CapabilityId, Evidence } from './capabilities';
import type { Absent } from './need-provider';
import { storeSeries, type Unmeasured } from './store-levels';

/** Promises of what is told of data services before their clients notice. */
export type AlarmId = Extract<CapabilityId, `${string}.alarm-${string}`>;

const { postgres, kafka, cache } = storeSeries;

/** The series that each of them goes by. */
const alarmSeries: { readonly [A in AlarmId]: readonly [string, ...string[]] } = {
  'postgres.alarm-load': [
    postgres.storageUsed,
    postgres.connections,
    postgres.cpu,
    postgres.memoryUsed,
    postgres.transactionIds,
  ],
  'postgres.alarm-replica-lag': [postgres.replicationLag],
  'postgres.alarm-deadlocks': [postgres.deadlocks],
  'postgres.alarm-long-transactions': [postgres.longestTransaction],
  'postgres.alarm-backups': [postgres.backupAge],
  'postgres.alarm-log-archive': [postgres.archiveFailures],
  'kafka.alarm-storage': [kafka.storageUsed],
  'kafka.alarm-processors': [kafka.cpu],
  'kafka.alarm-memory': [kafka.memoryUsed],
  'kafka.alarm-offline-partitions': [kafka.offlinePartitions],
  'kafka.alarm-missing-copies': [kafka.underReplicated],
  'kafka.alarm-consumer-lag': [kafka.consumerLag],
  'kafka.alarm-throttling': [kafka.throttled],
  'cache.alarm-load': [cache.connections, cache.cpu],
  'cache.alarm-full': [cache.memoryUsed],
  'cache.alarm-evictions': [cache.evictions, cache.hitRatio],
  'cache.alarm-replica-lag': [cache.replicationLag],
};

/** Alarms that a provider cannot raise, with the reason and what to do instead. */
export type SilentAlarms = Readonly<Partial<Record<AlarmId, Absent>>>;

/** The same reason, said of the level that the alarm would go by. */
export const unmeasured = ({ absent }: Absent): Unmeasured => ({ unmeasured: absent });

const rules = {
  in: 'kubernetes',
  type: 'PrometheusRule',
  where: { path: 'metadata.name', equals: 'data-services' },
} as const;

const escaped = (series: string): string => series.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A series shows where it is recorded and where an alert goes by it. */
const evidenceOf = (series: string): readonly [Evidence, Evidence] => [
  { ...rules, path: 'spec.groups', is: { matches: new RegExp(`"record":"${escaped(series)}"`) } },
  { ...rules, path: 'spec.groups', is: { matches: new RegExp(`"expr":"${escaped(series)}[ {]`) } },
];

/** Where alarms on data services show, the same whoever runs them; or why there is none. */
export const alarmEvidence = <S extends SilentAlarms>(silent: S) =>
  Object.fromEntries(
    (Object.keys(alarmSeries) as AlarmId[]).map((alarm) => [
      alarm,
      silent[alarm] ?? alarmSeries[alarm].flatMap(evidenceOf),
    ]),
  ) as { readonly [A in AlarmId]: readonly [Evidence, ...Evidence[]] | Absent };
