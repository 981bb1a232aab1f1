import type { GoogleSite } from '../../../environments/model';
import { daysOfWeek } from '../../../environments/model';

type Maintained = Pick<GoogleSite, 'maintenance'>;

const firstDay = ({ maintenance: { window } }: Maintained) => window.days[0] ?? 'sunday';

/** Cloud SQL and Memorystore take the hour at which a window opens, of one day; what they do takes less than an hour. */
export const weeklyWindow = (site: Maintained) => ({
  /** As Memorystore writes it. */
  day: firstDay(site).toUpperCase(),
  /** As Cloud SQL counts: Monday is 1. */
  number: daysOfWeek.indexOf(firstDay(site)) + 1,
  hour: site.maintenance.window.startHour,
});

/** Backup and DR asks for six hours of one day in which to begin: some time after the window has opened. */
const windowHours = 6;
export const vaultWindow = (site: Maintained) => {
  const startHourOfDay = Math.min((weeklyWindow(site).hour + 4) % 24, 24 - windowHours);
  return { startHourOfDay, endHourOfDay: startHourOfDay + windowHours };
};

/** Cloud SQL knows one period at a time: the first of the file, in which those stay that are not over. */
export const denyMaintenance = ({ maintenance: { freezes } }: Maintained) => {
  const [next] = freezes;
  return next ? { denyMaintenancePeriod: { startDate: next.from, endDate: next.until, time: '00:00:00' } } : {};
};
