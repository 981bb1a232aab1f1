import type { BucketBinding, IdentityBinding, NetworkPeer } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { namedClass } from '../../constructs/kubernetes/volume-classes';
import { type GitOpsEngine, poolLabel } from '../../environments/model';
import type { ConfigOf } from '../../services';
import { monitoring, operators } from '../../services';
import { alertRoutes } from '../monitoring/alert-routes';
import { datasources } from '../monitoring/datasources';
import { nodeExporterPort } from '../monitoring/exporters/node-exporter';
import { fluxResourceMetrics } from '../monitoring/gitops';
import { grafanaHost, grafanaService } from '../monitoring/grafana';
import { internet, podsOf } from '../monitoring/parts';
import { prometheusSizes } from '../monitoring/sizing';
import { lokiPods, lokiPort } from '../monitoring/telemetry/loki';
import { tempoPods, tempoPorts } from '../monitoring/telemetry/tempo';
import { thanosPods } from '../monitoring/thanos/queriers';
import { sidecarStorage } from '../monitoring/thanos/sidecar';
import { thanosImage, ports as thanosPorts } from '../monitoring/thanos/thanos';
import { retrainingWebhook, startsTrainings } from '../orchestration/retraining';
import { chaosControllers } from './chaos-mesh';
import type { HelmValues, OperatorChart, OperatorProps } from './operator-chart';
import { apart, controllerResources } from './replicas';

const { namespace } = monitoring;
const app = (name: string) => ({ 'app.kubernetes.io/name': name });
const pods = {
  prometheus: app('prometheus'),
  alertmanager: app('alertmanager'),
  grafana: app('grafana'),
  kubeStateMetrics: app('kube-state-metrics'),
} as const;

const to = (podLabels: Readonly<Record<string, string>>, ...ports: number[]): NetworkPeer => ({
  namespace,
  podLabels,
  ports: ports.map(tcp),
});

const configOf = ({ context }: OperatorProps): ConfigOf<typeof monitoring> =>
  context.services.monitoring ?? monitoring.config.parse({});

const volume = (storageGiB: number, storageClass?: ConfigOf<typeof monitoring>['storageClass']) => ({
  volumeClaimTemplate: {
    spec: {
      ...(storageClass === 'fast' ? { storageClassName: namedClass(storageClass) } : {}),
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: `${storageGiB}Gi` } },
    },
  },
});

const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

/** Parts of a cluster that clouds run themselves, out of reach. */
const notOurs = {
  kubeControllerManager: { enabled: false },
  kubeScheduler: { enabled: false },
  kubeEtcd: { enabled: false },
  kubeProxy: { enabled: false },
  coreDns: { enabled: false },
} as const;

/** Rules about what is not scraped. */
const rulesLeftOut = Object.fromEntries(
  [
    'etcd',
    'kubeControllerManager',
    'kubeProxy',
    'kubeSchedulerAlerting',
    'kubeSchedulerRecording',
    'network',
    'node',
    'nodeExporterAlerting',
    'nodeExporterRecording',
    'windows',
  ].map((name) => [name, false]),
);

/** The bucket that series are copied to, and as whom; `undefined`: they stay in Prometheus. */
function archiveOf({ bindings }: OperatorProps) {
  const { metrics, identity } = (bindings.monitoring ?? {}) as {
    readonly metrics?: BucketBinding;
    readonly identity?: IdentityBinding;
  };
  return metrics && identity ? { bucket: metrics, identity } : undefined;
}

/** Copies every block of two hours to the bucket, and answers the queriers for what is not yet there. */
function sidecar(props: OperatorProps) {
  const archive = archiveOf(props);
  if (!archive) return {};
  return {
    podMetadata: { labels: archive.identity.podLabels },
    thanos: {
      image: thanosImage,
      objectStorageConfig: sidecarStorage(archive),
      resources: controllerResources('50m', '512Mi'),
    },
  };
}

