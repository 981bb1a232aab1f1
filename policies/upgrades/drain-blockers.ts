import type { RuleFinding } from '../../environments/rules/rule';
import type { PlacedObject } from './removed-apis';

/** What keeps machines from being emptied, and what is lost or stops for a while when they are. */
export interface DrainBlockers {
  /** UPGRADE_BLOCKED. */
  readonly blocked: readonly RuleFinding[];
  readonly warnings: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec?: { readonly volumes?: readonly { readonly hostPath?: unknown }[] };
}

interface Budget {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
  readonly selector?: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] };
}

const replicated = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

const shortName = ({ object: { kind, metadata } }: PlacedObject): string =>
  [metadata?.namespace, kind, metadata?.name].filter(Boolean).join('/');

const nameOf = (one: PlacedObject): string => `${one.of} ${shortName(one)}`;

/** As the disruption controller rounds: up. */
const podsOf = (amount: number | string, replicas: number): number =>
  typeof amount === 'string' && amount.endsWith('%')
    ? Math.ceil((Number(amount.slice(0, -1)) * replicas) / 100)
    : Number(amount);

const templateOf = ({ object: { spec } }: PlacedObject): PodTemplate =>
  (spec as { readonly template?: PodTemplate } | undefined)?.template ?? {};

const replicasOf = ({ object: { spec } }: PlacedObject): number =>
  (spec as { readonly replicas?: number } | undefined)?.replicas ?? 1;

const selects = ({ selector }: Budget, labels: Labels): boolean =>
  selector?.matchExpressions === undefined &&
  Object.entries(selector?.matchLabels ?? {}).every(([name, value]) => labels[name] === value);

/** Pods that may go at once, of as many as there are. */
const allowed = ({ minAvailable, maxUnavailable }: Budget, replicas: number): number =>
  maxUnavailable !== undefined ? podsOf(maxUnavailable, replicas) : replicas - podsOf(minAvailable ?? 1, replicas);

const blocked = (one: PlacedObject, message: string, value: unknown, fix: string): RuleFinding => ({
  code: 'UPGRADE_BLOCKED',
  place: nameOf(one),
  message,
  value,
  fix,
});

function ofBudget(one: PlacedObject, workloads: readonly PlacedObject[]): RuleFinding[] {
  const budget = (one.object.spec ?? {}) as Budget;
  const { maxUnavailable, minAvailable } = budget;
  const nobodyMay = maxUnavailable !== undefined && podsOf(maxUnavailable, 100) === 0;
  const message = 'no pod of it may ever be evicted, so no machine under it can be emptied';
  if (nobodyMay || minAvailable === '100%') {
    return [blocked(one, message, minAvailable ?? maxUnavailable, 'set maxUnavailable: 1')];
  }
  return workloads
    .filter((workload) => workload.of === one.of)
    .filter(({ object }) => object.metadata?.namespace === one.object.metadata?.namespace)
    .filter((workload) => selects(budget, templateOf(workload).metadata?.labels ?? {}))
    .filter((workload) => replicasOf(workload) > 0 && allowed(budget, replicasOf(workload)) <= 0)
    .map((workload) =>
      blocked(
        one,
        `${nameOf(workload)} has ${replicasOf(workload)} replicas, and the budget keeps as many: no machine under it can be emptied`,
        minAvailable ?? maxUnavailable,
        'raise the replicas, or set maxUnavailable: 1',
      ),
    );
}

/** Budgets that operators make of their own objects: the operator that moves the pods must be there. */
function ofOperators(one: PlacedObject, drainCleaner: ReadonlySet<string>): RuleFinding[] {
  const spec = (one.object.spec ?? {}) as {
    readonly enablePDB?: boolean;
    readonly instances?: number;
    readonly kafka?: { readonly template?: { readonly podDisruptionBudget?: Budget } };
  };
  const { kind, apiVersion } = one.object;
  if (kind === 'Cluster' && apiVersion.startsWith('postgresql.cnpg.io/')) {
    return spec.instances === 1 && spec.enablePDB !== false
      ? [
          blocked(
            one,
            'the only server has a budget: its machine cannot be emptied',
            true,
            'set enablePDB: false, and take the restart',
          ),
        ]
      : [];
  }
  const budget = spec.kafka?.template?.podDisruptionBudget;
  if (kind !== 'Kafka' || budget?.maxUnavailable !== 0 || drainCleaner.has(one.of)) return [];
  return [
    blocked(
      one,
      'no broker may be evicted, and nothing moves it instead',
      0,
      'install strimzi-drain-cleaner, or set maxUnavailable: 1',
    ),
  ];
}

const doNotMove = ['karpenter.sh/do-not-disrupt', 'cluster-autoscaler.kubernetes.io/safe-to-evict'] as const;
const keepsMachine = (annotations: Labels = {}): boolean =>
  annotations[doNotMove[0]] === 'true' || annotations[doNotMove[1]] === 'false';

/**
 * What stands in the way when every machine of a site is replaced.
 * @param drainCleaner sites whose Kafka brokers are moved by Strimzi's Drain Cleaner
 */
export function drainBlockers(objects: readonly PlacedObject[], drainCleaner: ReadonlySet<string>): DrainBlockers {
  const workloads = objects.filter(({ object }) => replicated.includes(object.kind));
  const ofKind = (kind: string) => objects.filter(({ object }) => object.kind === kind);
  const single = workloads.filter((one) => replicasOf(one) === 1);
  return {
    blocked: [
      ...ofKind('PodDisruptionBudget').flatMap((one) => ofBudget(one, workloads)),
      ...objects.flatMap((one) => ofOperators(one, drainCleaner)),
      ...ofKind('Pod').map((one) =>
        blocked(
          one,
          'no controller would make the pod again on another machine',
          'Pod',
          'make it a Deployment or a Job',
        ),
      ),
      ...ofKind('PersistentVolume')
        .filter(({ object }) => (object.spec as { readonly local?: unknown } | undefined)?.local !== undefined)
        .map((one) =>
          blocked(
            one,
            'the data lies on a disk of one machine, and goes with it',
            'local',
            'move it to a volume of the cloud first',
          ),
        ),
    ],
    warnings: [
      ...(single.length > 0
        ? [
            `One replica each, so they stop while their machine is replaced: ${[...new Set(single.map(shortName))].join(', ')}`,
          ]
        : []),
      ...workloads
        .filter((one) => keepsMachine(templateOf(one).metadata?.annotations))
        .map((one) => `${nameOf(one)} asks for its machine to be left alone: it is moved by hand, or when it ends`),
    ],
  };
}
