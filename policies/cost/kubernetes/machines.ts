import { cloudFacts } from '../../../environments/facts';
import { kubernetesAmount } from '../../kubernetes-amount';
import type { Manifest } from '../../site-output';
import { type Charge, machinesFor } from '../pricing';
import { blocksAt, isOn, numberAt, textAt, valueAt } from '../resource';
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
const gpusOf = (type: string, { cloud }: ClusterContext): number => cloudFacts[cloud].machines[type]?.gpu?.count ?? 0;

/** Machines of a type that fit below the bounds of a pool. */
function mostOf(
  type: string,
  bounds: { readonly vcpus?: number; readonly gpus?: number },
  context: ClusterContext,
): number {
  const gpus = gpusOf(type, context);
  if (gpus > 0 && bounds.gpus !== undefined) return Math.floor(bounds.gpus / gpus);
  if (bounds.vcpus === undefined) throw new Unpriceable('nothing bounds how many machines it may make');
  return Math.floor(bounds.vcpus / vcpusOf(context.cloud, type));
}

/** A pool of Karpenter: machines of the type that it names first, from none to its limits. */
export function nodePool(object: Manifest, context: ClusterContext): readonly Charge[] {
  const pool = object.spec;
  const [type] = required(pool, 'node.kubernetes.io/instance-type');
  if (type === undefined) throw new Unpriceable('it names no machine type');
  const limits = valueAt(pool, 'limits') as Readonly<Record<string, unknown>> | undefined;
  const bound = (name: string) => (limits?.[name] === undefined ? undefined : kubernetesAmount(limits[name]));
  const count = context.machines(0, mostOf(type, { vcpus: bound('cpu'), gpus: bound('nvidia.com/gpu') }, context));
  const reference = valueAt(pool, 'template.spec.nodeClassRef');
  const nodeClass = context.objects.find(
    ({ kind, metadata }) => kind === valueAt(reference, 'kind') && metadata.name === valueAt(reference, 'name'),
  );
  return [
    ...machinesFor(count, type, required(pool, 'karpenter.sh/capacity-type').includes('spot')),
    ...clusterPricing[context.cloud].machineDisks(nodeClass?.spec, count),
  ];
}

/** A compute class of GKE: machines of its first choice. Classes without GPUs share the bounds of their cluster evenly. */
export function computeClass(object: Manifest, context: ClusterContext): readonly Charge[] {
  const [first] = blocksAt(object.spec, 'priorities');
  const type = textAt(first, 'machineType');
  const limits = context
    .atSite('google_container_cluster')
    .flatMap(({ values }) => blocksAt(values, 'cluster_autoscaling.resource_limits'));
  const limitOf = (name: string): number | undefined => {
    const found = limits.find(({ resource_type }) => resource_type === name);
    return found && numberAt(found, 'maximum', 0);
  };
  const others = context.objects.filter(
    ({ kind, spec }) => kind === 'ComputeClass' && valueAt(blocksAt(spec, 'priorities')[0], 'gpu') === undefined,
  );
  const vcpus = limitOf('cpu');
  const count = context.machines(
    0,
    mostOf(
      type,
      {
        vcpus: vcpus === undefined ? undefined : vcpus / Math.max(1, others.length),
        gpus: limitOf(`${valueAt(first, 'gpu.type')}`),
      },
      context,
    ),
  );
  return [
    ...machinesFor(count, type, isOn(first, 'spot')),
    ...clusterPricing[context.cloud].machineDisks(valueAt(first, 'storage'), count),
  ];
}
