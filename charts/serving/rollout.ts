import type { IAnalysisTemplate } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate';
import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout';
import { Construct } from 'constructs';
import { networkPolicy, scrapers } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { workloadLabels } from '../../constructs/kubernetes/workloads';
import { addBudget } from '../../constructs/kubernetes/workloads/budget';
import { addService } from '../../constructs/kubernetes/workloads/service';
import type { Delivery } from '../../services/serving-models';
import { gatewayPlugin } from '../operators/argo-rollouts';
import { analysis, canaryHash, canaryVersion, measuredMinutes, stableHash } from './analysis';
import { versionLabel } from './model-files';
import { podTemplate } from './pod-template';
import { analysisName, canaryService, namespace, stableService } from './serving';
import type { NamedModel, ServingProps } from './serving-props';
import { replicasOf, routeOf, workloadProps } from './workload';

export type Canary = Extract<Delivery, { by: 'canary' }>;

/** What a Rollout tells its versions apart by. */
const hashLabel = 'rollouts-pod-template-hash';

type Steps = NonNullable<NonNullable<NonNullable<IRollout['spec']['strategy']>['canary']>['steps']>;

/** Each step gives the new version more requests and then measures it; nothing goes on while a measurement is open. */
const stepsOf = (model: NamedModel, { weights }: Canary): Steps =>
  weights.flatMap((weight) => [
    { setWeight: weight },
    {
      analysis: {
        templates: [{ templateName: analysisName(model.name) }],
        args: [
          { name: canaryHash, valueFrom: { podTemplateHashValue: 'Latest' } },
          ...(model.predictions && model.source.from !== 'image'
            ? [
                { name: stableHash, valueFrom: { podTemplateHashValue: 'Stable' as const } },
                { name: canaryVersion, value: versionLabel(model.source) },
              ]
            : []),
        ],
      },
    },
  ]);

/**
 * A model whose versions follow each other by canary: the old version keeps all of its pods until the new one has passed
 * every step, so that going back is a change of weights and takes seconds.
 */
export function addRollout(scope: Construct, props: ServingProps, model: NamedModel, canary: Canary): void {
  const workload = workloadProps(props, { name: model.name, model, source: model.source });
  const { labels, selector } = workloadLabels(workload);
  const replicas = replicasOf(model);
  const rollout: IRollout = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: model.name, namespace, labels },
    spec: {
      // Stated, it would be set back at every sync of Git.
      ...(typeof replicas === 'number' ? { replicas } : {}),
      minReadySeconds: 10,
      revisionHistoryLimit: 3,
      // Fetching and loading a model may take minutes; a version that never comes up is taken back too.
      progressDeadlineSeconds: 900 + measuredMinutes(canary) * 60,
      progressDeadlineAbort: true,
      selector: { matchLabels: selector },
      template: podTemplate(workload, hashLabel),
      strategy: {
        canary: {
          stableService: stableService(model.name),
          canaryService: canaryService(model.name),
          maxSurge: 1,
          maxUnavailable: 0,
          // Long enough that the gateway has forgotten the pods before they leave.
          scaleDownDelaySeconds: 60,
          abortScaleDownDelaySeconds: 60,
          trafficRouting: {
            plugins: { [gatewayPlugin]: { httpRoute: routeOf(props, model).name, namespace } },
          },
          steps: stepsOf(model, canary),
        },
      },
    },
  };
  const template: IAnalysisTemplate = analysis(props, model, canary);
  typedObject(scope, rollout);
  typedObject(scope, template);
  for (const name of [stableService(model.name), canaryService(model.name)])
    addService(new Construct(scope, name), workload, { name });
  addBudget(scope, workload);
  networkPolicy(scope, {
    name: model.name,
    namespace,
    podLabels: selector,
    ingress: [...workload.ingress, scrapers(workload.metrics.port)],
    egress: workload.egress,
  });
}
