import { z } from 'zod';

/** Leave to have one account for several environments, which each of them states. */
export const sharedAccountSchema = z.strictObject({
  with: z
    .array(z.string().min(1).max(16))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: 'must not name an environment twice' })
    .describe('Names of the other environments that have the same account, project or subscription.'),
  because: z.string().min(10).max(200).describe('Why what goes wrong in one may reach the other.'),
});
