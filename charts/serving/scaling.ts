import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { isScaled, mayRest } from '../../services/serving-models';
import { askedFor } from './asked-for';
import { predictorName } from './inference-service';
import { percentile, requestMetrics, requests } from './request-metrics';
import { namespace } from './serving';
import { objectives, type ServingProps, type Workload } from './serving-props';
import { routeOf } from './workload';

const targetOf = ({ name, model }: Workload) => {
  if (model.delivery.by === 'canary' && name === model.name)
    return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: model.runtime === 'kserve' ? predictorName(name) : name,
  };
};

/** How long one request calls: a pod takes a minute to come. */
const wakeMinutes = 3;

/** High enough never to ask for a second pod: whether anybody asks says nothing of how many are needed. */
const onePod = '1000000000';

/**
 * How many pods of a workload run: by the requests that wait or are under way in each, which rise at once, and by the
 * 95th percentile where it exceeds its objective, which also sees slow ones. Without requests the second says nothing.
 * Where Prometheus does not answer, Kubernetes keeps the number there is and sends nobody away. A model that may rest is
 * woken by what the gateway sees, since a server that is not there measures nothing; it runs where Prometheus is silent.
 */
export function addScaling(scope: Construct, props: ServingProps, workload: Workload): void {
  const { name, model } = workload;
  const { prometheus } = props.bindings;
  if (!isScaled(model) || !prometheus) return;
  const { p95Ms } = objectives(props);
  const selector = `namespace="${namespace}",component="${name}"`;
  const trigger = (query: string, threshold: string, metricType: 'AverageValue' | 'Value') => ({
    type: 'prometheus',
    metricType,
    metadata: { serverAddress: prometheus.url, query, threshold },
  });
  const manifest: IScaledObject = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: targetOf(workload),
      minReplicaCount: model.replicas.min,
      maxReplicaCount: model.replicas.max,
      pollingInterval: 15,
      ...(mayRest(model)
        ? { cooldownPeriod: model.idleMinutes * 60, fallback: { failureThreshold: 4, replicas: 1 } }
        : {}),
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }] },
            // A pod takes a minute to come: it is not sent away for a short pause.
            scaleDown: {
              stabilizationWindowSeconds: 300,
              policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
            },
          },
        },
      },
      triggers: [
        trigger(`sum(${requestMetrics.inProgress}{${selector}})`, `${model.requestsInProgress}`, 'AverageValue'),
        ...(mayRest(model)
          ? [trigger(askedFor(routeOf(props, model), `${wakeMinutes}m`), onePod, 'AverageValue')]
          : []),
        ...(p95Ms && model.promised
          ? [
              trigger(
                `${percentile(selector, 0.95, '2m')} and on() ${requests(selector, '2m')} > 0`,
                `${p95Ms / 1000}`,
                'Value',
              ),
            ]
          : []),
      ],
    },
  };
  typedObject(scope, manifest);
}
