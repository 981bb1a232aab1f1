import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, liftedResources, operatorReplicas } from './replicas';
import { restrictedContainerContext, restrictedPodContext } from './restricted';

const labels = { 'app.kubernetes.io/name': 'descheduler', 'app.kubernetes.io/instance': 'descheduler' };

/** User 1000 is the image's own. */
const user = 1000;

/** Add-ons of the cloud are the cloud's to move. */
const namespaces = { exclude: ['kube-system', 'kube-node-lease', 'kube-public'] };

/**
 * Who may be moved: pods of which another one runs, that fit somewhere else, without a volume, of a priority below the
 * operators'. Scratch folders do not hold a pod back: every server has one. The API server counts disruption budgets.
 * Pods of DaemonSets, pods without an owner and those of system priority are never moved.
 */
const evictor = {
  name: 'DefaultEvictor',
  args: {
    nodeFit: true,
    minReplicas: 2,
    minPodAge: '15m',
    priorityThreshold: { name: priorityClasses.platformCritical },
    podProtections: { defaultDisabled: ['PodsWithLocalStorage'], extraEnabled: ['PodsWithPVC'] },
  },
};

/**
 * Spreads anew what the scheduler could not foresee: a zone that has come back, a machine that has joined. Nothing that
 * looks at how full machines are: emptying them is the work of whoever adds and removes them, and two who do it work
 * against each other.
 */
const profile = {
  name: 'spread',
  pluginConfig: [
    evictor,
    {
      name: 'RemovePodsViolatingTopologySpreadConstraint',
      args: { namespaces, constraints: ['DoNotSchedule'], topologyBalanceNodeFit: true },
    },
    { name: 'RemoveDuplicates', args: { namespaces } },
  ],
  plugins: {
    filter: { enabled: ['DefaultEvictor'] },
    preEvictionFilter: { enabled: ['DefaultEvictor'] },
    balance: { enabled: ['RemovePodsViolatingTopologySpreadConstraint', 'RemoveDuplicates'] },
  },
};

/** Moves pods apart, at most one a namespace and five in all every ten minutes. */
export const descheduler: OperatorChart = {
  values: ({ context }) => ({
    kind: 'Deployment',
    fullnameOverride: 'descheduler',
    replicas: operatorReplicas,
    leaderElection: { enabled: true, resourceNamespace: operators.descheduler.namespace },
    priorityClassName: priorityClasses.platformCritical,
    resources: liftedResources('50m', '256Mi'),
    topologySpreadConstraints: apart(context, labels),
    podSecurityContext: restrictedPodContext(user),
    securityContext: {
      ...restrictedContainerContext,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: user,
    },
    deschedulingInterval: '10m',
    deschedulerPolicyAPIVersion: 'descheduler/v1alpha2',
    deschedulerPolicy: {
      maxNoOfPodsToEvictPerNode: 1,
      maxNoOfPodsToEvictPerNamespace: 1,
      maxNoOfPodsToEvictTotal: 5,
      profiles: [profile],
    },
  }),
  // Its metrics are behind a certificate that it signs itself; what it did shows in the events of the pods.
  traffic: () => [{ name: 'controller', podLabels: labels }],
  budgetFor: labels,
};
