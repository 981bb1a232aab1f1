import { z } from 'zod';
import { type ServiceName, services } from '../../services';

const service = z.enum(Object.keys(services) as [ServiceName, ...ServiceName[]]);
const zone = z.string().min(1).max(63).describe('Zone of the primary site, as its cloud names it.');

const fault = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('pod-kill'),
      percent: z.int().min(1).max(100).default(1).describe('Share of the pods; at least one.'),
    }),
    z.strictObject({
      kind: z.literal('latency'),
      to: service.describe('Answers of this service come late.'),
      milliseconds: z.int().min(1).max(60_000),
    }),
    z.strictObject({
      kind: z.literal('partition'),
      from: service.describe('Nothing comes from this service, and nothing gets to it.'),
    }),
    z.strictObject({ kind: z.literal('zone-loss'), zone }),
    z.strictObject({
      kind: z.literal('node-loss'),
      node: z.string().min(1).max(253).describe('As `kubectl get nodes` names it.'),
    }),
    z.strictObject({
      kind: z.literal('spot-reclaim'),
      percent: z.int().min(1).max(100).describe('Share of the pods on interruptible machines.'),
    }),
  ])
  .describe('What is broken on purpose.');

/** Five fields of cron; whole numbers, lists, ranges and steps. */
const cron = z
  .string()
  .regex(/^(\*|[\d,*/-]+)( (\*|[\d,*/-]+)){4}$/, 'a schedule of five fields, e.g. `0 10 * * 2`')
  .describe('When it begins, in UTC.');

const experiment = z.strictObject({
  name: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, 'lower case, digits and dashes'),
  service: service.describe('Whose promise is tried: the experiment ends as soon as its error budget burns.'),
  fault,
  schedule: cron,
  minutes: z.int().min(1).max(120).describe('How long the fault lasts at most.'),
});

/** Faults that are tried on purpose on the primary site. */
export const chaosSchema = z
  .strictObject({
    experiments: z
      .array(experiment)
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        error: 'must not use a name twice',
      })
      .describe('Each with a name of its own.'),
    evenWhereProtected: z
      .literal(true)
      .optional()
      .describe('Also in an environment with `deletionProtection`. Default: refused there.'),
  })
  .describe('Fault experiments with stop conditions. Default: none.');

export type ChaosConfig = z.output<typeof chaosSchema>;
export type ChaosExperiment = ChaosConfig['experiments'][number];
