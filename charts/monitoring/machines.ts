import { automaticPools, isSitePublicCloud, type Site, steadyPools } from '../../environments/model';
import { siteOperators } from '../operators/site-operators';
import type { Alert, Panel } from '../signals';
import type { WatchedService } from './signals-chart';

const waiting = 'sum by (namespace) (kube_pod_status_unschedulable)';
/** Of what a pool may have. Only the controller that leads says so. */
const poolShare =
  'max by (nodepool, resource_type) (karpenter_nodepools_usage) / max by (nodepool, resource_type) (karpenter_nodepools_limit)';
const failedLaunches = 'sum by (error) (increase(karpenter_cloudprovider_errors_total{method="Create"}[30m]))';
const made = 'sum by (nodepool) (increase(karpenter_nodeclaims_created_total[1h]))';

/** Somebody looks tomorrow: what users feel pages by the objectives of their service, and a batch may wait. */
const podsWait: Alert = {
  name: 'PodsWaitForMachines',
  expression: `${waiting} > 0`,
  for: '15m',
  severity: 'ticket',
  summary: '{{ $value }} pods of {{ $labels.namespace }} have waited for a machine for a quarter of an hour.',
  action:
    'kubectl -n {{ $labels.namespace }} describe pod: the event of the scheduler says what no machine has; then the limits of the pool, and the machine types it allows.',
};

/** By Karpenter's own metrics. Source: karpenter.sh/v1.14/reference/metrics. */
const karpenterAlerts: readonly Alert[] = [
  {
    name: 'NoMachineMade',
    // A controller that never made one has no such counter.
    expression:
      'sum(kube_pod_status_unschedulable) > 0 unless sum(increase(karpenter_nodeclaims_created_total[15m])) > 0',
    for: '10m',
    severity: 'page',
    summary: 'Pods wait for machines, and none has been made for a quarter of an hour.',
    action:
      'kubectl -n karpenter logs -l app.kubernetes.io/name=karpenter; kubectl get nodepools,nodeclaims: a pool at its limit, types that are sold out, or a role that may not start machines.',
  },
  {
    name: 'NodePoolAtLimit',
    expression: `${poolShare} > 0.9`,
    for: '15m',
    severity: 'ticket',
    summary:
      '{{ $labels.nodepool }} has {{ $value | humanizePercentage }} of the {{ $labels.resource_type }} that it may have.',
    action: 'Raise the limits of the pool, or find what grew: kubectl top pods -A --sort-by cpu.',
  },
  {
    name: 'MachinesFailToLaunch',
    expression: `${failedLaunches} > 3`,
    for: '15m',
    severity: 'ticket',
    summary: 'Machines could not be started: {{ $labels.error }}.',
    action:
      'kubectl describe nodeclaims: types that are sold out want further types or zones in the pool; anything else is a quota or the role.',
  },
];

/** Where the cloud makes the machines out of sight: what they add up to, of what all pools together may have. */
const limitAlert = (vcpus: number): Alert => ({
  name: 'MachinesAtLimit',
  expression: `sum(kube_node_status_capacity{resource="cpu"}) > ${0.9 * vcpus}`,
  for: '15m',
  severity: 'ticket',
  summary: `The machines of the site have {{ $value }} of the ${vcpus} processors that its pools may have.`,
  action: 'Raise the limits of the pools, or find what grew: kubectl top pods -A --sort-by cpu.',
});

const panelsOf = (ownController: boolean): Panel[] => [
  { title: 'Pods that wait for a machine', unit: 'short', queries: { '{{namespace}}': waiting } },
  {
    title: 'Processors of all machines',
    unit: 'short',
    queries: { processors: 'sum(kube_node_status_capacity{resource="cpu"})' },
  },
  ...(ownController
    ? ([
        {
          title: 'Pools: share of their limits',
          unit: 'percentunit',
          queries: { '{{nodepool}} {{resource_type}}': poolShare },
        },
        { title: 'Machines made an hour', unit: 'short', queries: { '{{nodepool}}': made } },
        { title: 'Machines that failed to start, 30 minutes', unit: 'short', queries: { '{{error}}': failedLaunches } },
      ] as const)
    : []),
];

/** What is watched of machines that are made for waiting pods; nothing where every pool has machines of its own. */
export function watchedMachines(site: Site): WatchedService[] {
  if (!isSitePublicCloud(site)) return [];
  const automatic = automaticPools(site);
  if (automatic.length === 0) return [];
  const ownController = siteOperators(site).includes('karpenter');
  const steady = steadyPools(site).map(({ maxNodes, machine }) => maxNodes * machine.vcpus);
  const vcpus = [...automatic.map((pool) => pool.automatic.limits.vcpus), ...steady].reduce((sum, one) => sum + one, 0);
  return [
    {
      name: 'machines',
      title: 'Machines',
      levels: [],
      alerts: [podsWait, ...(ownController ? karpenterAlerts : [limitAlert(vcpus)])],
      panels: panelsOf(ownController),
      routes: [],
    },
  ];
}
