import { InputError } from '../../../environments/model';

/** Days of a bill: from the first, until the day after the last (ISO dates). */
export interface Period {
  readonly from: string;
  readonly until: string;
}

const isDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false;

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);

const monthAfter = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
};

/**
 * A period as somebody types it: `2026-10`, `2026-10-14`, `2026-10-01..2026-10-14` with both days in it.
 * @throws InputError COST_INPUT when it is none
 */
export function periodOf(typed: string): Period {
  if (/^\d{4}-\d{2}$/.test(typed) && isDay(`${typed}-01`)) return { from: `${typed}-01`, until: monthAfter(typed) };
  const [first = '', last = first, ...more] = typed.split('..');
  const days = [first, last].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && isDay(day));
  if (days && more.length === 0 && first <= last) return { from: first, until: dayAfter(last) };
  throw new InputError([
    {
      code: 'COST_INPUT',
      file: '--period',
      place: '',
      message: 'it is no month and no days',
      value: typed,
      allowed: ['2026-10', '2026-10-14', '2026-10-01..2026-10-14'],
      fix: 'write a month, a day, or the first and the last day',
    },
  ]);
}

export const hoursIn = ({ from, until }: Period): number => (Date.parse(until) - Date.parse(from)) / 3_600_000;

export const holds = ({ from, until }: Period, day: string): boolean => from <= day && day < until;
