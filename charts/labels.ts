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

export interface ComponentLabelsProps {
  /** The software, e.g. `mlflow`. */
  readonly name: string;
  /** Its part in the service, e.g. `server`. */
  readonly component: string;
  readonly version: string;
}

/** Labels of one running part; `selector` holds those that never change, because selectors cannot. */
export function componentLabels(owner: string, { name, component, version }: ComponentLabelsProps) {
  const selector = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': owner,
    'app.kubernetes.io/component': component,
  };
  return { selector, labels: { ...selector, 'app.kubernetes.io/version': version } };
}
