import { calls, tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { monitoring } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, budget, controllerResources, operatorReplicas } from './replicas';

const labels = { 'app.kubernetes.io/component': 'rollouts-controller', 'app.kubernetes.io/name': 'argo-rollouts' };

/** Name under which Rollouts ask for the plugin; the plugin itself insists on it. */
export const gatewayPlugin = 'argoproj-labs/gatewayAPI';

/** Brings the plugin as a file: nothing is downloaded from a release page when a controller starts. */
const plugin = {
  image: 'ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:v0.17.0',
  file: 'rollouts-plugin-trafficrouter-gatewayapi',
  folder: '/plugins',
  volume: 'plugins',
} as const;

const mounts = [{ name: plugin.volume, mountPath: plugin.folder }];

/** Its image is Alpine with the plugin in it, under user 999. */
const copyPlugin = {
  name: 'copy-plugin',
  image: plugin.image,
  command: ['cp', `/bin/${plugin.file}`, `${plugin.folder}/${plugin.file}`],
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '64Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 999,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
  volumeMounts: mounts,
};

/** No provider of other gateways gets rights here. */
const otherProviders = {
  istio: false,
  smi: false,
  ambassador: false,
  awsLoadBalancerController: false,
  awsAppMesh: false,
  traefik: false,
  apisix: false,
  contour: false,
  glooPlatform: false,
} as const;

const metricsPort = 8090;

/** The controller, which shifts weights of HTTPRoutes by its plugin and asks Prometheus how a new version does. */
export const argoRollouts: OperatorChart = {
  values: ({ context }) => ({
    installCRDs: true,
    // A Rollout that Git still holds would be lost with its definition.
    keepCRDs: true,
    providerRBAC: { enabled: true, providers: { ...otherProviders, gatewayAPI: true } },
    podSecurityContext: { runAsNonRoot: true, fsGroup: 999 },
    controller: {
      replicas: operatorReplicas,
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('100m', '256Mi'),
      topologySpreadConstraints: apart(context, labels),
      pdb: budget,
      podLabels: calls(monitoring.name),
      podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` },
      initContainers: [copyPlugin],
      volumes: [{ name: plugin.volume, emptyDir: { sizeLimit: '256Mi' } }],
      volumeMounts: mounts,
      trafficRouterPlugins: [{ name: gatewayPlugin, location: `file://${plugin.folder}/${plugin.file}` }],
    },
    dashboard: { enabled: false },
  }),
  traffic: () => [
    {
      name: 'controller',
      podLabels: labels,
      metricsPorts: [metricsPort],
      egress: [
        {
          namespace: monitoring.namespace,
          podLabels: { 'app.kubernetes.io/name': 'prometheus' },
          ports: [tcp(9090)],
        },
      ],
    },
  ],
};
