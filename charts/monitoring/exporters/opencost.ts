import type { IScrapeConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig';
import type { Construct } from 'constructs';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { Server } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import { addReader } from '../cluster-reader';
import { chartPods, internet, namespace, owner, pods, prometheusPort, prometheusUrl } from '../parts';
import { asked } from '../probe';

const version = '1.120.4';
const name = 'opencost';
const port = 9003;

const watched = (apiGroup: string, ...resources: readonly string[]) => ({
  apiGroups: [apiGroup],
  resources: [...resources],
  verbs: ['get', 'list', 'watch'],
});

/** Its series say of which namespace and pod they speak: those labels are kept, not those of its own pod. */
const scrapeConfig: IScrapeConfig = {
  apiVersion: 'monitoring.coreos.com/v1alpha1',
  kind: 'ScrapeConfig',
  metadata: { name, namespace },
  spec: {
    staticConfigs: [{ targets: [`${name}.${namespace}.svc:${port}`], labels: { job: name, service: owner } }],
    honorLabels: true,
    scrapeInterval: '60s',
  },
};

/** What machines, volumes and pods cost, by the public prices of the cloud; no account of the cloud is asked. */
export function addOpencost(scope: Construct, context: ChartContext): void {
  addReader(scope, {
    name,
    namespace,
    rules: [
      watched(
        '',
        ...['configmaps', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods'],
        ...['replicationcontrollers', 'resourcequotas', 'services'],
      ),
      watched('apps', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'),
      watched('batch', 'cronjobs', 'jobs'),
      watched('policy', 'poddisruptionbudgets'),
      watched('storage.k8s.io', 'storageclasses'),
    ],
  });
  new Server(scope, name, {
    name,
    namespace,
    owner,
    software: { name, component: 'cost', version },
    // Two would be two series for every cost.
    replicas: 1,
    singleton: true,
    zones: context.zones,
    user: 1001,
    serviceAccountName: name,
    usesApiServer: true,
    containers: [
      {
        name,
        image: `ghcr.io/opencost/opencost:${version}`,
        env: {
          PROMETHEUS_SERVER_ENDPOINT: prometheusUrl,
          CLUSTER_ID: context.site,
          API_PORT: `${port}`,
          CONFIG_PATH: '/var/configs',
          // kube-state-metrics is there already.
          EMIT_KSM_V1_METRICS: 'false',
          EMIT_KSM_V1_METRICS_ONLY: 'false',
          LOG_FORMAT: 'JSON',
          MCP_SERVER_ENABLED: 'false',
        },
        cpuMillis: 50,
        memoryMiB: 512,
        ports: { http: port },
        startup: asked('/healthz', port, 10, 30),
        readiness: asked('/healthz', port, 10, 3),
        liveness: asked('/healthz', port, 20, 6),
        mounts: [
          { path: '/var/configs', scratchMiB: 256 },
          { path: '/tmp', scratchMiB: 64 },
        ],
      },
    ],
    ingress: [pods(chartPods.prometheus, port)],
    egress: [pods(chartPods.prometheus, prometheusPort), internet],
  });
  typedObject(scope, scrapeConfig);
}
