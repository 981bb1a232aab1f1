import { z } from 'zod';
import { daysOfWeek } from '../model/maintenance';

/** Longest pause that every engine of a cloud takes. Source: Cloud SQL, deny maintenance period: 1 to 90 days. */
export const maxFreezeDays = 90;

const window = z.strictObject({
  days: z
    .array(z.enum(daysOfWeek))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { error: 'must not name a day twice' })
    .default(['saturday', 'sunday'])
    .describe('Days, UTC, on which the window opens. Where a cloud takes one day only, the first counts.'),
  startHour: z.int().min(0).max(23).default(0).describe('Hour of the day, UTC, at which it opens.'),
  hours: z
    .int()
    // AKS: "duration" of a maintenance window is 4 to 24 hours.
    .min(4)
    .max(24)
    .default(6)
    .describe('How long it stays open; the next day is reached where it must be.'),
});

const freeze = z.strictObject({
  from: z.iso.date().describe('First day of the freeze, UTC.'),
  until: z.iso.date().describe('First day, UTC, on which upgrades go on.'),
  reason: z.string().min(3).max(120).describe('Why; shown to whoever wonders what waits.'),
});

export const maintenanceSchema = z.strictObject({
  window: window
    .prefault({})
    .describe('When clouds may patch clusters, machines and data services by themselves, every week.'),
  freezes: z
    .array(freeze)
    // GKE takes twenty exclusions a cluster.
    .max(20)
    .default([])
    .describe('Periods without upgrades of machines and minor versions, such as the end of a year.'),
});
