import { type Need, type OperatorDefinition, operators, type ServiceDefinition, services } from '../../services';
import { code, markdownPage, table } from './page';

/** The settings of a need in a row, without its kind. */
const settings = ({ kind: _kind, ...rest }: Need): string =>
  Object.entries(rest)
    .map(([key, value]) => `${key} ${code(String(value))}`)
    .join(', ') || '-';

const servicePart = (service: ServiceDefinition): string[] => {
  const config = service.config.parse({});
  const { availabilityPercent, p95Ms } = service.objectives(config);
  return [
    `## ${service.title} (${code(service.name)})`,
    service.summary,
    table(
      ['', ''],
      [
        ['namespace', code(service.namespace)],
        ['availability', `${availabilityPercent} % over 30 days`],
        ['response time', `95 % of requests within ${p95Ms} ms`],
        ['recovery class', code(service.recoveryClass)],
        ['operators', service.operators(config).map(code).join(', ')],
      ],
    ),
    'What it needs with its default configuration:',
    table(
      ['need', 'kind', 'settings'],
      Object.entries(service.needs(config, new Set())).map(([name, need]) => [
        code(name),
        code(need.kind),
        settings(need),
      ]),
    ),
    `Its configuration is in the [configuration reference](configuration.md#services).`,
  ];
};

export const servicesPage = (): string =>
  markdownPage('Services', [
    'The catalogue. A service runs on every site of an environment that names it under `services`.',
    ...Object.values<ServiceDefinition>(services).flatMap(servicePart),
  ]);

const installedWhen: Readonly<Record<OperatorDefinition['installed'], string>> = {
  always: 'on every site',
  'on-demand': 'where a service or an in-cluster need asks for it',
};

export const operatorsPage = (): string =>
  markdownPage('Operators', [
    'Third-party Helm charts that GitOps installs, each pinned. A new version is a change of `services/operators.ts`.',
    table(
      ['operator', 'chart', 'version', 'repository', 'namespace', 'installed', 'after', 'needs'],
      Object.values<OperatorDefinition>(operators).map(({ title, namespace, chart, installed, after, needs }) => [
        title,
        code(chart.name),
        chart.version,
        chart.repository,
        code(namespace),
        installedWhen[installed],
        after.map(code).join(', ') || '-',
        Object.values(needs)
          .map(({ kind }) => code(kind))
          .join(', ') || '-',
      ]),
    ),
  ]);
