import { z } from 'zod';

const nodeCount = z.int().min(0).max(1000);
const diskGiB = z.int().min(30).max(4096);

interface PoolDefaults {
  readonly machine: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly diskGiB: number;
}

const poolShape = (defaults: PoolDefaults) => ({
  machine: z
    .string()
    .default(defaults.machine)
    .describe("Portable class (`general-4`, `memory-8`, `gpu`, `gpu-a100` ...) or the cloud's own machine type."),
  minNodes: nodeCount.default(defaults.minNodes).describe('Lower bound of the whole pool, over all zones.'),
  maxNodes: nodeCount.default(defaults.maxNodes).describe('Upper bound of the whole pool, over all zones.'),
  diskGiB: diskGiB.default(defaults.diskGiB).describe('Boot disk of a node.'),
});

const enabled = z.boolean().default(true).describe('False: the pool is not made.');

/** The pools of a cluster. Spot and GPU pools start empty, so they cost nothing until something asks for them. */
export const poolsSchema = z.strictObject({
  system: z
    .strictObject(poolShape({ machine: 'general-4', minNodes: 3, maxNodes: 6, diskGiB: 100 }))
    .prefault({})
    .describe('Cluster add-ons and operators.'),
  general: z
    .strictObject(poolShape({ machine: 'general-4', minNodes: 3, maxNodes: 12, diskGiB: 100 }))
    .prefault({})
    .describe('Services.'),
  spot: z
    .strictObject({ ...poolShape({ machine: 'general-4', minNodes: 0, maxNodes: 12, diskGiB: 100 }), enabled })
    .prefault({})
    .describe('Interruptible work: batch, training, previews. Tainted.'),
  gpu: z
    .strictObject({ ...poolShape({ machine: 'gpu', minNodes: 0, maxNodes: 4, diskGiB: 200 }), enabled })
    .prefault({})
    .describe('GPU work. Tainted. `gpu` is the smallest current class that the region offers.'),
});

export type PoolsConfig = z.output<typeof poolsSchema>;
export type PoolConfig = PoolsConfig['system'];

/** What a site may change about the pools of its environment. */
const change = z
  .strictObject({
    machine: z.string().describe("Portable class or the cloud's own machine type."),
    minNodes: nodeCount.describe('Lower bound of the whole pool, over all zones.'),
    maxNodes: nodeCount.describe('Upper bound of the whole pool, over all zones.'),
    diskGiB: diskGiB.describe('Boot disk of a node.'),
    enabled: z.boolean().describe('False: the site goes without the pool.'),
  })
  .partial();

export const poolChangesSchema = z
  .strictObject({
    system: change.omit({ enabled: true }).describe('Cluster add-ons and operators.'),
    general: change.omit({ enabled: true }).describe('Services.'),
    spot: change.describe('Interruptible work.'),
    gpu: change.describe('GPU work.'),
  })
  .partial();