/** The account that may write to the bucket, and how the queriers find the sidecars. */
function prometheusIdentity(props: OperatorProps) {
  const archive = archiveOf(props);
  if (!archive) return {};
  return {
    serviceAccount: { create: false, name: archive.identity.serviceAccountName },
    thanosService: { enabled: true },
    thanosServiceMonitor: { enabled: true },
  };
}

const archiveEgress = (props: OperatorProps): NetworkPeer[] => {
  const archive = archiveOf(props);
  return archive ? [...archive.bucket.egress, ...archive.identity.egress] : [];
};

function prometheusSpec(props: OperatorProps) {
  const { context } = props;
  const config = configOf(props);
  const { cpuMillis, memoryMiB } = prometheusSizes[config.size];
  return {
    replicas: config.replicas,
    retention: `${config.retentionDays}d`,
    // The log and a block that is being compacted need room too.
    retentionSize: `${Math.floor(config.storageGiB * 0.8)}GB`,
    storageSpec: volume(config.storageGiB, config.storageClass),
    // No two sites share them, so their series and alerts can be told apart anywhere.
    externalLabels: context.origin,
    ...sidecar(props),
    scrapeInterval: '30s',
    evaluationInterval: '30s',
    priorityClassName: priorityClasses.platformCritical,
    resources: controllerResources(`${cpuMillis}m`, `${memoryMiB}Mi`),
    topologySpreadConstraints: apart(context, pods.prometheus),
    ...Object.fromEntries(
      ['rule', 'serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'].map((kind) => [
        `${kind}SelectorNilUsesHelmValues`,
        false,
      ]),
    ),
  };
}

/** Airflow runs here, and a watched model is trained by it. */
const trains = ({ context }: OperatorProps): boolean =>
  context.services.orchestration !== undefined && startsTrainings(context);

function alertmanager(props: OperatorProps) {
  const { alerts } = configOf(props);
  const { pages, tickets } = (props.bindings.monitoring ?? {}) as {
    readonly pages?: { readonly secretName: string };
    readonly tickets?: { readonly secretName: string };
  };
  return {
    config: alertRoutes({
      config: alerts,
      secrets: { page: pages?.secretName, ticket: tickets?.secretName },
      ...(trains(props) ? { retrainingUrl: retrainingWebhook.url } : {}),
    }),
    alertmanagerSpec: {
      replicas: configOf(props).replicas,
      secrets: [pages, tickets].flatMap((binding) => (binding ? [binding.secretName] : [])),
      storage: volume(2),
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('20m', '128Mi'),
      topologySpreadConstraints: apart(props.context, pods.alertmanager),
    },
    podDisruptionBudget: { enabled: configOf(props).replicas > 1, minAvailable: 1 },
  };
}

/** What machines say of themselves, by which their cost is told apart. */
function nodeLabels(props: OperatorProps) {
  const { prices } = props.context;
  if (!configOf(props).cost) return {};
  const labels = [poolLabel, ...(prices?.spot ? [prices.spot.label] : [])];
  return { metricLabelsAllowlist: [`nodes=[${labels.join(',')}]`] };
}

