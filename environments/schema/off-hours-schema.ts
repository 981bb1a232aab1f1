import { z } from 'zod';
import { type ServiceName, services } from '../../services';
import { daysOfWeek } from '../model/maintenance';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** An offset such as `+02:00` is a zone to a computer, and knows nothing of summer time. */
const timeZone = z
  .string()
  .regex(/^[A-Za-z]/, 'a name')
  .refine(isTimeZone, 'a time zone of the IANA database such as Europe/Berlin')
  .describe('Time zone of all times, e.g. `Europe/Berlin`; summer time is followed.');

const from = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:00');
const until = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day such as 19:00, or 24:00');

const workingHours = z
  .strictObject({
    days: z
      .array(z.enum(daysOfWeek))
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, { error: 'must not name a day twice' })
      .default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
      .describe('Days on which they begin.'),
    from: from.describe('Servers start.'),
    until: until.describe('Servers stop; earlier than `from`: on the next day.'),
  })
  .refine(({ from, until }) => from !== until, {
    error: 'must end at another time than it begins; a whole day is from 00:00 until 24:00',
    path: ['until'],
  });

/** When people work, as everybody may say it. */
export const workingWeekShape = {
  timeZone,
  workingHours: z.array(workingHours).min(1).max(14).describe('Hours in which servers run; hours that meet add up.'),
} as const;

const service = z.enum(Object.keys(services) as [ServiceName, ...ServiceName[]]);

/** Hours in which servers run, and what stops in all others. */
export const offHoursSchema = z
  .strictObject({
    ...workingWeekShape,
    services: z
      .array(service)
      .min(1)
      .optional()
      .describe('Services whose servers stop; default: every one that no job of the night needs.'),
    keep: z.array(service).default([]).describe('Services that stay up.'),
    evenWhereProtected: z
      .literal(true)
      .optional()
      .describe('Also in an environment with `deletionProtection`, where somebody may wait. Default: refused there.'),
  })
  .describe('Servers stop while nobody works. Databases, volumes, scheduled jobs and the platform go on.');

export type OffHoursConfig = z.output<typeof offHoursSchema>;
