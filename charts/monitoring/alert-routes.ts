import { type ConfigOf, type monitoring, receiverKeys } from '../../services';

type Receiver = keyof typeof receiverKeys;
type Severity = 'page' | 'ticket';

export interface AlertReceivers {
  readonly config: ConfigOf<typeof monitoring>['alerts'];
  /** Secrets that a person filled, by severity. */
  readonly secrets: { readonly [S in Severity]?: string };
  /** Where alerts go that name a DAG; `undefined`: nothing is trained by an alert. */
  readonly retrainingUrl?: string;
}

/** Alertmanager shows what nobody is told. */
const nobody = 'nobody';

/** Severities of alerts by who takes them: ours, and what the rules of the Prometheus chart call the same. */
const severities: { readonly [S in Severity]: string } = { page: 'page|critical', ticket: 'ticket|warning' };

/** Where the operator mounts the Secrets of Alertmanager. */
const fileOf = (secret: string, receiver: Receiver): string =>
  `/etc/alertmanager/secrets/${secret}/${receiverKeys[receiver]}`;

const settings: { readonly [R in Receiver]: (file: string) => Readonly<Record<string, unknown>> } = {
  pagerduty: (file) => ({ pagerduty_configs: [{ routing_key_file: file, send_resolved: true }] }),
  webhook: (file) => ({ webhook_configs: [{ url_file: file, send_resolved: true }] }),
};

/** One delivery an alert, so that one that cannot be taken holds up no other; beside whoever takes it by its severity. */
const retraining = (url: string | undefined) => ({
  routes: url
    ? [
        {
          receiver: 'retraining',
          matchers: ['retrain!=""'],
          group_by: ['...'],
          group_wait: '0s',
          continue: true,
        },
      ]
    : [],
  receivers: url ? [{ name: 'retraining', webhook_configs: [{ url, send_resolved: false }] }] : [],
});

/** Alertmanager's configuration: pages and tickets to who takes them, and nothing secret in it. */
export function alertRoutes({ config, secrets, retrainingUrl }: AlertReceivers) {
  const taken = (
    [
      ['page', config.pages, secrets.page],
      ['ticket', config.tickets, secrets.ticket],
    ] as const
  ).flatMap(([severity, receiver, secret]) =>
    receiver && secret
      ? [{ severity, name: `${severity}s`, settings: settings[receiver](fileOf(secret, receiver)) }]
      : [],
  );
  const trained = retraining(retrainingUrl);
  return {
    route: {
      receiver: nobody,
      group_by: ['alertname', 'service', 'slo'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
      routes: [
        ...trained.routes,
        ...taken.map(({ severity, name }) => ({
          receiver: name,
          matchers: [`severity=~"${severities[severity]}"`],
          ...(severity === 'ticket' ? { repeat_interval: '24h' } : {}),
        })),
      ],
    },
    // Whoever was woken needs no ticket about the same promise.
    inhibit_rules: [
      {
        source_matchers: ['severity="page"', 'slo!=""'],
        target_matchers: ['severity="ticket"', 'slo!=""'],
        equal: ['service', 'slo'],
      },
    ],
    receivers: [{ name: nobody }, ...trained.receivers, ...taken.map(({ name, settings }) => ({ name, ...settings }))],
  };
}
