import type { AutomaticNodePool, Maintenance } from '../../environments/model';
import type { NodeObject } from '../contracts';
import { upgradeBudgets } from './upgrade-budgets';

/** What the clouds that run Karpenter say differently. */
export interface KarpenterProps {
  readonly pool: AutomaticNodePool;
  /** When machines may be replaced by newer ones. */
  readonly maintenance: Maintenance;
  /** Kind and group of the cloud's own object; its name is the pool's. */
  readonly nodeClass: { readonly group: string; readonly kind: string };
  /** As the label `topology.kubernetes.io/zone` has them. */
  readonly zones: readonly string[];
  /** Labels that Karpenter must know to count what runs on every machine. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints that go when a machine is ready. Default: none. */
  readonly startupTaints?: readonly Taint[];
}

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'NoExecute';
}

interface Share {
  readonly name: string;
  readonly capacityTypes: readonly ('reserved' | 'spot' | 'on-demand')[];
  /** Of the pool's bounds. */
  readonly percent: number;
  /** The higher is tried first. */
  readonly weight?: number;
}

/** Karpenter knows no shares of a pool: two NodePools with a part of the bounds each, the interruptible one first. */
function sharesOf(pool: AutomaticNodePool): readonly Share[] {
  const { name, reservation } = pool;
  const { spotPercent, onDemandFallback } = pool.automatic;
  // They are paid already, and Karpenter takes them before any other.
  const reserved = reservation ? (['reserved'] as const) : [];
  if (spotPercent === 0) return [{ name, capacityTypes: [...reserved, 'on-demand'], percent: 100 }];
  if (spotPercent === 100) {
    // Of both, Karpenter takes interruptible machines for as long as there are any.
    const bought = onDemandFallback ? (['spot', 'on-demand'] as const) : (['spot'] as const);
    return [{ name, capacityTypes: [...reserved, ...bought], percent: 100 }];
  }
  return [
    { name: `${name}-spot`, capacityTypes: ['spot'], percent: spotPercent, weight: 10 },
    { name, capacityTypes: [...reserved, 'on-demand'], percent: 100 - spotPercent },
  ];
}

const consolidationPolicies: Readonly<Record<AutomaticNodePool['automatic']['consolidation'], string>> = {
  'when-empty': 'WhenEmpty',
  'when-underused': 'WhenEmptyOrUnderutilized',
};

/** Of the machines of a pool, this many are replaced or taken away at once; never fewer than one. */
const disrupted = '10%';

const isIn = (key: string, values: readonly string[]) => ({ key, operator: 'In', values: [...values] });

/**
 * The NodePools of one pool: machine types by name, so that nobody is surprised by a size or family; bounds; replaced and
 * consolidated a tenth at a time and never against a disruption budget of pods, by newer ones in the upgrade window only.
 * Source: karpenter.sh/docs/concepts/nodepools, `karpenter.sh/v1`.
 */
export function karpenterNodePools(props: KarpenterProps): NodeObject[] {
  const { pool, maintenance, nodeClass, zones, labels = {}, startupTaints } = props;
  const { machines, limits, consolidation, consolidateAfterMinutes, expireHours } = pool.automatic;
  const architectures = [...new Set(machines.map(({ machine }) => machine.architecture))].sort();
  return sharesOf(pool).map(({ name, capacityTypes, percent, weight }) => {
    const part = (bound: number): number => Math.floor((bound * percent) / 100);
    return {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name },
      spec: {
        ...(weight ? { weight } : {}),
        limits: {
          cpu: `${part(limits.vcpus)}`,
          memory: `${part(limits.memoryGiB)}Gi`,
          ...(limits.gpus > 0 ? { 'nvidia.com/gpu': `${limits.gpus}` } : {}),
        },
        disruption: {
          consolidationPolicy: consolidationPolicies[consolidation],
          consolidateAfter: `${consolidateAfterMinutes}m`,
          budgets: [{ nodes: disrupted }, ...upgradeBudgets(maintenance)],
        },
        template: {
          metadata: { labels: { ...pool.labels, ...labels } },
          spec: {
            nodeClassRef: { ...nodeClass, name: pool.name },
            expireAfter: expireHours === undefined ? 'Never' : `${expireHours}h`,
            requirements: [
              isIn(
                'node.kubernetes.io/instance-type',
                machines.map(({ type }) => type),
              ),
              isIn('karpenter.sh/capacity-type', capacityTypes),
              isIn('topology.kubernetes.io/zone', zones),
              isIn('kubernetes.io/arch', architectures),
              isIn('kubernetes.io/os', ['linux']),
            ],
            ...(pool.taints.length > 0 ? { taints: pool.taints.map((taint) => ({ ...taint })) } : {}),
            ...(startupTaints ? { startupTaints: startupTaints.map((taint) => ({ ...taint })) } : {}),
          },
        },
      },
    };
  });
}
