import { poolLabel } from '../../../environments/model';
import { both, none, type Size, sizeOf } from '../../pool-sizes';
import type { Manifest } from '../../site-output';
import { addressOfObject, valueAt } from '../resource';
import { keyOf } from './off-hours';

/** Pods of one size that run all month, and the pool that they name. */
export interface SteadyPods {
  readonly size: Size;
  readonly count: number;
  /** What makes them: `<kind>/<namespace>/<name>`. */
  readonly workload: string;
  /** Missing: they go wherever there is room. */
  readonly pool?: string;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kinds whose pods are part of every machine, or come and go: pools have room for those by `poolShare`. */
const notSteady = new Set([
  'DaemonSet',
  'Job',
  'CronJob',
  'SparkApplication',
  'ScheduledSparkApplication',
  'LimitRange',
  'ResourceQuota',
]);

/** How kinds word the number of their pods. */
const counts = ['replicas', 'instances', 'size'] as const;

const countIn = (tree: Tree): number | undefined =>
  counts.map((key) => tree[key]).find((value): value is number => typeof value === 'number');

/** Pods wherever an object states them: templates of pods, and `resources` of custom kinds beside how many there are. */
function podsIn(value: unknown, count: number): Omit<SteadyPods, 'workload'>[] {
  if (Array.isArray(value)) return value.flatMap((one) => podsIn(one, count));
  if (!isTree(value)) return [];
  const here = countIn(value) ?? count;
  if (Array.isArray(value.containers)) {
    const size = value.containers.map((container) => sizeOf((container as Tree).resources)).reduce(both, none);
    const pool = isTree(value.nodeSelector) ? value.nodeSelector[poolLabel] : undefined;
    return [{ size, count: here, ...(typeof pool === 'string' ? { pool } : {}) }];
  }
  const own = isTree(value.resources) ? [{ size: sizeOf(value.resources), count: here }] : [];
  return [...own, ...Object.values(value).flatMap((inside) => podsIn(inside, here))];
}

/** Fewest pods of what something else scales, by kind and name. */
function scaledCounts(objects: readonly Manifest[]): ReadonlyMap<string, number> {
  const scaled = objects.flatMap((object): [string, number][] => {
    const target = valueAt(object.spec, 'scaleTargetRef');
    if (!isTree(target)) return [];
    const fewest = valueAt(object.spec, 'minReplicaCount') ?? valueAt(object.spec, 'minReplicas');
    const kind = `${target.kind ?? 'Deployment'}`;
    return [[keyOf(kind, object.metadata.namespace, `${target.name}`), typeof fewest === 'number' ? fewest : 1]];
  });
  return new Map(scaled);
}

/**
 * Every pod of a site that runs whether somebody uses it or not. Operators of the platform's charts stand in their values.
 * @param stopped whose pods are gone, by `keyOf`. Default: nobody's
 */
export function steadyPods(objects: readonly Manifest[], stopped: ReadonlySet<string> = new Set()): SteadyPods[] {
  const scaled = scaledCounts(objects);
  return objects
    .filter(({ kind }) => !notSteady.has(kind))
    .map((object) => ({ object, key: keyOf(object.kind, object.metadata.namespace, object.metadata.name) }))
    .filter(({ key }) => !stopped.has(key))
    .flatMap(({ object, key }) => {
      const workload = addressOfObject(object);
      return podsIn(object.spec, scaled.get(key) ?? 1).map((pods) => ({ ...pods, workload }));
    })
    .filter(({ size, count }) => count > 0 && size.vcpus + size.memoryGiB + size.gpus > 0);
}
