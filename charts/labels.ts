import type { ChartContext } from './chart-context';

const partOf = 'evenkeel';

/** Labels of everything one service, operator or part of the platform has on a site. */
export const ownerLabels = (context: ChartContext, owner: string): Record<string, string> => ({
  'app.kubernetes.io/part-of': partOf,
  'app.kubernetes.io/managed-by': partOf,
  'app.kubernetes.io/instance': owner,
  'evenkeel.dev/environment': context.environment,
  'evenkeel.dev/site': context.site,
  'evenkeel.dev/service': owner,
});
