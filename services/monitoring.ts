import { z } from 'zod';
import { defineService } from './define-service';

const receiver = z.enum(['pagerduty', 'webhook']);

/** What a person enters for a receiver: the one key of its credential. */
export const receiverKeys = { pagerduty: 'routing-key', webhook: 'url' } as const satisfies Readonly<
  Record<z.output<typeof receiver>, string>
>;

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of Prometheus.'),
    replicas: z.int().min(1).max(3).default(2).describe('Prometheus servers; each scrapes everything.'),
    retentionDays: z
      .int()
      .min(31)
      .max(90)
      .default(35)
      .describe('How long series stay: the 30 days of an error budget at least.'),
    storageGiB: z.int().min(20).max(4000).default(100).describe('Volume of each Prometheus server.'),
    grafana: z
      .strictObject({ replicas: z.int().min(1).max(5).default(2).describe('Grafana pods.') })
      .prefault({})
      .describe('Dashboards.'),
    alerts: z
      .strictObject({
        pages: receiver.optional().describe('Who is woken; left out: pages are only shown.'),
        tickets: receiver.optional().describe('Where work for tomorrow goes; left out: tickets are only shown.'),
      })
      .prefault({})
      .describe('Where alerts go. The key or URL of a receiver is a credential that a person enters once.'),
  })
  .describe('Prometheus, Alertmanager and Grafana.');

export const monitoring = defineService({
  name: 'monitoring',
  title: 'Monitoring',
  summary: 'Metrics, alerts and dashboards of every service of the site.',
  namespace: 'monitoring',
  config,
  needs: ({ alerts: { pages, tickets } }) => ({
    web: { kind: 'route', host: 'grafana', backend: 'grafana', port: 80, access: 'people', timeoutSeconds: 120 },
    ...(pages
      ? {
          pages: {
            kind: 'credential',
            keys: [receiverKeys[pages]],
            description: `Where pages go: ${receiverKeys[pages]} of ${pages}.`,
          } as const,
        }
      : {}),
    ...(tickets
      ? {
          tickets: {
            kind: 'credential',
            keys: [receiverKeys[tickets]],
            description: `Where tickets go: ${receiverKeys[tickets]} of ${tickets}.`,
          } as const,
        }
      : {}),
  }),
  operators: () => ['prometheus-operator-crds', 'kube-prometheus-stack'],
  objectives: () => ({ availabilityPercent: 99.9 }),
  // A server that moves to another node reads its log again for a few minutes; a second one evaluates meanwhile.
  best: ({ replicas }) => ({ availabilityPercent: replicas > 1 ? 99.95 : 99.5 }),
  recoveryClass: 'rebuildable',
});
