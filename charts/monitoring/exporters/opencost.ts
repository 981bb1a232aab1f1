import type { IScrapeConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../../constructs/contracts';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { Server } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import { addReader } from '../cluster-reader';
import { defaultPrices, priceList } from '../cost/price-list';
import { chartPods, namespace, owner, pods, prometheusPort, prometheusUrl } from '../parts';
import { asked } from '../probe';

const version = '1.120.4';
const name = 'opencost';
const port = 9003;
const prices = 'opencost-prices';
const folders = { configuration: '/var/configs', prices: '/etc/prices' } as const;
const files = { defaults: 'default.json', list: 'prices.csv' } as const;

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

/** By the prices of the site, or where nobody sells its machines, by rates. Never the cloud's own, which it would have to ask for. */
function pricing({ prices: sitePrices }: ChartContext) {
  const data = { [files.defaults]: defaultPrices, ...(sitePrices ? { [files.list]: priceList(sitePrices) } : {}) };
  const env: Readonly<Record<string, string>> = {
    USE_CUSTOM_PROVIDER: 'true',
    ...(sitePrices ? { USE_CSV_PROVIDER: 'true', CSV_PATH: `${folders.prices}/${files.list}` } : {}),
  };
  return { data, env };
}

/** What machines, volumes and pods cost, by the price book of the platform: nobody outside of the cluster is asked. */
export function addOpencost(scope: Construct, context: ChartContext): void {
  const { data, env } = pricing(context);
  const configMap: IConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: prices, namespace }, data };
  typedObject(scope, configMap);
  addReader(scope, {
    name,
    namespace,
    rules: [
      watched(
        '',
        ...['namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods'],
        ...['replicationcontrollers', 'resourcequotas', 'services'],
      ),
      watched('apps', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'),
      watched('batch', 'jobs'),
      watched('policy', 'poddisruptionbudgets'),
      watched('storage.k8s.io', 'storageclasses'),
    ],
    // It looks for prices of somebody else there, and waits until it may.
    ownRules: [watched('', 'configmaps')],
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
    annotations: { 'evenkeel.dev/configuration': shortHash(JSON.stringify(data)) },
    containers: [
      {
        name,
        image: `ghcr.io/opencost/opencost:${version}`,
        env: {
          PROMETHEUS_SERVER_ENDPOINT: prometheusUrl,
          CLUSTER_ID: context.site,
          INSTALL_NAMESPACE: namespace,
          API_PORT: `${port}`,
          CONFIG_PATH: folders.configuration,
          ...env,
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
          { path: folders.configuration, scratchMiB: 256 },
          { path: `${folders.configuration}/${files.defaults}`, configMap: prices, key: files.defaults },
          { path: folders.prices, configMap: prices },
          { path: '/tmp', scratchMiB: 64 },
        ],
      },
    ],
    ingress: [pods(chartPods.prometheus, port)],
    egress: [pods(chartPods.prometheus, prometheusPort)],
  });
  typedObject(scope, scrapeConfig);
}
