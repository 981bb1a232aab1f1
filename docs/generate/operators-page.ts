import { type OperatorDefinition, operators } from '../../services';
import { chartValues } from '../../services/chart-values';
import { code, markdownPage, table } from './page';

const installedWhen: Readonly<Record<OperatorDefinition['installed'], string>> = {
  always: 'on every site',
  'on-demand': 'where a service or an in-cluster need asks for it',
};

export const operatorsPage = (): string =>
  markdownPage('Operators', [
    'Third-party Helm charts that GitOps installs, each pinned. A new version is a change of `services/operators.ts`.',
    'The names of all values that are passed are checked against what the chart was seen to read, in the version of the column `values`: the pinned one, or the nearest that could be had (`git-…` is a commit of its repository). Of a chart that is `not recorded` nobody has checked them.',
    table(
      ['operator', 'chart', 'version', 'repository', 'namespace', 'values', 'installed', 'after', 'needs'],
      Object.values<OperatorDefinition>(operators).map(
        ({ title, namespace, chart, installed, partOf, after, needs }) => [
          title,
          code(chart.name),
          chart.version,
          chart.repository,
          code(namespace),
          chartValues[chart.name]?.read ?? 'not recorded',
          partOf ? `with ${code(partOf)}` : installedWhen[installed],
          after.map(code).join(', ') || '-',
          Object.values(needs)
            .map(({ kind }) => code(kind))
            .join(', ') || '-',
        ],
      ),
    ),
  ]);
