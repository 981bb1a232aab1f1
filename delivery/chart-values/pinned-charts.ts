import { type OperatorDefinition, operators } from '../../services';
import { gitopsCharts } from '../../stacks/gitops-releases';

/** Where a third-party chart comes from. */
export interface PinnedChart {
  /** `https://…`, or `oci://…`. */
  readonly repository: string;
  readonly version: string;
}

/** Every third-party chart that a site installs, by the chart's own name. */
export const pinnedCharts: Readonly<Record<string, PinnedChart>> = {
  ...Object.fromEntries(
    Object.values<OperatorDefinition>(operators).map(({ chart }): [string, PinnedChart] => [chart.name, chart]),
  ),
  ...gitopsCharts,
};
