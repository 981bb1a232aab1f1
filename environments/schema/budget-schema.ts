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

const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** Azure takes five notices a budget, of which one is the forecast. */
const mostThresholds = 4;
/** Google Cloud takes five channels a budget. */
const mostEmails = 5;

const alerts = z.strictObject({
  emails: z
    .array(z.email())
    .min(1)
    .max(mostEmails)
    .refine(unique, { error: 'must not name an address twice' })
    .optional()
    .describe('Where the clouds mail to. Default: contact.'),
  thresholds: z
    .array(z.number().min(0.01).max(10).multipleOf(0.01))
    .min(1)
    .max(mostThresholds)
    .refine(unique, { error: 'must not name a share twice' })
    .default([0.5, 0.8, 1])
    .describe('Shares of what may be spent at which the clouds tell, in steps of 0.01.'),
  forecast: z
    .boolean()
    .default(true)
    .describe('Whether they also tell as soon as they expect the month to end above what may be spent.'),
  anomaliesOverUsd: usd
    .optional()
    .describe(
      'From which amount on somebody is told of spending that is unlike that before; Azure decides by itself what is large, Google Cloud tells in its console only. Default: nobody is told.',
    ),
  activateTags: z
    .boolean()
    .default(false)
    .describe(
      'Whether AWS is told to put the tags of the platform on its bills. Only who pays may do that, through organisationRole where the site has one, and only a day after a tag was first used. Default: whoever pays does it.',
    ),
});

const costExport = z.strictObject({
  keptDays: z
    .int()
    .min(35)
    .max(3650)
    .default(400)
    .describe('How long what the cloud writes of its bills is kept, in days.'),
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
    alerts: alerts
      .optional()
      .describe(
        "The clouds' own budgets, one an account, with the sums stated here: they tell of real bills. Default: none are made.",
      ),
    export: costExport
      .optional()
      .describe('Every account writes its bills to a store of its own, in the columns of FOCUS. Default: none does.'),
    expiresWithinDays: z
      .int()
      .min(1)
      .max(366)
      .optional()
      .describe('How far ahead `expires` may be, seen from the day of a build. Default: 30.'),
    exemptions: z
      .array(exemption)
      .max(100)
      .default([])
      .describe('What may break one of these limits, and for how long.'),
  })
  .describe('What the environment may cost: a build over it fails. Default: nothing is priced by a build.');

export type BudgetConfig = z.output<typeof budgetSchema>;
export type CostExemption = BudgetConfig['exemptions'][number];
