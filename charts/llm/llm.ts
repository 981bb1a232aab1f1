import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { llm } from '../../services';

const vllmVersion = 'v0.33.0';
const envoyVersion = 'v1.40.0';
/** Its releases are commits. */
const ratelimitVersion = '3fb70258';

export const vllmImage = `docker.io/vllm/vllm-openai:${vllmVersion}`;
export const envoyImage = `docker.io/envoyproxy/envoy:${envoyVersion}`;
export const ratelimitImage = `docker.io/envoyproxy/ratelimit:${ratelimitVersion}`;

/** Nothing in the three images needs a user of its own. */
export const user = 1000;
export const { namespace } = llm;
export const owner = 'llm';

export const routerName = 'llm-router';
export const limiterName = 'llm-token-limit';
/** Of a model's Deployment and Service, and of its cluster in the router. */
export const modelName = (model: string): string => `model-${model}`;
/** Of the Service that has one address a replica. */
export const replicasName = (model: string): string => `${modelName(model)}-replicas`;
/** Of an outside provider's cluster in the router. */
export const externalName = (provider: string): string => `external-${provider}`;

export const ports = {
  /** Of the router: for the gateway, for pods of the site, and for its own health and metrics. */
  gateway: 8080,
  site: 8081,
  health: 8090,
  admin: 9901,
  /** Of every vLLM server. */
  model: 8000,
  limiter: { http: 8080, grpc: 8081, debug: 6070, metrics: 9102 },
} as const;

const vllm = { name: 'vllm', version: vllmVersion } as const;
export const components = {
  router: { name: 'envoy', version: envoyVersion, component: 'router' },
  limiter: { name: 'ratelimit', version: ratelimitVersion, component: 'token-limit' },
  copy: { name: 'model-copy', version: vllmVersion, component: 'model-copy' },
} as const;

/** A model is a part of its own, so that metrics and policies tell it from the others. */
export const modelComponent = (model: string) => ({ ...vllm, component: modelName(model) });

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;
export const modelPods = (model: string) => componentLabels(owner, modelComponent(model)).selector;
