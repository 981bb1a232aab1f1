import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../../constructs/contracts';
import { callersOf, tcp } from '../../../constructs/kubernetes/network-policy';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { Server } from '../../../constructs/kubernetes/workloads';
import type { MonitoringProps } from '../monitoring-props';
import { internet, namespace, owner, pods } from '../parts';
import { asked } from '../probe';
import { stackSizes } from '../sizing';
import {
  agentNamespace,
  agentSoftware,
  collectorImage,
  collectorName,
  collectorPorts,
  collectorSoftware,
  configFile,
  configFolder,
} from './collector';
import { errorVariables, gatewayConfiguration } from './gateway-configuration';
import { lokiPods, lokiPort } from './loki';
import { tempoPods, tempoPorts } from './tempo';

/** Takes logs and traces by OTLP from the whole site, says where they come from, and hands them on. */
export function addGateway(scope: Construct, { context, config, bindings }: MonitoringProps): void {
  const logs = config.logs.enabled;
  const traces = config.traces.enabled;
  const { errorTracking } = bindings;
  const text = gatewayConfiguration({ context, logs, traces, errors: errorTracking !== undefined });
  const { replicas, ...size } = stackSizes[config.size].collector;
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: collectorName, namespace },
    data: { [configFile]: text },
  };
  typedObject(scope, configMap);
  new Server(scope, collectorName, {
    name: collectorName,
    namespace,
    owner,
    software: collectorSoftware,
    replicas,
    zones: context.zones,
    user: 10_001,
    annotations: { 'evenkeel.dev/configuration': shortHash(text) },
    metrics: { port: collectorPorts.metrics, path: '/metrics' },
    containers: [
      {
        name: 'collector',
        image: collectorImage,
        command: ['/otelcol-k8s'],
        args: [`--config=${configFolder}/${configFile}`],
        env: errorTracking
          ? {
              [errorVariables.endpoint]: { secret: errorTracking.secretName, key: 'endpoint' },
              [errorVariables.key]: { secret: errorTracking.secretName, key: 'public-key' },
            }
          : {},
        ...size,
        ports: { otlp: collectorPorts.grpc, http: collectorPorts.http },
        startup: asked('/', collectorPorts.health, 5, 30),
        readiness: asked('/', collectorPorts.health, 10, 3),
        liveness: asked('/', collectorPorts.health, 20, 6),
        mounts: [{ path: configFolder, configMap: collectorName }],
      },
    ],
    ingress: [
      callersOf(owner, [tcp(collectorPorts.grpc), tcp(collectorPorts.http)]),
      {
        namespace: agentNamespace,
        podLabels: { 'app.kubernetes.io/component': agentSoftware.component },
        ports: [tcp(collectorPorts.grpc)],
      },
    ],
    egress: [
      ...(logs ? [pods(lokiPods, lokiPort)] : []),
      ...(traces ? [pods(tempoPods, tempoPorts.otlp)] : []),
      ...(errorTracking ? [internet] : []),
    ],
  });
}
