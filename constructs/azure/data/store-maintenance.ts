import type { AzureSite } from '../../../environments/model';
import { daysOfWeek } from '../../../environments/model';

/** The hour at which the window of a database opens, on one day of the week: Sunday is 0. Azure keeps it open for an hour. */
export const maintenanceWindow = ({ maintenance: { window } }: Pick<AzureSite, 'maintenance'>) => ({
  dayOfWeek: (daysOfWeek.indexOf(window.days[0] ?? 'sunday') + 1) % daysOfWeek.length,
  startHour: window.startHour,
  startMinute: 0,
});

/** The hour of the daily backup into the vault: some time after the window has closed. */
export const vaultHour = ({ maintenance: { window } }: Pick<AzureSite, 'maintenance'>): number =>
  (window.startHour + 4) % 24;
