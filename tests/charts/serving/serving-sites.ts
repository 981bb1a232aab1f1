import type { LocalSite } from '../../../environments/model';
import { monitoring, serving, tracking } from '../../../services';

const registry = (version: number) => ({ from: 'registry', model: 'churn', version }) as const;

/** Services of a site that serves models, as an environment file states them. */
export const servingServices = (config: object): LocalSite['services'] => ({
  tracking: tracking.config.parse({ ownKey: false }),
  monitoring: monitoring.config.parse({}),
  serving: serving.config.parse({ ownKey: false, ...config }),
});

export const canaryModel = { source: registry(3), delivery: { by: 'canary' }, replicas: { min: 3, max: 9 } } as const;

export const comparedModel = {
  source: registry(3),
  delivery: {
    by: 'ab',
    header: 'x-variant',
    percents: { control: 80, challenger: 20 },
    variants: { challenger: registry(4) },
  },
} as const;

export const shadowedModel = { source: registry(3), shadow: { source: registry(4), percent: 25 } } as const;

export const kserveModel = {
  source: { from: 'bucket', path: 'fraud/7', format: 'xgboost' },
  runtime: 'kserve',
  gpus: 0,
} as const;

export const ownModel = {
  source: { from: 'image', image: 'registry.example.com/ranking:4', port: 9000, metricsPort: 9000 },
} as const;

/** One model of each kind, and a job. */
export const everyModel = {
  models: {
    churn: canaryModel,
    offers: comparedModel,
    risk: { ...shadowedModel, alongside: { limits: { from: 'bucket', path: 'limits/2', format: 'sklearn' } } },
    fraud: kserveModel,
    ranking: ownModel,
  },
  batch: { nightly: { model: 'churn', input: 'in/customers.csv', output: 'out/churn.json' } },
} as const;
