import type { Absent } from '../../contracts';

/** Why nobody is told of spending that is unlike that before. */
export const noAnomalies: Absent = {
  absent:
    'Google Cloud finds anomalies of every project by itself and shows them to who may see its bills, and no resource mails them',
  instead:
    'a budget whose notice of the forecast is on, and the notices that each person sets up in the console of the billing account',
};
