import type { Cloud } from '../../../environments/facts';
import type { Manifest } from '../../site-output';
import type { BillLine } from '../bill';
import { volumeClaims } from '../kubernetes/volumes';

type Made = 'volumes' | 'balancers' | 'machines';

const pools: readonly string[] = ['NodePool', 'ComputeClass'];

/** What a line of a cluster's own purchases is. */
const madeIn = ({ address, item }: BillLine): Made =>
  pools.includes(address.split('/')[0] ?? '')
    ? 'machines'
    : item.startsWith('load-balancer/')
      ? 'balancers'
      : 'volumes';

const orphaned = 'a controller of the cluster deletes it, and is gone when the cluster went first';

/** What outlives a cluster that is destroyed before it was drained. The rest goes with it. */
const outlives: { readonly [C in Cloud]: Readonly<Partial<Record<Made, string>>> } = {
  aws: { volumes: orphaned, balancers: orphaned, machines: orphaned },
  // Pools of machines are GKE's own.
  google: { volumes: orphaned, balancers: orphaned },
  // Everything lies in the group of the nodes, which AKS deletes with the cluster.
  azure: {},
};

const whats: Readonly<Record<Made, string>> = {
  volumes: 'volumes of claims',
  balancers: 'load balancer',
  machines: 'machines made for pods',
};

/** Volumes whose class keeps them when their claim is deleted. */
function isRetained(object: Manifest, objects: readonly Manifest[]): boolean {
  const classes = objects.filter(({ kind }) => kind === 'StorageClass');
  return volumeClaims(object).some(
    ({ storageClass }) => classes.find(({ metadata }) => metadata.name === storageClass)?.reclaimPolicy === 'Retain',
  );
}

/** How one purchase of a cluster stays after a destroy; `undefined`: it goes. */
export function undrained(
  line: BillLine,
  cloud: Cloud,
  object: Manifest | undefined,
  objects: readonly Manifest[],
): { readonly how: 'kept' | 'undrained'; readonly what: string; readonly why: string } | undefined {
  const made = madeIn(line);
  const why = outlives[cloud][made];
  if (why === undefined) return undefined;
  const what = whats[made];
  return made === 'volumes' && object && isRetained(object, objects)
    ? { how: 'kept', what, why: 'its storage class retains volumes' }
    : { how: 'undrained', what, why };
}