/** Everything it shows comes from Git and the gateway signs people in, so any replica serves anybody and keeps nothing. */
const grafana = (props: OperatorProps) => ({
  fullnameOverride: grafanaService.name,
  replicas: configOf(props).grafana.replicas,
  service: { port: grafanaService.port },
  env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true' },
  'grafana.ini': {
    server: { root_url: `https://${grafanaHost}.${props.context.domain}` },
    'auth.anonymous': { enabled: true, org_role: 'Viewer' },
    auth: { disable_login_form: true },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    unified_alerting: { enabled: false },
  },
  // Data sources are there before Grafana is: nobody has to tell it to read them again.
  sidecar: { datasources: { initDatasources: true }, dashboards: { searchNamespace: namespace } },
  persistence: { enabled: false },
  initChownData: { enabled: false },
  testFramework: { enabled: false },
  containerSecurityContext: {
    ...restrictedContainer,
    readOnlyRootFilesystem: false,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  priorityClassName: priorityClasses.service,
  resources: controllerResources('100m', '512Mi'),
  topologySpreadConstraints: apart(props.context, pods.grafana),
  podDisruptionBudget: configOf(props).grafana.replicas > 1 ? { minAvailable: 1 } : {},
});

/** Argo CD speaks of its applications itself. */
const engineObjects: { readonly [E in GitOpsEngine]: HelmValues } = { 'argo-cd': {}, flux: fluxResourceMetrics };

/**
 * Prometheus, its operator, Alertmanager, kube-state-metrics and Grafana. No pod touches its node, so that the namespace
 * stays `restricted`.
 */
export const kubePrometheusStack: OperatorChart = {
  values: (props) => ({
    fullnameOverride: 'kube-prometheus-stack',
    crds: { enabled: false },
    ...notOurs,
    nodeExporter: { enabled: false },
    defaultRules: { create: true, rules: rulesLeftOut },
    prometheusOperator: {
      // Rules are checked before they are applied; without the webhook nothing needs a certificate.
      admissionWebhooks: { enabled: false },
      tls: { enabled: false },
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('50m', '256Mi'),
      containerSecurityContext: restrictedContainer,
    },
    prometheus: {
      ...prometheusIdentity(props),
      podDisruptionBudget: { enabled: configOf(props).replicas > 1, minAvailable: 1 },
      prometheusSpec: prometheusSpec(props),
    },
    alertmanager: alertmanager(props),
    'kube-state-metrics': {
      ...nodeLabels(props),
      ...engineObjects[props.context.gitops.engine],
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('20m', '256Mi'),
    },
    grafana: { ...grafana(props), additionalDataSources: datasources(props.context, configOf(props)) },
  }),
  traffic: (props) => [
    {
      name: 'prometheus',
      podLabels: pods.prometheus,
      ingress: [
        to(pods.grafana, 9090),
        to(pods.prometheus, 9090, 8080, thanosPorts.http),
        to(thanosPods('site'), thanosPorts.grpc),
        to(podsOf('opencost', 'cost'), 9090),
        callersOf(monitoring.name, [tcp(9090)]),
        ...(props.context.hasChaos
          ? [{ namespace: operators['chaos-mesh'].namespace, podLabels: chaosControllers, ports: [tcp(9090)] }]
          : []),
      ],
      egress: [
        // Whatever states metrics, wherever it runs; each target's own policy says on which port.
        { anyNamespace: true, podLabels: {}, ports: [] },
        ...archiveEgress(props),
        ...props.context.kubernetes.nodeCidrs.map((cidr) => ({ cidr, ports: [tcp(10250), tcp(nodeExporterPort)] })),
      ],
    },
    {
      name: 'alertmanager',
      podLabels: pods.alertmanager,
      reachesApiServer: false,
      ingress: [
        to(pods.prometheus, 9093, 8080),
        to(pods.grafana, 9093),
        {
          namespace,
          podLabels: pods.alertmanager,
          ports: [tcp(9094), { port: 9094, protocol: 'UDP' }],
        },
      ],
      egress: [
        { namespace, podLabels: pods.alertmanager, ports: [tcp(9094), { port: 9094, protocol: 'UDP' }] },
        ...(configOf(props).alerts.pages || configOf(props).alerts.tickets ? [internet] : []),
        ...(trains(props) ? [retrainingWebhook.peer] : []),
      ],
    },
    {
      name: 'grafana',
      podLabels: pods.grafana,
      ingress: [...(props.bindings.monitoring?.web.callers ?? []), to(pods.prometheus, 3000)],
      egress: [
        to(pods.prometheus, 9090),
        to(pods.alertmanager, 9093),
        to(thanosPods('frontend'), thanosPorts.http),
        to(lokiPods, lokiPort),
        to(tempoPods, tempoPorts.http),
      ],
    },
    {
      name: 'kube-state-metrics',
      podLabels: pods.kubeStateMetrics,
      ingress: [to(pods.prometheus, 8080)],
    },
    {
      name: 'operator',
      podLabels: { app: 'kube-prometheus-stack-operator' },
      ingress: [to(pods.prometheus, 8080)],
    },
  ],
};
