import type { IScrapeConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { type CloudMetrics, type MetricsScrape, shortHash } from '../../../constructs/contracts';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { Server } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import { chartPods, namespace, owner, pods } from '../parts';
import { asked } from '../probe';

const component = 'cloud-metrics';

/**
 * Not by annotations of the pod: being asked is what costs, so that the exporter itself says how often. Its series speak
 * of servers elsewhere, and keep no label of its pod.
 */
const scrapeConfig = (host: string, scrape: MetricsScrape): IScrapeConfig => ({
  apiVersion: 'monitoring.coreos.com/v1alpha1',
  kind: 'ScrapeConfig',
  metadata: { name: scrape.name, namespace },
  spec: {
    staticConfigs: [{ targets: [host], labels: { job: scrape.name, service: owner } }],
    metricsPath: scrape.path,
    ...(scrape.parameters
      ? { params: Object.fromEntries(Object.entries(scrape.parameters).map(([name, values]) => [name, [...values]])) }
      : {}),
    scrapeInterval: `${scrape.intervalSeconds}s`,
    scrapeTimeout: `${scrape.timeoutSeconds}s`,
  },
});

const configMap = (
  name: string,
  { name: key, content }: NonNullable<CloudMetrics['exporter']['file']>,
): IConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { [key]: content },
});

/** Asks the cloud for the metrics of the data services that it runs for the site, where it runs any. */
export function addCloudMetrics(scope: Construct, { kubernetes, zones }: ChartContext): void {
  if (!kubernetes.cloudMetrics) return;
  const { identity, exporter, scrapes } = kubernetes.cloudMetrics;
  const { name, port, file } = exporter;
  if (file) typedObject(scope, configMap(name, file));
  new Server(scope, name, {
    name,
    namespace,
    owner,
    software: { name, component, version: exporter.version },
    // Two would ask twice, and each would count differences of its own.
    replicas: 1,
    singleton: true,
    zones,
    user: exporter.user,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    ...(file ? { annotations: { 'evenkeel.dev/configuration': shortHash(file.content) } } : {}),
    containers: [
      {
        name: 'exporter',
        image: exporter.image,
        ...(exporter.args.length > 0 ? { args: exporter.args } : {}),
        env: exporter.env,
        cpuMillis: exporter.cpuMillis,
        memoryMiB: exporter.memoryMiB,
        ports: { http: port },
        readiness: asked(exporter.healthPath, port, 10, 3),
        liveness: asked(exporter.healthPath, port, 20, 6),
        mounts: file ? [{ path: file.folder, configMap: name }] : [],
      },
    ],
    ingress: [pods(chartPods.prometheus, port)],
    egress: [...identity.egress, ...exporter.egress],
  });
  for (const scrape of scrapes) typedObject(scope, scrapeConfig(`${name}.${namespace}.svc:${port}`, scrape));
}
