import { z } from 'zod';
import { forPeople } from './audience';
import type { Complaint } from './complaint';
import { defineService, type EnabledServices } from './define-service';

const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 19:30');

const offHours = z
  .strictObject({
    services: z.array(z.enum(forPeople)).min(1).describe('Services whose servers rest.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'a time zone of the IANA database such as Europe/Berlin')
      .default('Etc/UTC')
      .describe('Time zone of both times, e.g. `Europe/Berlin`; summer time is followed.'),
    from: timeOfDay.default('20:00').describe('They go to rest.'),
    to: timeOfDay.default('07:00').describe('They start again.'),
    days: z
      .array(z.enum(weekDays))
      .min(1)
      .default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
      .describe('Days on which they run between the two times; on all others they rest.'),
    evenWhereProtected: z
      .boolean()
      .default(false)
      .describe('Also where the environment is protected from deletion: somebody there may be waiting at night.'),
  })
  .describe('Servers that rest while nobody works. Databases, volumes and scheduled jobs are left alone.');

const headroom = z
  .strictObject({
    pods: z.int().min(0).max(20).default(0).describe('Places that are kept free.'),
    cpuMillis: z.int().min(100).max(16_000).default(1000).describe('CPU of one place, in thousandths of a core.'),
    memoryGiB: z.int().min(1).max(64).default(2).describe('Memory of one place.'),
  })
  .prefault({})
  .describe('Room that is paid for in advance, so that a new replica starts before a new machine has come.');

const config = z
  .strictObject({
    rebalance: z
      .boolean()
      .default(true)
      .describe('Pods that have come to lie together on a machine or in a zone are moved apart, one at a time.'),
    headroom,
    offHours: offHours.optional(),
  })
  .describe('How many replicas and machines run: scaling by events, rest at night, pods spread anew, room in reserve.');

export type OffHours = z.output<typeof offHours>;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Cron fields of both ends of a working day: `minute hour * * days`. */
export function workingHours({ from, to, days }: Pick<OffHours, 'from' | 'to' | 'days'>): {
  readonly start: string;
  readonly end: string;
} {
  const on = weekDays.flatMap((day, number) => (days.includes(day) ? [number] : [])).join(',');
  const at = (time: string): string => `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * ${on}`;
  return { start: at(to), end: at(from) };
}

function complaints({ offHours: rest }: z.output<typeof config>, enabled: EnabledServices): Complaint[] {
  if (!rest) return [];
  const order: Complaint[] =
    minutesOf(rest.to) < minutesOf(rest.from)
      ? []
      : [
          {
            code: 'SERVICE_CONFLICT',
            path: 'offHours.to',
            message: `servers that start at ${rest.to} and rest from ${rest.from} on would never run on one day`,
            value: rest.to,
            allowed: [`earlier than ${rest.from}`],
            fix: 'let them start before they go to rest on the same day',
          },
        ];
  const missing = rest.services
    .filter((service) => !enabled.has(service))
    .map(
      (service): Complaint => ({
        code: 'SERVICE_MISSING',
        path: 'offHours.services',
        message: `"${service}" is to rest, and the environment does not run it`,
        value: service,
        allowed: forPeople.filter((name) => enabled.has(name)),
        fix: `add "${service}" to the services of the environment, or leave it out here`,
      }),
    );
  return [...order, ...missing];
}

export const scaling = defineService({
  name: 'scaling',
  title: 'Scaling',
  summary: 'Replicas by events and by the hour, pods spread anew, room in reserve.',
  namespace: 'scaling',
  config,
  needs: () => ({}),
  operators: ({ rebalance }) => ['keda', ...(rebalance ? (['descheduler'] as const) : [])],
  objectives: () => ({ availabilityPercent: 99.5 }),
  // Two replicas with a leader among them: a lost leader is followed within seconds, a lost zone within a minute.
  best: () => ({ availabilityPercent: 99.9 }),
  complaints,
  recoveryClass: 'rebuildable',
});
