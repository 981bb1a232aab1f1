import type { OperatorChart } from './operator-chart';
import { apart, liftedResources } from './replicas';

const labels = { 'control-plane': 'kserve-controller-manager' };

/** Definitions alone: they are larger than an annotation, and outlive the release that reads them. */
export const kserveCrd: OperatorChart = { values: () => ({}), traffic: () => [] };

/**
 * The controller of InferenceServices in Standard mode, which makes Deployments: no Knative, no mesh. Routes are made
 * beside the models, so it makes none. Its Helm chart runs one controller; while that moves, models answer as before and
 * only changes to them wait.
 */
export const kserve: OperatorChart = {
  values: ({ context }) => ({
    kserve: {
      controller: {
        deploymentMode: 'Standard',
        gateway: {
          domain: context.domain,
          disableIngressCreation: true,
          disableIstioVirtualHost: true,
          ingressGateway: { enableGatewayApi: false, createGateway: false },
        },
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        resources: liftedResources('100m', '512Mi'),
        topologySpreadConstraints: apart(context, labels),
      },
      localmodel: { enabled: false },
      // Its own defaults would cut what the service states itself.
      inferenceservice: { resources: { limits: { cpu: '', memory: '' }, requests: { cpu: '', memory: '' } } },
    },
  }),
  traffic: () => [{ name: 'controller', podLabels: labels, webhookPorts: [9443] }],
};
