import type { Quota } from '../../environments/facts/quotas';
import type { CloudSite } from '../../environments/model';
import { mostMachines } from '../../environments/model/automatic-pool';
import type { QuotaDemand } from '../../environments/model/machine-demand';
import type { SiteOutput } from '../site-output';

/** A resource of a synthesized stack, as Terraform has it. */
export type Resource = Readonly<Record<string, unknown>>;

/** Every resource of a type, in all stacks of the site. */
export const resourcesOf = ({ stacks }: SiteOutput, type: string): readonly Resource[] =>
  Object.values(stacks).flatMap((stack) => Object.values(stack?.resource?.[type] ?? {}) as Resource[]);

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What takes something of a quota; nothing where nothing does. */
export const demand = (quota: Quota, amount: number, because: string): QuotaDemand[] =>
  amount > 0 ? [{ quota, amount, because }] : [];

/** GiB of the boot disks of all machines at the upper bounds of their pools. */
export const bootDisksGiB = (pools: CloudSite['pools'], surge: (pool: CloudSite['pools'][number]) => number): number =>
  sumOf(
    pools.map((pool) => {
      const most = pool.automatic ? mostMachines(pool.automatic) : pool.maxNodes > 0 ? pool.maxNodes + surge(pool) : 0;
      return most * pool.diskGiB;
    }),
  );
