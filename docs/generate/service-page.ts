import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceInCluster } from '../../charts/service-charts';
import { serviceCharts } from '../../charts/service-charts';
import { kebabCase } from '../../constructs/contracts';
import {
  type Need,
  objectivesOf,
  type ServiceDefinition,
  type ServiceName,
  type SomeObjectives,
  services,
} from '../../services';
import { code, markdownPage, type Page, table } from './page';

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;
const charts = serviceCharts as unknown as Readonly<Record<ServiceName, ServiceInCluster<ServiceDefinition>>>;

const names = Object.keys(catalogue) as ServiceName[];

/** The settings of a need in a row, without its kind. */
const settings = ({ kind: _kind, ...rest }: Need): string =>
  Object.entries(rest)
    .map(([key, value]) => `${key} ${code(String(value))}`)
    .join(', ') || '-';

const objectiveNames: { readonly [O in keyof Required<SomeObjectives>]: string } = {
  availabilityPercent: 'availability, % over 30 days',
  p95Ms: '95 % of requests within, ms',
  p99Ms: '99 % of requests within, ms',
  throughputPerSecond: 'throughput a second',
  freshnessMinutes: 'age of the newest data, minutes',
};

const show = (value: number | undefined): string => (value === undefined ? '-' : `${value}`);

function objectivesTable(promised: SomeObjectives, best: SomeObjectives): string {
  const rows = Object.entries(objectiveNames).flatMap(([name, title]) => {
    const key = name as keyof SomeObjectives;
    return promised[key] === undefined && best[key] === undefined
      ? []
      : [[title, show(promised[key]), show(best[key])]];
  });
  return table(['objective', 'promised', 'at best'], rows);
}

/** What people know about a service that no code says; without its own title, and seen from one folder further down. */
const handWritten = (name: ServiceName): string =>
  readFileSync(join(__dirname, '..', 'services', `${kebabCase(name)}.md`), 'utf8')
    .replace(/^# .*\n+/, '')
    .replaceAll('](../', '](../../')
    .trim();

function content(name: ServiceName): string {
  const service = catalogue[name];
  const { signals } = charts[name];
  const config = service.config.parse({});
  const objectives = objectivesOf(service, config);
  const endpoints = Object.entries(service.endpoints ?? {});
  const alerts = signals.alerts(config, objectives);
  return markdownPage(`${service.title} (${code(name)})`, [
    service.summary,
    `Namespace ${code(service.namespace)}, recovery class ${code(service.recoveryClass)}. Its configuration is in the [configuration reference](../configuration.md#services).`,
    '## Objectives',
    objectivesTable(objectives, service.best(config)),
    '## Needs',
    'With its default configuration:',
    table(
      ['need', 'kind', 'settings'],
      Object.entries(service.needs(config, new Set())).map(([need, value]) => [
        code(need),
        code(value.kind),
        settings(value),
      ]),
    ),
    `Operators and third-party charts: ${service.operators(config).map(code).join(', ') || 'those of every site'}.`,
    ...(endpoints.length > 0
      ? [
          '## Endpoints for other services',
          table(
            ['endpoint', 'address'],
            endpoints.map(([endpoint, { name: host, port, scheme }]) => [
              code(endpoint),
              code(`${scheme}://${host}.${service.namespace}.svc:${port}`),
            ]),
          ),
        ]
      : []),
    '## Signals',
    `Metrics: ${[...signals.metrics].sort().map(code).join(', ') || 'none of its own'}.`,
    ...(alerts.length > 0
      ? [
          table(
            ['alert', 'severity', 'what it says', 'what to do first'],
            alerts.map(({ name: alert, severity, summary, action }) => [code(alert), severity, summary, action]),
          ),
        ]
      : []),
    '## How it runs and fails',
    handWritten(name),
  ]);
}

/** One page a service. */
export const servicePages: readonly Page[] = names.map((name) => ({
  path: `docs/reference/services/${kebabCase(name)}.md`,
  content: () => content(name),
}));

/** The catalogue at a glance. */
export const servicesPage = (): string =>
  markdownPage('Services', [
    'The catalogue. A service runs on every site of an environment that names it under `services`.',
    table(
      ['service', 'what', 'for', 'recovery class'],
      names.map((name) => {
        const { title, summary, recoveryClass } = catalogue[name];
        return [`[${code(name)}](services/${kebabCase(name)}.md)`, title, summary, code(recoveryClass)];
      }),
    ),
  ]);
