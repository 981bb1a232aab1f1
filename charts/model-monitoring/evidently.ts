import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { modelMonitoring } from '../../services';

const evidentlyVersion = '0.7.23';

/** The library and its server; measurements run in it too. */
export const evidentlyImage = `evidently/evidently-service:${evidentlyVersion}`;

/** The image runs as root unless told otherwise; nothing in it needs a user of its own. */
export const user = 1000;
export const { namespace } = modelMonitoring;
export const owner = 'model-monitoring';

export const serverName = 'evidently';
/** Where the measurements wait to be scraped. */
export const driftMetrics = { name: 'drift-metrics', namespace, owner } as const;
export const ports = { ui: 8000 } as const;

export const components = {
  server: { name: 'evidently', version: evidentlyVersion, component: 'server' },
  drift: { name: 'evidently', version: evidentlyVersion, component: 'drift' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;

/** Nothing may be written but here, and nobody is told that it runs. */
export const processEnvironment = {
  HOME: '/tmp',
  PYTHONDONTWRITEBYTECODE: '1',
  DO_NOT_TRACK: '1',
} as const;
