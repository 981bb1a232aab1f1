import { z } from 'zod';
import { gpuClasses, machineFamilies } from '../facts/cloud-facts';

const vcpus = z.int().min(2).max(100_000);

/** What every pool can say of machines that are made for waiting pods. No word has its default here: sites change single words. */
const shared = {
  maxVcpus: vcpus.describe(
    'Bound of all machines of the pool together; default: `maxNodes` machines of the type `machine`, in a GPU pool what `maxGpus` GPUs bring with them.',
  ),
  maxMemoryGiB: z
    .int()
    .min(4)
    .max(1_000_000)
    .describe(
      'Bound of all machines of the pool together; default: `maxNodes` machines of the type `machine`, in a GPU pool what `maxGpus` GPUs bring with them.',
    ),
  consolidation: z
    .enum(['when-empty', 'when-underused'])
    .describe(
      'When a machine is taken away: once nothing runs on it, or also when its pods fit elsewhere; default: `when-underused`.',
    ),
  consolidateAfterMinutes: z
    .int()
    .min(1)
    .max(1440)
    .describe('How long a machine must have been empty or underused before it goes; default: 10.'),
  expireHours: z
    .int()
    .min(24)
    .max(8760)
    .describe('Machines are replaced at this age, a few at a time; default: only for a new image or version.'),
};

const sizes = {
  families: z
    .array(z.enum(machineFamilies))
    .min(1)
    .describe('Shapes of machines, by their memory for each vCPU; default: the one of `machine`.'),
  architectures: z
    .array(z.enum(['amd64', 'arm64']))
    .min(1)
    .describe('Processors; default: `amd64`. Every image of the services must be there for each of them.'),
  maxMachineVcpus: z
    .int()
    .min(2)
    .max(192)
    .describe('The largest machine; `machine` is the smallest. No pod can be larger. Default: 16.'),
};

export const automaticGeneralSchema = z
  .strictObject({
    ...shared,
    ...sizes,
    spotPercent: z
      .int()
      .min(0)
      .max(100)
      .describe('How much of the bounds may be interruptible machines; they are taken first. Default: 0.'),
  })
  .partial()
  .describe('Where the pool is automatic.');

export const automaticSpotSchema = z
  .strictObject({
    ...shared,
    ...sizes,
    onDemandFallback: z
      .boolean()
      .describe('Whether full-price machines are taken where no interruptible one is left; default: false.'),
  })
  .partial()
  .describe('Where the pool is automatic.');

export const automaticGpuSchema = z
  .strictObject({
    ...shared,
    gpus: z
      .array(z.enum(gpuClasses))
      .min(1)
      .describe(
        'Classes of GPUs; where the cloud goes by preference rather than by price, in this order. Default: the one of `machine`.',
      ),
    gpusPerMachine: z.int().min(1).max(16).describe('The most GPUs of one machine; default: those of `machine`.'),
    markets: z
      .union([
        z.tuple([z.literal('on-demand')]),
        z.tuple([z.literal('spot')]),
        z.tuple([z.literal('spot'), z.literal('on-demand')]),
      ])
      .describe(
        "At which price, in the order in which it is tried: `['spot', 'on-demand']` takes interruptible machines, and full-price ones where none is left. Default: `['on-demand']`.",
      ),
    maxGpus: z.int().min(1).max(10_000).describe('Bound of all machines of the pool together; must be stated.'),
  })
  .partial()
  .describe('Where the pool is automatic.');
