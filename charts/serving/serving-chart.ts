import { Construct } from 'constructs';
import { Server } from '../../constructs/kubernetes/workloads';
import { serving } from '../../services';
import { WaveChart } from '../wave-chart';
import { addBatchJobs } from './batch';
import { addInferenceService, addServingRuntime } from './inference-service';
import { addRollout } from './rollout';
import { addRoute } from './routes';
import { addScaling } from './scaling';
import { shadowName, variantName } from './serving';
import { type NamedModel, namedModels, type ServingProps, type Workload } from './serving-props';
import { replicasOf, workloadProps } from './workload';

/** The model itself, what competes with it, and its shadow. */
function workloadsOf(model: NamedModel): Workload[] {
  const { name, source, delivery, shadow } = model;
  return [
    { name, model, source },
    ...(delivery.by === 'ab'
      ? Object.entries(delivery.variants).map(([variant, from]) => ({
          name: variantName(name, variant),
          model,
          source: from,
        }))
      : []),
    ...(shadow ? [{ name: shadowName(name), model, source: shadow.source }] : []),
  ];
}

/** Pods by whoever keeps them. Only the model itself is released by canary; its shadow has nobody who waits for it. */
function addPods(scope: Construct, props: ServingProps, workload: Workload): void {
  const { name, model } = workload;
  if (name === model.name && model.delivery.by === 'canary') addRollout(scope, props, model, model.delivery);
  else if (model.runtime === 'kserve') addInferenceService(scope, props, workload);
  else new Server(scope, name, { ...workloadProps(props, workload), replicas: replicasOf(model) });
}

/** Models with their routes and scaling, and the jobs that predict files. Without models: nothing. */
export class ServingChart extends Construct {
  constructor(scope: Construct, id: string, props: ServingProps) {
    super(scope, id);
    const owner = serving.name;
    const chart = new WaveChart(this, { context: props.context, owner, wave: 'services', name: owner });
    const models = namedModels(props);
    if (models.some(({ runtime }) => runtime === 'kserve')) addServingRuntime(chart, props);
    for (const model of models) {
      const home = new Construct(chart, model.name);
      for (const workload of workloadsOf(model)) {
        const place = new Construct(home, workload.name);
        addPods(place, props, workload);
        addScaling(place, props, workload);
      }
      addRoute(home, props, model);
    }
    addBatchJobs(chart, props);
  }
}
