import type { ServiceName } from '../../services';
import { type DayOfWeek, daysOfWeek } from './maintenance';

/** Hours in which people work, on every one of its days. By the clock on the wall of the time zone. */
export interface WorkingHours {
  readonly days: readonly DayOfWeek[];
  /** `07:00`. */
  readonly from: string;
  /** `19:00`, or `24:00`; earlier than `from`: on the next day. Never the same. */
  readonly until: string;
}

/** When people work. All other hours are off. */
export interface WorkingWeek {
  /** Of the IANA database, e.g. `Europe/Berlin`; summer time is followed. */
  readonly timeZone: string;
  readonly workingHours: readonly WorkingHours[];
}

/** What of a site stops when nobody works. */
export interface OffHours extends WorkingWeek {
  /** Services that the site runs and whose servers stop. */
  readonly services: readonly ServiceName[];
}

const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Minutes of the week in which people work, 0 is Monday 00:00; hours that meet count once. */
function workingMinutes({ workingHours }: Pick<WorkingWeek, 'workingHours'>): ReadonlySet<number> {
  const spans = workingHours.flatMap(({ days, from, until }) => {
    const start = minutesOf(from);
    const length = (minutesOf(until) - start + minutesOfDay) % minutesOfDay || minutesOfDay;
    return days.map((day) => ({ first: daysOfWeek.indexOf(day) * minutesOfDay + start, length }));
  });
  return new Set(
    spans.flatMap(({ first, length }) => Array.from({ length }, (_, minute) => (first + minute) % minutesOfWeek)),
  );
}

/** Share of the week in which people work, 0 to 1. Summer time takes an hour once and gives it back. */
export const workingShare = (week: Pick<WorkingWeek, 'workingHours'>): number =>
  workingMinutes(week).size / minutesOfWeek;

/** Label of what the off-hours job stops and starts: nothing else sets its number, not even GitOps. */
export const stopsLabel = { 'evenkeel.dev/off-hours': 'stops' } as const;

/** A ConfigMap with this label holds a {@link RenderedSchedule} as JSON, whoever made it. */
export const schedule = { label: { 'evenkeel.dev/off-hours': 'schedule' }, file: 'schedule.json' } as const;

/** An object that the off-hours job stops and starts. */
export interface StoppedObject {
  readonly apiVersion: string;
  /** `ScaledObject`: it is paused at none, and goes on by itself; all else is scaled. */
  readonly kind: string;
  /** Plural, as in a path of the API. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** What runs in working hours; of what scales by itself, the fewest. */
  readonly replicas: number;
  /** What a ScaledObject scales. */
  readonly target?: { readonly kind: string; readonly name: string };
  /** Something else sets the number as long as it is above none. */
  readonly autoscaled?: true;
}

/** What the off-hours job reads: rendered, so that others can read it, too. */
export interface RenderedSchedule extends WorkingWeek {
  readonly stopped: readonly StoppedObject[];
}
