import type { IScrapeConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { monitoring } from '../../services';

type Relabeling = NonNullable<IScrapeConfig['spec']['relabelings']>[number];

const pod = (name: string): string => `__meta_kubernetes_pod_${name}`;
const annotation = (name: string): string => pod(`annotation_prometheus_io_${name}`);
const label = (name: string): string => pod(`label_app_kubernetes_io_${name}`);

/** Copies what Kubernetes says of a pod into a label of its series; where it says nothing, there is no label. */
const copy = (source: string, targetLabel: string): Relabeling => ({
  action: 'Replace',
  sourceLabels: [source],
  targetLabel,
});

/** Asks each annotated pod once, at the port it states, and labels its series as signals expect them. */
const relabelings: Relabeling[] = [
  { action: 'Keep', sourceLabels: [annotation('scrape')], regex: 'true' },
  // Only what runs. A pod with several ports is found several times; equal targets become one.
  { action: 'Drop', sourceLabels: [pod('phase')], regex: 'Pending|Succeeded|Failed|Unknown' },
  {
    action: 'Replace',
    sourceLabels: [pod('ip'), annotation('port')],
    separator: ':',
    regex: '(.+):(\\d+)',
    replacement: '$1:$2',
    targetLabel: '__address__',
  },
  { action: 'Replace', sourceLabels: [annotation('path')], regex: '(/.*)', targetLabel: '__metrics_path__' },
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy(pod('name'), 'pod'),
  copy(label('instance'), 'service'),
  copy(label('name'), 'app'),
  copy(label('component'), 'component'),
];

/** The one scrape configuration of a site: whoever has metrics says so by annotations. */
export function addScrapeConfig(scope: Construct): void {
  const config: IScrapeConfig = {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata: { name: 'annotated-pods', namespace: monitoring.namespace },
    spec: { kubernetesSDConfigs: [{ role: 'Pod' }], scrapeInterval: '30s', relabelings },
  };
  typedObject(scope, config);
}
