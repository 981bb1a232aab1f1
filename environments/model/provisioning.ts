import type { MachineFacts } from '../facts';
import type { ProvisioningMode } from '../schema/pool-schema';
import type { AutomaticPool } from './automatic-pool';
import type { CloudSite, NodePool } from './site';

/** A pool whose machines are made for waiting pods. */
export type AutomaticNodePool = NodePool & { readonly automatic: AutomaticPool };

const isAutomatic = (pool: NodePool): pool is AutomaticNodePool => pool.automatic !== undefined;

export const automaticPools = ({ pools }: Pick<CloudSite, 'pools'>): readonly AutomaticNodePool[] =>
  pools.filter(isAutomatic);

/** Pools of one machine type, between two bounds. */
export const steadyPools = ({ pools }: Pick<CloudSite, 'pools'>): readonly NodePool[] =>
  pools.filter((pool) => !isAutomatic(pool));

/**
 * How the machines of a site come: a pool that always has as many machines needs nothing to move it, and those of an
 * adopted cluster its owner moves.
 */
export const provisioningModesOf = (site: Pick<CloudSite, 'pools' | 'adopt'>): readonly ProvisioningMode[] =>
  site.adopt?.cluster
    ? []
    : [
        ...(steadyPools(site).some(({ minNodes, maxNodes }) => maxNodes > minNodes) ? (['autoscaled'] as const) : []),
        ...(automaticPools(site).length > 0 ? (['automatic'] as const) : []),
      ];

/** Every kind of machine that a pool can have. */
export const machinesOf = ({ machine, automatic }: NodePool): readonly MachineFacts[] =>
  automatic ? automatic.machines.map((allowed) => allowed.machine) : [machine];
