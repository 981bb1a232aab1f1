import { z } from 'zod';
import { automaticGeneralSchema, automaticGpuSchema, automaticSpotSchema } from './automatic-pool-schema';
import { reservationSchema } from './reservation-schema';

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
  scratch:
    'What pods write outside of volumes lies on fast disks of the machine itself, which go with it; a portable class becomes the machine that has some.',
} as const;

const poolShape = (defaults: PoolDefaults) => ({
  machine: z.string().default(defaults.machine).describe(words.machine),
  minNodes: nodeCount.default(defaults.minNodes).describe(words.minNodes),
  maxNodes: nodeCount.default(defaults.maxNodes).describe(words.maxNodes),
  diskGiB: diskGiB.default(defaults.diskGiB).describe(words.diskGiB),
});

const scratch = z.boolean().default(false).describe(words.scratch);

const enabled = z.boolean().default(true).describe('False: the pool is not made.');

const sharing = z
  .strictObject({
    by: z
      .enum(['time-slicing', 'mig'])
      .describe(
        '`time-slicing`: pods take turns, and share the memory; `mig`: each has a part of the processors and of the memory to itself.',
      ),
    podsPerGpu: z.int().min(2).max(16).describe('Pods on one GPU; by MIG 2, 3 or 7.'),
  })
  .describe('Pods that ask for one GPU get a share of one; default: a whole one each.');

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
      scratch,
      provisioning: ownProvisioning,
      automatic: automaticGeneralSchema.prefault({}),
      reservation: reservationSchema.optional(),
    })
    .prefault({})
    .describe('Services.'),
  spot: z
    .strictObject({
      ...poolShape({ machine: 'general-4', minNodes: 0, maxNodes: 12, diskGiB: 100 }),
      enabled,
      scratch,
      provisioning: ownProvisioning,
      automatic: automaticSpotSchema.prefault({}),
    })
    .prefault({})
    .describe('Interruptible work: batch, training, previews. Tainted.'),
  gpu: z
    .strictObject({
      ...poolShape({ machine: 'gpu', minNodes: 0, maxNodes: 4, diskGiB: 200 }),
      enabled,
      scratch,
      provisioning: ownProvisioning,
      automatic: automaticGpuSchema.prefault({}),
      sharing: sharing.optional(),
      reservation: reservationSchema.optional(),
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
  /** Default: false. The system pool never has it. */
  readonly scratch?: boolean;
  /** Only of the GPU pool. */
  readonly sharing?: z.output<typeof sharing>;
  /** Only of the pools of services and GPUs. */
  readonly reservation?: z.output<typeof reservationSchema>;
};

/** What a site may change about the pools of its environment. */
const change = z
  .strictObject({
    machine: z.string().describe("Portable class or the cloud's own machine type."),
    minNodes: nodeCount.describe(words.minNodes),
    maxNodes: nodeCount.describe(words.maxNodes),
    diskGiB: diskGiB.describe(words.diskGiB),
    enabled: z.boolean().describe('False: the site goes without the pool.'),
    scratch: z.boolean().describe(words.scratch),
    provisioning: provisioning.describe('How the machines of the pool come on this site.'),
  })
  .partial();

const enabledChange = change.omit({ enabled: true });

export const poolChangesSchema = z
  .strictObject({
    provisioning: provisioning.describe('How machines come on this site.'),
    system: change
      .omit({ enabled: true, provisioning: true, scratch: true })
      .describe('Cluster add-ons and operators.'),
    general: enabledChange
      .extend({ automatic: automaticGeneralSchema.optional(), reservation: reservationSchema.optional() })
      .describe('Services.'),
    spot: change.extend({ automatic: automaticSpotSchema.optional() }).describe('Interruptible work.'),
    gpu: change
      .extend({
        automatic: automaticGpuSchema.optional(),
        sharing: sharing.optional(),
        reservation: reservationSchema.optional(),
      })
      .describe('GPU work.'),
  })
  .partial();
