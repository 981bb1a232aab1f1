import type { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { monitoringConfig, receiverKeys } from './monitoring-config';
import type { BucketNeed, CredentialNeed } from './needs';

type Config = z.output<typeof monitoringConfig>;

/** What is deleted is gone within days: blocks and chunks are rewritten all the time, and every version costs. */
const bucket: BucketNeed = { kind: 'bucket', versionRetentionDays: 3 };

const credential = (keys: readonly string[], description: string): CredentialNeed => ({
  kind: 'credential',
  keys,
  description,
});

const alertCredentials = ({ alerts: { pages, tickets } }: Config) => ({
  ...(pages ? { pages: credential([receiverKeys[pages]], `Where pages go: ${receiverKeys[pages]} of ${pages}.`) } : {}),
  ...(tickets
    ? { tickets: credential([receiverKeys[tickets]], `Where tickets go: ${receiverKeys[tickets]} of ${tickets}.`) }
    : {}),
});

const storesObjects = ({ longTerm, logs, traces }: Config): boolean =>
  longTerm.enabled || logs.enabled || traces.enabled;

const conflict = (path: string, message: string, fix: string): Complaint => ({
  code: 'SERVICE_CONFLICT',
  path,
  message,
  value: true,
  fix,
});

const complaints = ({ longTerm, logs, traces, errorTracking }: Config): Complaint[] => [
  ...(longTerm.federation && !longTerm.enabled
    ? [
        conflict(
          'longTerm.federation',
          'sites cannot show their series to each other without Thanos',
          'set longTerm.enabled, or leave federation out',
        ),
      ]
    : []),
  ...(errorTracking && !logs.enabled && !traces.enabled
    ? [
        conflict(
          'errorTracking',
          'errors are found in logs and traces, and the site keeps neither',
          'set logs.enabled or traces.enabled, or leave errorTracking out',
        ),
      ]
    : []),
];

export const monitoring = defineService({
  name: 'monitoring',
  title: 'Monitoring',
  summary: 'Metrics, logs, traces, alerts and dashboards of every service of the site.',
  namespace: 'monitoring',
  agentNamespace: 'node-agents',
  config: monitoringConfig,
  chosenVolumes: ({ storageClass, storageGiB }) => [{ path: 'storageClass', storageClass, storageGiB }],
  needs: (config) => ({
    web: { kind: 'route', host: 'grafana', backend: 'grafana', port: 80, access: 'people', timeoutSeconds: 120 },
    ...(storesObjects(config)
      ? { identity: { kind: 'identity', serviceAccount: 'monitoring', grants: 'needs' } as const }
      : {}),
    ...(config.longTerm.enabled ? { metrics: bucket } : {}),
    ...(config.logs.enabled ? { logs: bucket } : {}),
    ...(config.traces.enabled ? { traces: bucket } : {}),
    ...alertCredentials(config),
    ...(config.errorTracking
      ? {
          errorTracking: credential(
            ['endpoint', 'public-key'],
            'Where errors go: the OTLP address of the project (`https://<host>/api/<project>/integration/otlp`), and the public key of its DSN.',
          ),
        }
      : {}),
    ...(config.longTerm.federation
      ? {
          peerAuthority: credential(
            ['tls.crt', 'tls.key'],
            'Authority by which the sites of the environment know each other: certificate and key in PEM, the same on every site.',
          ),
        }
      : {}),
  }),
  operators: () => ['prometheus-operator-crds', 'kube-prometheus-stack'],
  objectives: () => ({ availabilityPercent: 99.9 }),
  // A server that moves to another node reads its log again for a few minutes; a second one evaluates meanwhile.
  best: ({ replicas }) => ({ availabilityPercent: replicas > 1 ? 99.95 : 99.5 }),
  complaints,
  endpoints: {
    otlp: { name: 'otel-gateway', port: 4318, scheme: 'http' },
    otlpGrpc: { name: 'otel-gateway', port: 4317, scheme: 'grpc' },
    metrics: { name: 'kube-prometheus-stack-prometheus', port: 9090, scheme: 'http' },
  },
  recoveryClass: 'rebuildable',
});
