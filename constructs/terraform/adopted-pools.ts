import { type NodePool, poolLabel } from '../../environments/model';
import { type AdoptedCheck, quoted } from './adopted';

/** How a cloud's data source shows one pool of machines, as Terraform expressions over `p`. */
export interface ShownPools {
  /** All pools. */
  readonly all: string;
  readonly labels: string;
  /** A list of `key=value`, of those taints only that keep pods away. */
  readonly taints: string;
  readonly machineTypes: string;
  /** The most machines it can have. */
  readonly maxNodes: string;
  /** Taints besides those of the site that do no harm, or that the cloud sets itself. */
  readonly besides: (pool: NodePool) => readonly string[];
}

const list = (texts: readonly string[]): string => `[${texts.map(quoted).join(', ')}]`;

/** Terraform expression of the pools that carry the label of one of the site's. */
export const labelled = (shown: ShownPools, { name }: Pick<NodePool, 'name'>): string =>
  `[for p in ${shown.all} : p if try(${shown.labels}[${quoted(poolLabel)}], "") == ${quoted(name)}]`;

const each = (shown: ShownPools, pool: NodePool, value: string): string =>
  `[for p in ${labelled(shown, pool)} : ${value}]`;

/** That the owner of an adopted cluster has the machines that the site says there are, and lets its pods on them. */
export const poolChecks = (shown: ShownPools, pools: readonly NodePool[]): AdoptedCheck[] =>
  pools.flatMap((pool): AdoptedCheck[] => {
    const wanted = pool.taints.map(({ key, value }) => `${key}=${value}`);
    const known = list([...wanted, ...shown.besides(pool)]);
    const missing = `length(setsubtract(${list(wanted)}, ${shown.taints})) == 0`;
    const strange = `length(setsubtract(${shown.taints}, ${known})) == 0`;
    return [
      {
        holds: `length(${labelled(shown, pool)}) > 0`,
        message: `no machines have the label ${poolLabel} = ${pool.name}, by which pods choose them`,
        got: `[for p in ${shown.all} : ${shown.labels}]`,
        fix: `let its owner set the label on the machines of the ${pool.name} pool, or set pools.${pool.name}.enabled of the site to false`,
      },
      {
        holds: `alltrue(${each(shown, pool, `${missing} && ${strange}`)})`,
        message: `taints of the ${pool.name} pool are not ${wanted.length === 0 ? 'none' : wanted.join(', ')}`,
        got: each(shown, pool, shown.taints),
        fix: 'let its owner set exactly these, with the effect NoSchedule: pods of the site tolerate no others',
      },
      {
        holds: `alltrue(${each(shown, pool, `contains(${shown.machineTypes}, ${quoted(pool.machineType)})`)})`,
        message: `machines of the ${pool.name} pool are not ${pool.machineType}`,
        got: each(shown, pool, shown.machineTypes),
        fix: `set pools.${pool.name}.machine of the site to what its owner has`,
      },
      {
        holds: `try(sum(${each(shown, pool, shown.maxNodes)}), 0) >= ${pool.maxNodes}`,
        message: `the ${pool.name} pool cannot have ${pool.maxNodes} machines`,
        got: each(shown, pool, shown.maxNodes),
        fix: `set pools.${pool.name}.maxNodes of the site to what its owner allows, or let its owner raise it`,
      },
    ];
  });
