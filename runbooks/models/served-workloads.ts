import { predictorName } from '../../charts/serving/inference-service';
import type { RegistryPlace } from '../../services/registry-sources';
import type { ServedModel } from '../../services/serving-models';

/** What runs a served model, and how Git or the registry leads it to a version. */
export interface ServedWorkload {
  /** Place below `services.serving.models`. */
  readonly place: string;
  /** Name of the model in the pods: of the init container that fetches it. */
  readonly loaded: string;
  /** What tells how far a new version is. */
  readonly watched: string;
  /** What is patched so that new pods come. */
  readonly patched: { readonly what: string; readonly path: 'template' | 'predictor' };
  /** How long its canary takes when nothing goes wrong; 0: it has none. */
  readonly canaryMinutes: number;
}

const ownWorkload = (
  served: string,
  { runtime, delivery }: ServedModel,
): Pick<ServedWorkload, 'watched' | 'patched'> => {
  if (runtime === 'kserve')
    // KServe would take back what is written into its Deployment.
    return {
      watched: `deployment/${predictorName(served)}`,
      patched: { what: `inferenceservice/${served}`, path: 'predictor' },
    };
  const what = `${delivery.by === 'canary' ? 'rollout.argoproj.io' : 'deployment'}/${served}`;
  return { watched: what, patched: { what, path: 'template' } };
};

export const workloadOf = ({ place, served, model }: RegistryPlace): ServedWorkload => ({
  place,
  loaded: /\.alongside\.(.+)$/.exec(place)?.[1] ?? served,
  ...ownWorkload(served, model),
  canaryMinutes: model.delivery.by === 'canary' ? model.delivery.weights.length * model.delivery.minutesPerStep : 0,
});
