import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IService } from 'kubernetes-models/v1/Service';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type ContainerSpec, Server } from '../../constructs/kubernetes/workloads';
import { gpuMemoryShare, gpuNeedName, isScaled, tensorParallelOf, weightsGiB } from '../../services/llm-models';
import { mlflowImage } from '../tracking/mlflow';
import {
  modelComponent,
  modelName,
  modelPods,
  namespace,
  owner,
  podsOf,
  ports,
  replicasName,
  user,
  vllmImage,
} from './llm';
import type { LlmProps, NamedModel } from './llm-props';
import { modelUri } from './model-copy';
import { loadSeconds, sharedMemoryMiB } from './sizing';

const weightsFolder = '/models';
const cacheFolder = '/cache';

/** Answers under way may end before a leaving server does. */
const finishSeconds = 300;

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/health', {
    port: ports.model,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** MLflow's client names the folder after the last part of the address. */
const folderOf = (uri: string): string => `${weightsFolder}/${uri.slice(uri.lastIndexOf('/') + 1)}`;

/** Weights, and a fifth for tokenizers and rounding. */
const weightsMiB = (model: NamedModel): number => Math.ceil(weightsGiB(model) * 1.2 + 1) * 1024;

/** MLflow's client reads every kind of bucket by the scheme of the address, as the pod's own identity. */
const fetchWeights = (props: LlmProps, model: NamedModel): ContainerSpec => ({
  name: 'fetch',
  image: mlflowImage,
  command: ['mlflow'],
  args: ['artifacts', 'download', '--artifact-uri', modelUri(props, model), '--dst-path', weightsFolder],
  env: {
    ...props.bindings.models.env,
    HOME: '/tmp',
    PYTHONDONTWRITEBYTECODE: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
  },
  cpuMillis: 1000,
  memoryMiB: 2048,
  mounts: [
    { path: weightsFolder, scratchMiB: weightsMiB(model) },
    { path: '/tmp', scratchMiB: 1024 },
  ],
});

const serveArguments = (props: LlmProps, model: NamedModel): string[] => [
  'serve',
  folderOf(modelUri(props, model)),
  '--served-model-name',
  model.name,
  '--host',
  '0.0.0.0',
  '--port',
  `${ports.model}`,
  '--tensor-parallel-size',
  `${tensorParallelOf(model)}`,
  '--max-model-len',
  `${model.maxModelLen}`,
  '--dtype',
  model.dtype,
  // Weights that come quantised say how themselves, and the fastest kernel is chosen only where nothing is asked for.
  ...(model.quantization === 'fp8' ? ['--quantization', 'fp8'] : []),
  '--gpu-memory-utilization',
  `${gpuMemoryShare}`,
  ...(model.task === 'embed' ? ['--runner', 'pooling', '--convert', 'embed'] : ['--runner', 'generate']),
  // Streams end with the tokens they took, which the router counts.
  '--enable-force-include-usage',
  '--shutdown-timeout',
  `${finishSeconds}`,
  '--disable-uvicorn-access-log',
];

const vllm = (props: LlmProps, model: NamedModel): ContainerSpec => ({
  name: 'vllm',
  image: vllmImage,
  command: ['vllm'],
  args: serveArguments(props, model),
  env: {
    HOME: cacheFolder,
    // The number of the user has no name in the image, and PyTorch asks for one.
    USER: 'vllm',
    VLLM_CACHE_ROOT: `${cacheFolder}/vllm`,
    TRITON_CACHE_DIR: `${cacheFolder}/triton`,
    TORCHINDUCTOR_CACHE_DIR: `${cacheFolder}/inductor`,
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    VLLM_NO_USAGE_STATS: '1',
    VLLM_DO_NOT_TRACK: '1',
  },
  cpuMillis: model.cpuMillis,
  memoryMiB: model.memoryGiB * 1024,
  ports: { http: ports.model },
  // The server answers when the weights are in the GPUs, and not before.
  startup: health(10, Math.ceil(loadSeconds(weightsGiB(model)) / 10)),
  readiness: health(5, 3),
  // A batch of long prompts may hold it up; its engine has died when it says so for a minute.
  liveness: health(10, 6),
  drainSeconds: 10,
  mounts: [
    { path: weightsFolder, scratchMiB: weightsMiB(model) },
    { path: cacheFolder, scratchMiB: 4096 },
    { path: '/tmp', scratchMiB: 1024 },
    { path: '/dev/shm', scratchMiB: sharedMemoryMiB(model.gpus), inMemory: true },
  ],
});

/** One address a replica: the router sends the next request where the fewest are under way. */
const replicasService = ({ name }: NamedModel): IService => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: replicasName(name), namespace },
  spec: {
    clusterIP: 'None',
    selector: modelPods(name),
    ports: [{ name: 'http', port: ports.model, targetPort: ports.model, appProtocol: 'http' }],
  },
});

/** A model: fetched from the bucket onto the node's disk, then into the GPUs. */
export function addModelServer(scope: Construct, props: LlmProps, model: NamedModel): void {
  const { context, bindings } = props;
  const { models, identity } = bindings;
  const { min, max } = model.replicas;
  const server = new Server(scope, modelName(model.name), {
    name: modelName(model.name),
    namespace,
    owner,
    software: modelComponent(model.name),
    replicas: isScaled(model) ? { autoscaled: Math.max(min, 1) } : min,
    zones: context.zones,
    // A second replica beside a single one would need GPUs that may not be there.
    singleton: max === 1,
    terminationSeconds: finishSeconds + 30,
    user,
    pool: bindings[gpuNeedName(model.gpus)],
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    metrics: { port: ports.model, path: '/metrics' },
    initContainers: [fetchWeights(props, model)],
    containers: [vllm(props, model)],
    ingress: [{ namespace, podLabels: podsOf('router'), ports: [tcp(ports.model)] }],
    egress: [...models.egress, ...identity.egress],
  });
  // A machine may have to come first, and the weights onto it: slow is not failed.
  ApiObject.of(server.node.findChild('deployment')).addJsonPatch(
    JsonPatch.add('/spec/progressDeadlineSeconds', 1800 + 2 * loadSeconds(weightsGiB(model))),
  );
  typedObject(scope, replicasService(model));
}
