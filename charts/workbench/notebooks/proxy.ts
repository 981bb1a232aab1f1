import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../../constructs/kubernetes/network-policy';
import { Server } from '../../../constructs/kubernetes/workloads';
import { workbench } from '../../../services';
import { components, hubUrl, namespace, podsOf, ports, proxyImage, proxyName, proxyUser } from './jupyterhub';
import type { NotebooksProps } from './notebooks-props';

const healthPath = '/_chp_healthz';

/**
 * Leads every request to the hub or to the server of a person. One: routes lie in its memory, and the hub tells them to
 * one proxy. A new one has them back within a minute.
 */
export function addProxy(scope: Construct, { context, bindings }: NotebooksProps): void {
  const health = Probe.fromHttpGet(healthPath, { port: ports.proxy, periodSeconds: Duration.seconds(5) });
  new Server(scope, 'proxy', {
    name: proxyName,
    namespace,
    owner: workbench.name,
    software: components.proxy,
    replicas: 1,
    singleton: true,
    zones: context.zones,
    terminationSeconds: 60,
    user: proxyUser,
    containers: [
      {
        name: 'proxy',
        image: proxyImage,
        command: ['configurable-http-proxy'],
        args: [
          '--ip=0.0.0.0',
          `--port=${ports.proxy}`,
          '--api-ip=0.0.0.0',
          `--api-port=${ports.proxyApi}`,
          '--metrics-ip=0.0.0.0',
          `--metrics-port=${ports.proxyMetrics}`,
          `--default-target=${hubUrl}`,
          `--error-target=${hubUrl}/hub/error`,
          '--log-level=warn',
        ],
        env: { CONFIGPROXY_AUTH_TOKEN: { secret: bindings.proxyToken.secretName, key: 'value' } },
        // One Node.js process; a connection or two for each open notebook.
        cpuMillis: 100,
        cpuLimitMillis: 1000,
        memoryMiB: 256,
        ports: { http: ports.proxy, 'http-api': ports.proxyApi },
        readiness: health,
        liveness: health,
      },
    ],
    metrics: { port: ports.proxyMetrics, path: '/metrics' },
    ingress: [...bindings.notebooks.callers, { namespace, podLabels: podsOf('hub'), ports: [tcp(ports.proxyApi)] }],
    egress: [
      { namespace, podLabels: podsOf('hub'), ports: [tcp(ports.hub)] },
      { namespace, podLabels: podsOf('server'), ports: [tcp(ports.server)] },
    ],
  });
}
