import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { monitoring, operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { controllerResources, operatorReplicas } from './replicas';

const { namespace } = operators['chaos-mesh'];

const labelsOf = (component: string) => ({
  'app.kubernetes.io/name': 'chaos-mesh',
  'app.kubernetes.io/component': component,
});
/** Its controllers ask Prometheus when to stop: the policy of Prometheus lets these pods in. */
export const chaosControllers = labelsOf('controller-manager');
const agents = labelsOf('chaos-daemon');

const ports = { webhooks: 9443, metrics: 10080, agent: 31767, agentMetrics: 31766 } as const;
const prometheus = { 'app.kubernetes.io/name': 'prometheus' };

const scraped = (port: number) => ({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${port}` });

/**
 * Makes faults, and takes them back. Its agents enter the network of other pods through containerd, as root on every
 * machine: it is installed only where experiments are asked for. No dashboard: experiments are in Git.
 */
export const chaosMesh: OperatorChart = {
  values: () => ({
    images: { registry: 'ghcr.io', tag: 'v2.8.3' },
    enableProfiling: false,
    enableCtrlServer: false,
    controllerManager: {
      replicaCount: operatorReplicas,
      priorityClassName: priorityClasses.platformCritical,
      podAnnotations: scraped(ports.metrics),
      resources: controllerResources('25m', '256Mi'),
    },
    chaosDaemon: {
      runtime: 'containerd',
      socketPath: '/run/containerd/containerd.sock',
      priorityClassName: priorityClasses.platformCritical,
      podAnnotations: scraped(ports.agentMetrics),
      resources: controllerResources('20m', '256Mi'),
      // A machine without an agent is one on which no fault can be taken back.
      tolerations: [{ operator: 'Exists' }],
    },
    dashboard: { create: false },
    dnsServer: { create: false },
    // One that Helm makes would be another one with each build.
    webhook: { certManager: { enabled: true } },
  }),
  traffic: () => [
    {
      name: 'controller',
      podLabels: chaosControllers,
      webhookPorts: [ports.webhooks],
      metricsPorts: [ports.metrics],
      egress: [
        { namespace, podLabels: agents, ports: [tcp(ports.agent)] },
        { namespace: monitoring.namespace, podLabels: prometheus, ports: [tcp(9090)] },
      ],
    },
    {
      name: 'agent',
      podLabels: agents,
      metricsPorts: [ports.agentMetrics],
      ingress: [{ namespace, podLabels: chaosControllers, ports: [tcp(ports.agent)] }],
    },
  ],
  budgetFor: chaosControllers,
};
