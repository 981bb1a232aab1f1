import { z } from 'zod';

const usd = z.number().positive().max(1e9);

/** What an environment may cost, and what holds its bill before anything is applied. */
export const budgetSchema = z
  .strictObject({
    monthlyUsd: usd.describe(
      'What everything of the environment may cost in a month of 730 hours, at list prices and with pools as busy as expected.',
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
  })
  .describe('What the environment may cost: a build over it fails. Default: nothing is priced by a build.');

export type BudgetConfig = z.output<typeof budgetSchema>;
