import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { Construct } from 'constructs';
import { requestsAsked } from '../../constructs/kubernetes/envoy-requests';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { isScaled } from '../../services/llm-models';
import { modelName, namespace } from './llm';
import type { LlmProps, NamedModel } from './llm-props';

const waiting = (name: string): string =>
  `sum(vllm:num_requests_waiting{namespace="${namespace}",component="${modelName(name)}"}) or vector(0)`;

/** Requests that came to the router for the model lately, turned away or not, and those that are under way. */
const asked = (name: string): string => {
  const cluster = `namespace="${namespace}",component="router",envoy_cluster_name="${modelName(name)}"`;
  return `${requestsAsked(cluster, '3m')} + (sum(envoy_cluster_upstream_rq_active{${cluster}}) or vector(0))`;
};

/** High enough never to ask for a second replica: whether anybody asks says nothing of how many are needed. */
const oneReplica = '1000000000';

/**
 * How many replicas run. A server that is not there measures nothing, so the first replica is called by what the router
 * sees: a request for a model at rest is answered with 503 and `retry-after`, and counted. More replicas are called by
 * the requests that wait inside the servers. Where Prometheus does not answer, the number stays what it needs to be at
 * rest, one at least.
 */
export function addScaling(scope: Construct, { bindings: { prometheus } }: LlmProps, model: NamedModel): void {
  if (!isScaled(model) || !prometheus) return;
  const { name, replicas, waitingRequests, idleMinutes } = model;
  const trigger = (query: string, threshold: string) => ({
    type: 'prometheus',
    metricType: 'AverageValue' as const,
    metadata: { serverAddress: prometheus.url, query, threshold, activationThreshold: '0' },
  });
  const manifest: IScaledObject = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: modelName(name), namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: modelName(name) },
      minReplicaCount: replicas.min,
      maxReplicaCount: replicas.max,
      pollingInterval: 15,
      cooldownPeriod: idleMinutes * 60,
      fallback: { failureThreshold: 4, replicas: Math.max(replicas.min, 1) },
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            // A replica takes minutes to come: it is not sent away for a short pause.
            scaleDown: {
              stabilizationWindowSeconds: 600,
              policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
            },
            scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
          },
        },
      },
      triggers: [
        trigger(waiting(name), `${waitingRequests}`),
        ...(replicas.min === 0 ? [trigger(asked(name), oneReplica)] : []),
      ],
    },
  };
  typedObject(scope, manifest);
}
