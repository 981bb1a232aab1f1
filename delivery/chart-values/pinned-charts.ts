import { type OperatorDefinition, operators } from '../../services';
import { gitopsCharts } from '../../stacks/gitops-releases';

/** Version of every third-party chart that a site installs, by the chart's own name. */
export const pinnedCharts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values<OperatorDefinition>(operators).map(({ chart }) => [chart.name, chart.version] as const),
  ),
  ...gitopsCharts,
};
