import type { ChartContext } from '../../chart-context';
import { collectorPorts, collectorTelemetry, healthCheck, memoryLimiter, patience } from './collector';
import { lokiUrl } from './loki';
import { tempoHost, tempoPorts } from './tempo';

export interface GatewayConfigurationProps {
  readonly context: ChartContext;
  readonly logs: boolean;
  readonly traces: boolean;
  /** Errors go out too; where, the environment of the container says. */
  readonly errors: boolean;
}

/** Environment variables with the address and the key of the error tracker. */
export const errorVariables = { endpoint: 'ERROR_TRACKING_ENDPOINT', key: 'ERROR_TRACKING_KEY' } as const;

const exporters = ({ context, logs, traces, errors }: GatewayConfigurationProps) => ({
  ...(logs
    ? {
        'otlp_http/logs': {
          endpoint: `${lokiUrl}/otlp`,
          headers: { 'X-Scope-OrgID': context.site },
          sending_queue: { queue_size: 2000 },
          ...patience,
        },
      }
    : {}),
  ...(traces
    ? {
        'otlp_grpc/traces': {
          endpoint: `${tempoHost}:${tempoPorts.otlp}`,
          tls: { insecure: true },
          sending_queue: { queue_size: 2000 },
          ...patience,
        },
      }
    : {}),
  ...(errors
    ? {
        'otlp_http/errors': {
          endpoint: `\${env:${errorVariables.endpoint}}`,
          headers: { 'x-sentry-auth': `sentry sentry_key=\${env:${errorVariables.key}}` },
          // What an outside service does not take is dropped rather than kept back.
          retry_on_failure: { enabled: true, max_elapsed_time: '1m' },
          sending_queue: { queue_size: 200 },
        },
      }
    : {}),
});

/** What tells the telemetry of one site from that of others, in the names that OpenTelemetry agreed on. */
const origin = ({ origin: { environment, site, cloud, region } }: ChartContext) => ({
  'resource/origin': {
    attributes: Object.entries({
      'deployment.environment.name': environment,
      'k8s.cluster.name': site,
      'cloud.provider': cloud,
      'cloud.region': region,
    }).map(([key, value]) => ({ key, value, action: 'upsert' })),
  },
});

/** Severity number 17 is where errors begin in OpenTelemetry. */
const onlyErrors = {
  'filter/error-logs': { error_mode: 'ignore', logs: { log_record: ['severity_number < 17'] } },
  'filter/error-spans': { error_mode: 'ignore', traces: { span: ['status.code != STATUS_CODE_ERROR'] } },
};

export function gatewayConfiguration(props: GatewayConfigurationProps): string {
  const { context, logs, traces, errors } = props;
  const pipeline = (exporter: string, ...filters: readonly string[]) => ({
    receivers: ['otlp'],
    processors: ['memory_limiter', ...filters, 'resource/origin', 'batch'],
    exporters: [exporter],
  });
  const settings = {
    extensions: healthCheck,
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `0.0.0.0:${collectorPorts.grpc}` },
          http: { endpoint: `0.0.0.0:${collectorPorts.http}` },
        },
      },
    },
    processors: {
      ...memoryLimiter,
      ...origin(context),
      batch: { timeout: '1s', send_batch_size: 4096, send_batch_max_size: 8192 },
      ...(errors ? onlyErrors : {}),
    },
    exporters: exporters(props),
    service: {
      extensions: ['health_check'],
      telemetry: collectorTelemetry,
      pipelines: {
        ...(logs ? { logs: pipeline('otlp_http/logs') } : {}),
        ...(traces ? { traces: pipeline('otlp_grpc/traces') } : {}),
        ...(errors && logs ? { 'logs/errors': pipeline('otlp_http/errors', 'filter/error-logs') } : {}),
        ...(errors && traces ? { 'traces/errors': pipeline('otlp_http/errors', 'filter/error-spans') } : {}),
      },
    },
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}
