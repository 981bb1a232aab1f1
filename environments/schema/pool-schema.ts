import { z } from 'zod';
import { automaticGeneralSchema, automaticGpuSchema, automaticSpotSchema } from './automatic-pool-schema';

const nodeCount = z.int().min(0).max(1000);
const diskGiB = z.int().min(30).max(4096);

interface PoolDefaults {
  readonly machine: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly diskGiB: number;
}

const words = {
  machine: "Portable class (`general-4`, `memory-8`, `gpu`, `gpu-a100` ...) or the cloud's own machine type.",
  minNodes: 'Lower bound of the whole pool, over all zones.',
  maxNodes: 'Upper bound of the whole pool, over all zones.',
  diskGiB: 'Boot disk of a node.',
} as const;

const poolShape = (defaults: PoolDefaults) => ({
  machine: z.string().default(defaults.machine).describe(words.machine),
  minNodes: nodeCount.default(defaults.minNodes).describe(words.minNodes),
  maxNodes: nodeCount.default(defaults.maxNodes).describe(words.maxNodes),
  diskGiB: diskGiB.default(defaults.diskGiB).describe(words.diskGiB),
});

const enabled = z.boolean().default(true).describe('False: the pool is not made.');

/**
 * `autoscaled`: machines of one type between two bounds. `automatic`: machines are made for pods that wait, of whatever
 * allowed type suits them best, and go when nothing needs them; there is no lower bound then.
 */
export const provisioningModes = ['autoscaled', 'automatic'] as const;
export type ProvisioningMode = (typeof provisioningModes)[number];

const provisioning = z.enum(provisioningModes);
const ownProvisioning = provisioning.optional().describe('Default: what `pools.provisioning` says.');

/** The pools of a cluster. Spot and GPU pools start empty, so they cost nothing until something asks for them. */
export const poolsSchema = z.strictObject({
  provisioning: provisioning
    .default('autoscaled')
    .describe(
      '`autoscaled`: machines of one type between two bounds; `automatic`: machines are made for pods that wait. The system pool is never automatic, and keeps `minNodes` machines where the general pool is.',
    ),
  system: z
    .strictObject(poolShape({ machine: 'general-4', minNodes: 3, maxNodes: 6, diskGiB: 100 }))
    .prefault({})
    .describe('Cluster add-ons and operators.'),
  general: z
    .strictObject({
      ...poolShape({ machine: 'general-4', minNodes: 3, maxNodes: 12, diskGiB: 100 }),
      provisioning: ownProvisioning,
      automatic: automaticGeneralSchema.prefault({}),
    })
    .prefault({})
    .describe('Services.'),
  spot: z
    .strictObject({
      ...poolShape({ machine: 'general-4', minNodes: 0, maxNodes: 12, diskGiB: 100 }),
      enabled,
      provisioning: ownProvisioning,
      automatic: automaticSpotSchema.prefault({}),
    })
    .prefault({})
    .describe('Interruptible work: batch, training, previews. Tainted.'),
  gpu: z
    .strictObject({
      ...poolShape({ machine: 'gpu', minNodes: 0, maxNodes: 4, diskGiB: 200 }),
      enabled,
      provisioning: ownProvisioning,
      automatic: automaticGpuSchema.prefault({}),
    })
    .prefault({})
    .describe('GPU work. Tainted. `gpu` is the smallest current class that the region offers.'),
});

export type PoolsConfig = z.output<typeof poolsSchema>;

/** What a pool can say, whichever it is. */
export type AutomaticConfig = Partial<
  z.output<typeof automaticGeneralSchema> & z.output<typeof automaticSpotSchema> & z.output<typeof automaticGpuSchema>
>;
export type PoolConfig = PoolsConfig['system'] & {
  readonly provisioning?: ProvisioningMode;
  readonly automatic?: AutomaticConfig;
};

/** What a site may change about the pools of its environment. */
const change = z
  .strictObject({
    machine: z.string().describe("Portable class or the cloud's own machine type."),
    minNodes: nodeCount.describe(words.minNodes),
    maxNodes: nodeCount.describe(words.maxNodes),
    diskGiB: diskGiB.describe(words.diskGiB),
    enabled: z.boolean().describe('False: the site goes without the pool.'),
    provisioning: provisioning.describe('How the machines of the pool come on this site.'),
  })
  .partial();

const enabledChange = change.omit({ enabled: true });

export const poolChangesSchema = z
  .strictObject({
    provisioning: provisioning.describe('How machines come on this site.'),
    system: change.omit({ enabled: true, provisioning: true }).describe('Cluster add-ons and operators.'),
    general: enabledChange.extend({ automatic: automaticGeneralSchema.optional() }).describe('Services.'),
    spot: change.extend({ automatic: automaticSpotSchema.optional() }).describe('Interruptible work.'),
    gpu: change.extend({ automatic: automaticGpuSchema.optional() }).describe('GPU work.'),
  })
  .partial();
