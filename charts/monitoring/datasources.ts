import type { ChartContext } from '../chart-context';
import type { MonitoringProps } from './monitoring-props';
import { namespace } from './parts';
import { lokiUrl } from './telemetry/loki';
import { tempoHost, tempoPorts } from './telemetry/tempo';
import { names, ports } from './thanos/thanos';

/** How dashboards and data sources call each other. The first one Prometheus' own chart makes. */
export const datasourceUids = { prometheus: 'prometheus', fleet: 'thanos', logs: 'loki', traces: 'tempo' } as const;

const fleet = {
  name: 'Thanos',
  uid: datasourceUids.fleet,
  type: 'prometheus',
  access: 'proxy',
  url: `http://${names.frontend}.${namespace}.svc:${ports.http}`,
  jsonData: { prometheusType: 'Thanos', timeInterval: '30s', httpMethod: 'POST' },
};

const logs = ({ site }: ChartContext, withTraces: boolean) => ({
  name: 'Loki',
  uid: datasourceUids.logs,
  type: 'loki',
  access: 'proxy',
  url: lokiUrl,
  jsonData: {
    httpHeaderName1: 'X-Scope-OrgID',
    ...(withTraces
      ? {
          derivedFields: [
            {
              name: 'trace',
              matcherType: 'label',
              matcherRegex: 'trace_id',
              datasourceUid: datasourceUids.traces,
              // Twice the sign: once would be a variable of the environment.
              url: '$${__value.raw}',
            },
          ],
        }
      : {}),
  },
  secureJsonData: { httpHeaderValue1: site },
});

const traces = (withLogs: boolean) => ({
  name: 'Tempo',
  uid: datasourceUids.traces,
  type: 'tempo',
  access: 'proxy',
  url: `http://${tempoHost}:${tempoPorts.http}`,
  jsonData: withLogs
    ? {
        tracesToLogsV2: {
          datasourceUid: datasourceUids.logs,
          spanStartTimeShift: '-5m',
          spanEndTimeShift: '5m',
          filterByTraceID: true,
          tags: [{ key: 'service.name', value: 'service_name' }],
        },
      }
    : {},
});

/** What Grafana asks beside Prometheus; from a line of a log to its trace and back. */
export const datasources = (context: ChartContext, config: MonitoringProps['config']) => [
  ...(config.longTerm.enabled ? [fleet] : []),
  ...(config.logs.enabled ? [logs(context, config.traces.enabled)] : []),
  ...(config.traces.enabled ? [traces(config.logs.enabled)] : []),
];
