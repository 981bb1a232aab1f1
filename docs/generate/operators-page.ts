import { type OperatorDefinition, operators } from '../../services';
import { code, markdownPage, table } from './page';

const installedWhen: Readonly<Record<OperatorDefinition['installed'], string>> = {
  always: 'on every site',
  'on-demand': 'where a service or an in-cluster need asks for it',
};

export const operatorsPage = (): string =>
  markdownPage('Operators', [
    'Third-party Helm charts that GitOps installs, each pinned. A new version is a change of `services/operators.ts`.',
    table(
      ['operator', 'chart', 'version', 'repository', 'namespace', 'installed', 'after', 'needs'],
      Object.values<OperatorDefinition>(operators).map(
        ({ title, namespace, chart, installed, partOf, after, needs }) => [
          title,
          code(chart.name),
          chart.version,
          chart.repository,
          code(namespace),
          partOf ? `with ${code(partOf)}` : installedWhen[installed],
          after.map(code).join(', ') || '-',
          Object.values(needs)
            .map(({ kind }) => code(kind))
            .join(', ') || '-',
        ],
      ),
    ),
  ]);
