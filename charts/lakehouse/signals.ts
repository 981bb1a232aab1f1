import type { lakehouse } from '../../services';
import type { Panel, ServiceSignals } from '../signals';

const coordinator = 'namespace="lakehouse", app="trino", component="coordinator"';
const workers = 'namespace="lakehouse", app="trino", component="worker"';
const catalog = 'namespace="lakehouse", app="lakekeeper", component="catalog"';
const checks = 'namespace="lakehouse", app="pushgateway"';
const queries = (name: string): string => `trino_execution_name_QueryManager_${name}{${coordinator}}`;
const rate = (name: string, window: string): string =>
  `sum(rate(trino_execution_name_QueryManager_${name}{${coordinator}}[${window}]))`;

/**
 * Trino's own counters at `/metrics`: the bean `trino.execution:name=QueryManager` in the words of OpenMetrics
 * (trino.io/docs/current/admin/openmetrics.html); what the checks of warehouses push (`warehouse-checks.ts`).
 */
export const lakehouseSignals: ServiceSignals<typeof lakehouse> = {
  metrics: [
    'up',
    'trino_execution_name_QueryManager_RunningQueries',
    'trino_execution_name_QueryManager_QueuedQueries',
    'trino_execution_name_QueryManager_StartedQueries',
    'trino_execution_name_QueryManager_CompletedQueries',
    'trino_execution_name_QueryManager_InternalFailures',
    'trino_execution_name_QueryManager_InsufficientResourcesFailures',
    'evenkeel_warehouse_reachable',
    'evenkeel_warehouse_checked_timestamp_seconds',
  ],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'queries',
      promise: `${availabilityPercent} % of queries do not fail for a fault of the engine`,
      goodPercent: availabilityPercent,
      bad: (window) => `${rate('InternalFailures', window)} + ${rate('InsufficientResourcesFailures', window)}`,
      all: (window) => rate('StartedQueries', window),
    },
  ],
  alerts: ({ workers: wanted, warehouses }) => [
    {
      name: 'TrinoDown',
      expression: `sum(up{${coordinator}}) == 0 or absent(up{${coordinator}})`,
      for: '5m',
      severity: 'page',
      summary: 'The coordinator of Trino does not answer: nobody can ask anything.',
      action:
        'kubectl -n lakehouse get pods, then the log of the coordinator: a wrong property stands in its last lines.',
    },
    {
      name: 'LakehouseCatalogDown',
      expression: `sum(up{${catalog}}) == 0 or absent(up{${catalog}})`,
      for: '5m',
      severity: 'page',
      summary: 'No server of the Iceberg catalogue answers: tables can neither be read nor written.',
      action: 'Look whether its database answers and its migration is done: kubectl -n lakehouse get pods,jobs.',
    },
    {
      name: 'TrinoWorkersMissing',
      expression: `(sum(up{${workers}}) or vector(0)) < ${wanted}`,
      for: '15m',
      severity: 'ticket',
      summary: `Trino has fewer workers than the ${wanted} it was given; large queries may fail.`,
      action:
        'kubectl -n lakehouse get pods: look for nodes that are too small for a worker, or for restarts by memory.',
    },
    ...(Object.keys(warehouses).length > 0
      ? ([
          {
            name: 'WarehouseUnreachable',
            expression: `max by (warehouse) (evenkeel_warehouse_reachable{${checks}}) == 0`,
            for: '30m',
            severity: 'ticket',
            summary: 'The outside warehouse {{ $labels.warehouse }} cannot be reached or does not let the site in.',
            action:
              'Read the log of its newest check: a name, a certificate, a list of addresses, or an expired secret.',
          },
          {
            name: 'WarehouseNotChecked',
            expression: `time() - max by (warehouse) (evenkeel_warehouse_checked_timestamp_seconds{${checks}}) > 7200`,
            for: '15m',
            severity: 'ticket',
            summary: 'The outside warehouse {{ $labels.warehouse }} was not checked for two hours.',
            action: 'kubectl -n lakehouse get cronjobs,jobs: look why its check does not start.',
          },
        ] as const)
      : []),
  ],
  panels: (): Panel[] => [
    {
      title: 'Queries',
      unit: 'short',
      queries: { running: `sum(${queries('RunningQueries')})`, queued: `sum(${queries('QueuedQueries')})` },
    },
    {
      title: 'Queries that ended',
      unit: 'ops',
      queries: {
        completed: rate('CompletedQueries', '15m'),
        'failed inside': rate('InternalFailures', '15m'),
        'failed for want of memory': rate('InsufficientResourcesFailures', '15m'),
      },
    },
    { title: 'Workers', unit: 'short', queries: { workers: `sum(up{${workers}})` } },
    {
      title: 'Outside warehouses',
      unit: 'short',
      queries: { '{{warehouse}}': `max by (warehouse) (evenkeel_warehouse_reachable{${checks}})` },
    },
  ],
};
