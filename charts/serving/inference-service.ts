import type { Construct } from 'constructs';
import { networkPolicy, scrapers } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { workloadLabels } from '../../constructs/kubernetes/workloads';
import { addBudget } from '../../constructs/kubernetes/workloads/budget';
import { addService } from '../../constructs/kubernetes/workloads/service';
import { isScaled } from '../../services/serving-models';
import { type PodSpec, podTemplate } from './pod-template';
import { namespace, serverImage } from './serving';
import type { ServingProps, Workload } from './serving-props';
import { workloadProps } from './workload';

type Container = PodSpec['containers'][number];

/**
 * No typed model of KServe's kinds is published; the fields below are those that are used, as its definitions of version
 * 0.20 state them.
 */
interface ServingRuntime {
  readonly apiVersion: 'serving.kserve.io/v1alpha1';
  readonly kind: 'ServingRuntime';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly supportedModelFormats: readonly { readonly name: string; readonly autoSelect: boolean }[];
    readonly protocolVersions: readonly ['v2'];
    readonly multiModel: boolean;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
}

interface InferenceService {
  readonly apiVersion: 'serving.kserve.io/v1beta1';
  readonly kind: 'InferenceService';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly predictor: Omit<PodSpec, 'containers' | 'restartPolicy'> & {
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
      readonly minReplicas: number;
      readonly maxReplicas: number;
      readonly deploymentStrategy: {
        readonly type: 'RollingUpdate';
        readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
      };
    } & (
        | { readonly model: Omit<Container, 'name'> & ModelFields; readonly containers?: readonly Container[] }
        | { readonly containers: readonly Container[] }
      );
  };
}

interface ModelFields {
  readonly modelFormat: { readonly name: string };
  readonly protocolVersion: 'v2';
  readonly runtime: string;
}

const modelFormat = 'mlserver';
const runtimeName = 'mlserver';
/** KServe looks for a container of this name. */
const containerName = 'kserve-container';

/** MLServer as KServe knows it. The rest of the container stands in each InferenceService, where it can be sized. */
const servingRuntime = (props: ServingProps): ServingRuntime => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ServingRuntime',
  metadata: { name: runtimeName, namespace },
  spec: {
    supportedModelFormats: [{ name: modelFormat, autoSelect: false }],
    protocolVersions: ['v2'],
    multiModel: false,
    containers: [{ name: containerName, image: serverImage(props) }],
  },
});

export const addServingRuntime = (scope: Construct, props: ServingProps): void => {
  typedObject(scope, servingRuntime(props));
};

/** The Deployment that KServe makes of an InferenceService in Standard mode. */
export const predictorName = (name: string): string => `${name}-predictor`;

/**
 * A model whose pods KServe keeps. The model is fetched by the same container as everywhere, because KServe's own knows
 * neither the registry nor every store; KServe makes neither route nor autoscaler, which stand beside it.
 */
export function addInferenceService(scope: Construct, props: ServingProps, workload: Workload): void {
  const pods = workloadProps(props, workload);
  const { labels, selector } = workloadLabels(pods);
  const { metadata, spec } = podTemplate(pods, 'pod-template-hash');
  if (!spec) throw new Error(`${workload.name} has no pod`);
  const { containers, restartPolicy: _always, ...pod } = spec;
  const [server, ...others] = containers;
  if (!server) throw new Error(`${workload.name} has no container`);
  const { name: _name, ...container } = server;
  const { model, source } = workload;
  const manifest: InferenceService = {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: workload.name,
      namespace,
      labels,
      annotations: {
        'serving.kserve.io/deploymentMode': 'Standard',
        'serving.kserve.io/autoscalerClass': isScaled(model) ? 'external' : 'none',
      },
    },
    spec: {
      predictor: {
        ...pod,
        labels: (metadata?.labels ?? {}) as Readonly<Record<string, string>>,
        annotations: (metadata?.annotations ?? {}) as Readonly<Record<string, string>>,
        minReplicas: model.replicas.min,
        maxReplicas: model.replicas.max,
        deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        ...(source.from === 'image'
          ? { containers: [{ ...server, name: containerName }, ...others] }
          : {
              model: {
                ...container,
                modelFormat: { name: modelFormat },
                protocolVersion: 'v2' as const,
                runtime: runtimeName,
              },
              ...(others.length > 0 ? { containers: others } : {}),
            }),
      },
    },
  };
  typedObject(scope, manifest);
  addService(scope, pods);
  if (model.replicas.min > 1) addBudget(scope, pods);
  networkPolicy(scope, {
    name: workload.name,
    namespace,
    podLabels: selector,
    ingress: [...pods.ingress, scrapers(pods.metrics.port)],
    egress: pods.egress,
  });
}
