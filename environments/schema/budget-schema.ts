import { z } from 'zod';
import { costLimits } from '../model/cost-limits';
import { commitmentSchema } from './commitment-schema';

const usd = z.number().positive().max(1e9);

const families = z.array(z.string().min(1)).min(1).optional().describe('Those of this cloud. Default: any.');

const exemption = z.strictObject({
  limit: z.enum(costLimits).describe('What need not be kept.'),
  where: z
    .string()
    .min(3)
    .max(200)
    .describe(
      'Part of what a finding names: a site, a pool, a type or an address of Terraform. Nothing else is let through.',
    ),
  owner: z.string().min(2).max(60).describe('Who answers for it.'),
  reason: z.string().min(10).max(300).describe('Why it stands; shown when it ends.'),
  until: z.iso.date().describe('Last day on which it holds, at most a year ahead: then it is decided anew.'),
});

/** What an environment may cost, and what holds its bill before anything is applied. */
export const budgetSchema = z
  .strictObject({
    monthlyUsd: usd.describe(
      'What everything of the environment may cost in a month of 730 hours, at list prices and with pools as busy as expected.',
    ),
    perCustomerUsd: usd
      .optional()
      .describe(
        'What the environment may cost in a month for each of `business.customers`. Default: only the sum counts.',
      ),
    sites: z
      .record(z.string(), usd)
      .default({})
      .describe(
        'What single sites may cost, by their names: `<environment>-<cloud>-<region>`. Default: only the sum counts.',
      ),
    assumptions: z
      .record(z.string(), z.number().min(0))
      .default({})
      .describe(
        'What usage is taken to be, by the names of `policies/cost/assumptions.ts`, e.g. `bucketGiB: 500`; `evenkeel cost` takes it as well. Default: as stated there.',
      ),
    commitments: commitmentSchema.optional(),
    tags: z
      .array(z.string().min(1).max(63))
      .min(1)
      .optional()
      .describe(
        'Tags, or labels, that everything with a price carries wherever its cloud takes any. Default: none is asked for.',
      ),
    machineFamilies: z
      .strictObject({ aws: families, google: families, azure: families })
      .optional()
      .describe(
        'Families whose machines pools may have, as each cloud names them: `m7i`, `n4`, `Dsv6`. Default, also of a cloud that is left out: any.',
      ),
    gpuHours: z
      .number()
      .min(0)
      .optional()
      .describe('Hours of GPUs in a month, over all sites, with pools as busy as expected. Default: any.'),
    spotShare: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'How much of the vCPUs that pools of a site may grow to, without those of the system and of GPUs, is interruptible at least. Default: any.',
      ),
    retention: z
      .strictObject({
        logDays: z
          .int()
          .min(1)
          .optional()
          .describe('Days for which logs are kept where they are paid by the day, at most.'),
        versionDays: z
          .int()
          .min(1)
          .optional()
          .describe('Days for which buckets keep what was replaced or deleted, at most.'),
      })
      .default({})
      .describe('How long is paid for what nobody reads any more. Default: any time.'),
    exemptions: z
      .array(exemption)
      .max(100)
      .default([])
      .describe('What may break one of these limits, and for how long.'),
  })
  .describe('What the environment may cost: a build over it fails. Default: nothing is priced by a build.');

export type BudgetConfig = z.output<typeof budgetSchema>;
export type CostExemption = BudgetConfig['exemptions'][number];
