import type { Construct } from 'constructs';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { NetworkPeer } from '../../constructs/contracts';
import { monitoringNamespace, networkPolicy, tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type OperatorName, operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { apiServer } from '../foundations/api-server';
import type { OperatorProps, OperatorTraffic, SiteOperator } from './operator-chart';
import { operatorCharts } from './operator-charts';

/** Where calls to webhooks come from: the API server, its tunnel's pods in `kube-system`, or a node. */
const apiServerCallers = ({ kubernetes }: ChartContext, ports: readonly number[]): NetworkPeer[] => {
  const webhooks = ports.map(tcp);
  return [
    ...[...new Set([...kubernetes.apiServerCidrs, ...kubernetes.nodeCidrs])].map((cidr) => ({ cidr, ports: webhooks })),
    { namespace: 'kube-system', podLabels: {}, ports: webhooks },
  ];
};

const peersOf = (context: ChartContext, name: OperatorName, traffic: OperatorTraffic) => ({
  ingress: [
    ...(traffic.ingress ?? []),
    ...(traffic.webhookPorts ? apiServerCallers(context, traffic.webhookPorts) : []),
    ...(traffic.metricsPorts
      ? [{ namespace: monitoringNamespace, podLabels: {}, ports: traffic.metricsPorts.map(tcp) }]
      : []),
  ],
  egress: [
    ...((traffic.reachesApiServer ?? true) ? apiServer(context) : []),
    ...(traffic.egress ?? []),
    ...(context.kubernetes.operators?.[name]?.egress ?? []),
  ],
});

/** Opens the paths of one operator, and keeps one of its replicas while nodes are drained. */
export function addOperatorPolicies(scope: Construct, operator: SiteOperator, props: OperatorProps): void {
  const { name } = operator;
  const { namespace } = operators[name];
  const chart = operatorCharts[name];
  for (const traffic of chart.traffic(props)) {
    networkPolicy(scope, {
      name: `${name}-${traffic.name}`,
      namespace,
      podLabels: traffic.podLabels ?? {},
      ...peersOf(props.context, name, traffic),
    });
  }
  if (!chart.budgetFor) return;
  const budget: IPodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { minAvailable: 1, selector: { matchLabels: { ...chart.budgetFor } } },
  };
  typedObject(scope, budget);
}
