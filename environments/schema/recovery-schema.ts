import { z } from 'zod';
import { type ServiceName, services } from '../../services';
import { recoveryTiers, vaultDays } from '../facts/recovery';
import { drillSignersSchema, drillsSchema } from './drill-schema';

const tier = z
  .enum(recoveryTiers)
  .describe('What may be paid for before a loss: the dearer the tier, the less is lost and the sooner it is back.');
const week = 7 * 24 * 60;
const rpoMinutes = z.int().min(0).max(week).describe('At most so many minutes of data are lost.');
const rtoMinutes = z.int().min(1).max(week).describe('The service answers again within so many minutes.');

const serviceRecovery = z
  .strictObject({
    tier: tier.optional(),
    rpoMinutes: rpoMinutes.optional(),
    rtoMinutes: rtoMinutes.optional(),
    dataClass: z
      .enum(['rebuildable', 'business', 'regulated'])
      .optional()
      .describe(
        'How bad it is to lose its data. `rebuildable`: it is made again; `regulated`: copies that nobody can delete, too. Default: as the catalogue says.',
      ),
  })
  .describe('What differs for one service.');

/** What an environment promises for the day on which something is lost. */
export const recoverySchema = z
  .strictObject({
    tier,
    rpoMinutes,
    rtoMinutes,
    services: z
      .strictObject(
        Object.fromEntries(Object.keys(services).map((name) => [name, serviceRecovery.optional()])) as Record<
          ServiceName,
          z.ZodOptional<typeof serviceRecovery>
        >,
      )
      .prefault({})
      .describe('By service; what is left out is that of the environment.'),
    vaultDays: z
      .int()
      .min(vaultDays.least)
      .max(vaultDays.most)
      .default(vaultDays.least)
      .describe(
        'Backups of regulated databases lie so many days in a vault that nobody can empty sooner, not even the owner of the account. It can be made longer later, never shorter. No less than the longest reach of point-in-time recovery.',
      ),
    lineage: z
      .int()
      .min(1)
      .max(9999)
      .default(1)
      .describe(
        'How many primaries there have been: add one whenever the role moves. Archives of databases inside clusters begin anew with it, so no two primaries ever write into one.',
      ),
    drills: drillsSchema,
    drillSigners: drillSignersSchema,
  })
  .describe('Objectives of recovery: checked, built for, watched and drilled. Default: nothing is promised.');

export type RecoveryConfig = z.output<typeof recoverySchema>;
