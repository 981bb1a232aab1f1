import { z } from 'zod';

const count = (what: string) => z.int().min(1).optional().describe(`${what} Default: nobody counts them.`);

/** What the platform is there for, in numbers: a bill is divided by them, and nothing is built of them. */
export const businessSchema = z
  .strictObject({
    customers: count('Customers that the models serve.'),
    predictionsPerMonth: count('Predictions that they ask for in a month.'),
    trainedModelsPerMonth: count('Models that are trained in a month.'),
  })
  .refine((business) => Object.values(business).some((value) => value !== undefined), 'states at least one number')
  .describe(
    'What the platform is there for, in numbers: `evenkeel cost` says what one of each costs. Default: it does not.',
  );

export type BusinessConfig = z.output<typeof businessSchema>;
