import { type ConfigOf, type monitoring, receiverKeys } from '../../services';

type Receiver = keyof typeof receiverKeys;
type Severity = 'page' | 'ticket';

export interface AlertReceivers {
  readonly config: ConfigOf<typeof monitoring>['alerts'];
  /** Secrets that a person filled, by severity. */
  readonly secrets: { readonly [S in Severity]?: string };
}

/** Alertmanager shows what nobody is told. */
const nobody = 'nobody';

/** Where the operator mounts the Secrets of Alertmanager. */
const fileOf = (secret: string, receiver: Receiver): string =>
  `/etc/alertmanager/secrets/${secret}/${receiverKeys[receiver]}`;

const settings: { readonly [R in Receiver]: (file: string) => Readonly<Record<string, unknown>> } = {
  pagerduty: (file) => ({ pagerduty_configs: [{ routing_key_file: file, send_resolved: true }] }),
  webhook: (file) => ({ webhook_configs: [{ url_file: file, send_resolved: true }] }),
};

/** Alertmanager's configuration: pages and tickets to who takes them, and nothing secret in it. */
export function alertRoutes({ config, secrets }: AlertReceivers) {
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
  return {
    route: {
      receiver: nobody,
      group_by: ['alertname', 'service', 'slo'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
      routes: taken.map(({ severity, name }) => ({
        receiver: name,
        matchers: [`severity="${severity}"`],
        ...(severity === 'ticket' ? { repeat_interval: '24h' } : {}),
      })),
    },
    // Whoever was woken needs no ticket about the same promise.
    inhibit_rules: [
      {
        source_matchers: ['severity="page"', 'slo!=""'],
        target_matchers: ['severity="ticket"', 'slo!=""'],
        equal: ['service', 'slo'],
      },
    ],
    receivers: [{ name: nobody }, ...taken.map(({ name, settings }) => ({ name, ...settings }))],
  };
}
