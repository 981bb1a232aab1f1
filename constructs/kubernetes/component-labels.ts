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
