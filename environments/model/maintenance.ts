/** In the order of a week; the place is the number of the day in a cron expression plus one. */
export const daysOfWeek = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type DayOfWeek = (typeof daysOfWeek)[number];

/** When a cloud may patch by itself, every week. All times are UTC. */
export interface MaintenanceWindow {
  /** At least one, in the order of the file; where a cloud takes one only, it is the first. */
  readonly days: readonly DayOfWeek[];
  /** 0 to 23. */
  readonly startHour: number;
  /** 4 to 24; the window may reach into the next day. */
  readonly hours: number;
}

/** Days without upgrades of machines and minor versions. */
export interface MaintenanceFreeze {
  /** First day, ISO, 00:00 UTC. */
  readonly from: string;
  /** Day after the last, ISO, 00:00 UTC. */
  readonly until: string;
  readonly reason: string;
}

/** When upgrades may happen, and when not. */
export interface Maintenance {
  readonly window: MaintenanceWindow;
  /** In the order of time; none overlaps another. */
  readonly freezes: readonly MaintenanceFreeze[];
}

const hoursOfWeek = 7 * 24;
const hourMs = 3_600_000;

/** Hours of the week, 0 is Monday 00:00 UTC, in which the window is open. */
function openHours({ days, startHour, hours }: MaintenanceWindow): ReadonlySet<number> {
  const starts = days.map((day) => daysOfWeek.indexOf(day) * 24 + startHour);
  return new Set(starts.flatMap((start) => Array.from({ length: hours }, (_, hour) => (start + hour) % hoursOfWeek)));
}

/** How many hours of a week the window is open. */
export const openHoursOfWeek = (window: MaintenanceWindow): number => openHours(window).size;

/** A stretch of the week in which no upgrade may begin. */
export interface ClosedPeriod {
  /** Day and hour at which the window closes. */
  readonly day: DayOfWeek;
  readonly hour: number;
  /** Until it opens again. */
  readonly hours: number;
}

/** The rest of the week: what lies between two openings of the window, in the order of the week. */
export function closedPeriods(window: MaintenanceWindow): ClosedPeriod[] {
  const open = openHours(window);
  const isOpen = (hour: number): boolean => open.has(hour % hoursOfWeek);
  return Array.from({ length: hoursOfWeek }, (_, hour) => hour)
    .filter((hour) => !isOpen(hour) && isOpen(hour + hoursOfWeek - 1))
    .map((start) => {
      const hours = Array.from({ length: hoursOfWeek }, (_, hour) => hour).findIndex((hour) => isOpen(start + hour));
      return { day: daysOfWeek[Math.floor(start / 24)] ?? 'monday', hour: start % 24, hours };
    });
}

const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Whole days from the first of a freeze to the day on which upgrades go on. */
export const freezeDays = ({ from, until }: Pick<MaintenanceFreeze, 'from' | 'until'>): number =>
  Math.round((midnight(until) - midnight(from)) / (24 * hourMs));

/** Hours of each day, 0 to 23, in which the window is open; days without any are left out. In the order of the week. */
export function openHoursByDay(window: MaintenanceWindow): { readonly day: DayOfWeek; readonly hours: number[] }[] {
  const open = openHours(window);
  return daysOfWeek
    .map((day, index) => ({
      day,
      hours: Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => open.has(index * 24 + hour)),
    }))
    .filter(({ hours }) => hours.length > 0);
}
