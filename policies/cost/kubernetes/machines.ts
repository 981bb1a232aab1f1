import { cloudFacts } from '../../../environments/facts';
import { kubernetesAmount } from '../../kubernetes-amount';
import type { Manifest } from '../../site-output';
import { type Charge, type MachinePool, machinesFor } from '../pricing';
import { blocksAt, isOn, labelsAt, numberAt, textAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { vcpusOf } from '../vcpus';
import { type ClusterContext, clusterPricing } from './cluster';

const texts = (value: unknown): string[] => [value ?? []].flat().map(String);

/** What a pool of Karpenter says of its machines under one key. */
const required = (pool: unknown, key: string): string[] =>
  blocksAt(pool, 'template.spec.requirements')
    .filter((requirement) => requirement.key === key && requirement.operator === 'In')
    .flatMap(({ values }) => texts(values));

/** GPUs of one machine. */
const gpusOf = (type: string, { cloud }: PoolContext): number => cloudFacts[cloud].machines[type]?.gpu?.count ?? 0;

/** Machines of a type that fit below the bounds of a pool. */
function mostOf(
  type: string,
  bounds: { readonly vcpus?: number; readonly gpus?: number },
  context: PoolContext,
): number {
  const gpus = gpusOf(type, context);
  if (gpus > 0 && bounds.gpus !== undefined) return Math.floor(bounds.gpus / gpus);
  if (bounds.vcpus === undefined) throw new Unpriceable('nothing bounds how many machines it may make');
  return Math.floor(bounds.vcpus / vcpusOf(context.cloud, type));
}

/** A pool of machines, and what their boot disks are read from. */
export interface ClusterPool {
  readonly pool: MachinePool;
  readonly disks: unknown;
}

type PoolContext = Pick<ClusterContext, 'cloud' | 'atSite' | 'objects'>;

const idOf = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

/** A pool of Karpenter: machines of the type that it names first, from none to its limits. */
function karpenterPool(object: Manifest, context: PoolContext): ClusterPool {
  const { spec } = object;
  const [type] = required(spec, 'node.kubernetes.io/instance-type');
  if (type === undefined) throw new Unpriceable('it names no machine type');
  const limits = labelsAt(spec, 'limits');
  const bound = (name: string) => (limits[name] === undefined ? undefined : kubernetesAmount(limits[name]));
  const reference = valueAt(spec, 'template.spec.nodeClassRef');
  const nodeClass = context.objects.find(
    ({ kind, metadata }) => kind === valueAt(reference, 'kind') && metadata.name === valueAt(reference, 'name'),
  );
  return {
    pool: {
      id: idOf(object),
      type,
      fewest: 0,
      most: mostOf(type, { vcpus: bound('cpu'), gpus: bound('nvidia.com/gpu') }, context),
      spot: required(spec, 'karpenter.sh/capacity-type').includes('spot'),
      labels: labelsAt(spec, 'template.metadata.labels'),
      tainted: blocksAt(spec, 'template.spec.taints').length > 0,
    },
    disks: nodeClass?.spec,
  };
}

/** A compute class of GKE: machines of its first choice. Classes without GPUs share the bounds of their cluster evenly. */
function computeClassPool(object: Manifest, context: PoolContext): ClusterPool {
  const [first] = blocksAt(object.spec, 'priorities');
  const type = textAt(first, 'machineType');
  const limits = context
    .atSite('google_container_cluster')
    .flatMap(({ values }) => blocksAt(values, 'cluster_autoscaling.resource_limits'));
  const limitOf = (name: string): number | undefined => {
    const found = limits.find(({ resource_type }) => resource_type === name);
    return found && numberAt(found, 'maximum', 0);
  };
  const sharers = context.objects.filter(
    ({ kind, spec }) => kind === 'ComputeClass' && valueAt(blocksAt(spec, 'priorities')[0], 'gpu') === undefined,
  );
  const vcpus = limitOf('cpu');
  const bounds = {
    vcpus: vcpus === undefined ? undefined : vcpus / Math.max(1, sharers.length),
    gpus: limitOf(`${valueAt(first, 'gpu.type')}`),
  };
  return {
    pool: {
      id: idOf(object),
      type,
      fewest: 0,
      most: mostOf(type, bounds, context),
      spot: isOn(first, 'spot'),
      labels: labelsAt(object.spec, 'nodePoolConfig.nodeLabels'),
      tainted: blocksAt(object.spec, 'nodePoolConfig.taints').length > 0,
    },
    disks: valueAt(first, 'storage'),
  };
}

/** Pools that objects make, by their kind. */
export const clusterPools: Readonly<Record<string, (object: Manifest, context: PoolContext) => ClusterPool>> = {
  NodePool: karpenterPool,
  ComputeClass: computeClassPool,
};

/** Machines that a cluster makes for waiting pods. */
export function automaticMachines(object: Manifest, context: ClusterContext): readonly Charge[] {
  const found = clusterPools[object.kind]?.(object, context);
  if (!found) return [];
  const count = context.machines(found.pool);
  return [...machinesFor(count, found.pool), ...clusterPricing[context.cloud].machineDisks(found.disks, count)];
}
