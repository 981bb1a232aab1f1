import type { AwsSite } from '../../../environments/model';

/** RDS and ElastiCache take windows shorter than a day that do not meet the hour of backups. */
const longestHours = 20;

const clock = (hour: number): string => `${`${hour % 24}`.padStart(2, '0')}:00`;

/** In the order of a week, as AWS writes them. */
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const numbers = { monday: 0, tuesday: 1, wednesday: 2, thursday: 3, friday: 4, saturday: 5, sunday: 6 } as const;

/** `sat:00:00-sat:06:00`, UTC. A server has one window a week: that of the first day. */
export function maintenanceWindow({ maintenance: { window } }: Pick<AwsSite, 'maintenance'>): string {
  const [first = 'sunday'] = window.days;
  const end = window.startHour + Math.min(window.hours, longestHours);
  const dayAt = (hour: number): string => days[(numbers[first] + Math.floor(hour / 24)) % days.length] ?? 'sun';
  return `${dayAt(window.startHour)}:${clock(window.startHour)}-${dayAt(end)}:${clock(end)}`;
}

/** The hour of the daily backup into the vault: after the longest window, and an hour of slack before the other backup. */
export const vaultHour = ({ maintenance: { window } }: Pick<AwsSite, 'maintenance'>): number =>
  (window.startHour + longestHours) % 24;

/** The hour of the nightly backup: two hours before the window opens, because AWS lets the two not meet. */
export function backupWindow({ maintenance: { window } }: Pick<AwsSite, 'maintenance'>): string {
  return `${clock(window.startHour + 22)}-${clock(window.startHour + 23)}`;
}
