import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../../constructs/contracts';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { NodeAgent } from '../../../constructs/kubernetes/workloads';
import { addReader } from '../cluster-reader';
import { owner, pods } from '../parts';
import {
  agentNamespace,
  agentSoftware,
  collectorHost,
  collectorImage,
  collectorPods,
  collectorPorts,
  collectorTelemetry,
  configFile,
  configFolder,
  healthCheck,
  memoryLimiter,
  patience,
} from './collector';

const name = 'log-agent';
const logFolder = '/var/log/pods';
/** How far each file was read: survives a restart of the agent. */
const positionFolder = '/var/lib/evenkeel-log-agent';

/** The first word that names a severity, wherever a program writes it. */
const severity = {
  type: 'regex_parser',
  regex: '(?i)\\b(?P<severity>trace|debug|info|warn|warning|error|fatal|critical|panic)\\b',
  on_error: 'send_quiet',
  severity: { parse_from: 'attributes.severity', mapping: { warn: 'warning', fatal: ['critical', 'panic'] } },
};

const configuration = `${JSON.stringify(
  {
    extensions: { ...healthCheck, file_storage: { directory: positionFolder, create_directory: true } },
    receivers: {
      file_log: {
        include: [`${logFolder}/*/*/*.log`],
        // Its own output would come back for ever.
        exclude: [`${logFolder}/${agentNamespace}_${name}-*/*/*.log`],
        start_at: 'beginning',
        include_file_path: true,
        storage: 'file_storage',
        operators: [
          { type: 'container' },
          severity,
          { type: 'remove', field: 'attributes.severity', if: 'attributes.severity != nil' },
        ],
      },
    },
    processors: {
      ...memoryLimiter,
      k8s_attributes: {
        auth_type: 'serviceAccount',
        // Of its own machine only.
        filter: { node_from_env_var: 'NODE_NAME' },
        extract: {
          metadata: ['k8s.deployment.name', 'k8s.node.name'],
          labels: [
            { tag_name: 'service.namespace', key: 'app.kubernetes.io/instance', from: 'pod' },
            { tag_name: 'service.name', key: 'app.kubernetes.io/name', from: 'pod' },
          ],
        },
        pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }],
      },
      batch: { timeout: '1s', send_batch_size: 4096, send_batch_max_size: 8192 },
    },
    exporters: {
      otlp_grpc: {
        endpoint: `${collectorHost}:${collectorPorts.grpc}`,
        tls: { insecure: true },
        sending_queue: { queue_size: 500 },
        ...patience,
      },
    },
    service: {
      extensions: ['health_check', 'file_storage'],
      telemetry: collectorTelemetry,
      pipelines: {
        logs: {
          receivers: ['file_log'],
          processors: ['memory_limiter', 'k8s_attributes', 'batch'],
          exporters: ['otlp_grpc'],
        },
      },
    },
  },
  undefined,
  2,
)}\n`;

/** Reads what every container of a machine writes, and says of each line which pod and service it is from. */
export function addLogAgent(scope: Construct): void {
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: agentNamespace },
    data: { [configFile]: configuration },
  };
  typedObject(scope, configMap);
  addReader(scope, {
    name,
    namespace: agentNamespace,
    rules: [
      { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  new NodeAgent(scope, name, {
    name,
    namespace: agentNamespace,
    owner,
    software: agentSoftware,
    image: collectorImage,
    command: ['/otelcol-k8s'],
    args: [`--config=${configFolder}/${configFile}`],
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    // Logs of containers belong to root.
    user: 0,
    cpuMillis: 50,
    memoryMiB: 256,
    folders: [
      { name: 'logs', hostPath: logFolder },
      { name: 'positions', hostPath: positionFolder, writable: true, created: true },
    ],
    configuration: { configMap: name, path: configFolder, hash: shortHash(configuration) },
    metrics: { port: collectorPorts.metrics, path: '/metrics' },
    health: { port: collectorPorts.health, path: '/' },
    serviceAccountName: name,
    usesApiServer: true,
    egress: [pods(collectorPods, collectorPorts.grpc)],
  });
}
