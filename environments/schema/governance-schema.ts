import { z } from 'zod';

/** Who keeps a part of what holds for a whole account, project or subscription. */
const keeper = z.enum(['account', 'organisation']);

/** What holds for the whole account of every site. */
export const governanceSchema = z.strictObject({
  detection: keeper
    .default('account')
    .describe(
      '`account`: every site makes the trail, the detection and the alerts of its account; `organisation`: a central team keeps them, sites make none and promise nothing of it.',
    ),
  guardrails: keeper
    .default('organisation')
    .describe(
      "`account`: every site binds its whole account by the cloud's own policies, whatever else lives there; `organisation`: a central team does, sites bind nothing and promise nothing of it.",
    ),
  trailRetention: z
    .enum(['locked', 'administered'])
    .optional()
    .describe(
      '`locked`: nobody can delete the trail or shorten its time, which cannot be undone; `administered`: an administrator may. Default: locked where deletionProtection holds.',
    ),
  administeredBecause: z
    .string()
    .min(10)
    .max(200)
    .optional()
    .describe('Why the trail of a protected environment is not locked; asked for where it is not.'),
  threatDetection: z.boolean().default(true).describe('Paid detection of attacks and comparison with a standard.'),
  configurationRecording: z
    .boolean()
    .default(true)
    .describe('How resources were configured over time is recorded; paid by the change.'),
  alertsTo: z
    .array(z.email())
    .min(1)
    .max(10)
    .refine((addresses) => new Set(addresses).size === addresses.length, { error: 'must not name an address twice' })
    .optional()
    .describe('Where alerts are mailed to, e.g. the address of a service in the pager. Default: contact.'),
});
