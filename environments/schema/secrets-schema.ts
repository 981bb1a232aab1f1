import { z } from 'zod';

/** A day, or a minute of it in UTC, that the calendar has. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}Z)?$/, 'a day such as 2026-11-01, or a minute such as 2026-11-01T14:30Z')
  .refine((text) => new Date(text.length === 10 ? `${text}T00:00Z` : text).toJSON()?.startsWith(text.slice(0, 10)), {
    error: 'must be a day of the calendar',
  });

/** How generated passwords, typed-in credentials and keys age, and how long what was deleted can be brought back. */
export const secretsSchema = z.strictObject({
  recoveryDays: z
    .int()
    .min(1)
    .max(365)
    .optional()
    .describe(
      'A deleted key or secret can be brought back for so many days; 7 to 30 on every cloud. Google keys and Azure vaults keep the window that they were made with. Default: the most that AWS has and what Google itself proposes, 30, and the most that Azure has, 90; less where nothing is protected from deletion.',
    ),
  rotatedOn: moment
    .optional()
    .describe(
      'When generated passwords were last made anew: a day, or a minute in UTC. Another value has the next apply write new ones, and pods start again with them. Default: those of the first apply.',
    ),
  rotationDays: z
    .int()
    .min(1)
    .max(730)
    .default(90)
    .describe('An alert fires when generated passwords or a stated credential are older than this.'),
  shareRound: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'Raise it to have the secrets that stored data depends on compared again with those of the primary site, and copied where they differ: after the data of a site was made anew.',
    ),
  credentials: z
    .record(
      z.string().min(1),
      z.strictObject({
        changedOn: moment.describe('When its owner last typed a new one in.'),
        owner: z.string().min(2).max(80).describe('Who gets a new one when the alert says so.'),
      }),
    )
    .default({})
    .describe('Credentials that people type in, by `<service>-<need>`, whose age is to be watched.'),
});
