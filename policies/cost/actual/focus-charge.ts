import type { CostKind } from './cost-kinds';
import { type Money, moneyOf } from './money';

/** Columns of FOCUS 1.0 (focus.finops.org) by their cost. */
const costColumns: Readonly<Record<CostKind, string>> = { effective: 'EffectiveCost', billed: 'BilledCost' };

/** One line of a bill. */
export interface Charge {
  readonly cost: Money;
  /** ISO date, in UTC, on which it begins. */
  readonly day: string;
  /** ISO date of the day after its last one. */
  readonly until: string;
  /** `Usage`, `Purchase`, `Tax`, `Credit`, `Adjustment`. */
  readonly category: string;
  /** Of the cloud. */
  readonly provider: string;
  /** Of the cloud, e.g. `Amazon EC2`. */
  readonly product: string;
  /** Tags or labels; names in lower case. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What is wrong in one column of one line. */
export interface ChargeProblem {
  readonly column: string;
  readonly value: string;
  readonly message: string;
  readonly fix: string;
}

type Row = Readonly<Record<string, string>>;

/** Columns without which no line can be read. */
export const neededColumns = (kind: CostKind): readonly string[] => [
  costColumns[kind],
  'BillingCurrency',
  'ChargePeriodStart',
  'Tags',
];

const dayMilliseconds = 24 * 3600 * 1000;

/** `2026-10-01T00:00:00Z`, `2026-10-01 00:00:00 UTC`, `10/01/2026` is none: nobody knows which number is the month. */
const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|UTC|\+00:?00)?)?$/;

function millisecondsOf(text: string): number | undefined {
  const [, day, time = '00:00'] = moment.exec(text.trim()) ?? [];
  const milliseconds = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  return Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(`${day}`)
    ? undefined
    : milliseconds;
}

const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Exports of AWS tell tags of users by a prefix. */
const plain = (name: string): string => name.toLowerCase().replace(/^user:/, '');

/**
 * An object, as AWS and Azure write it, with or without its braces; or a list of keys and values, as BigQuery does.
 * `undefined`: neither.
 */
function tagsOf(text: string): Record<string, string> | undefined {
  const written = text.trim();
  if (written === '' || written.toLowerCase() === 'null') return {};
  try {
    const value: unknown = JSON.parse(/^[[{]/.test(written) ? written : `{${written}}`);
    if (Array.isArray(value)) {
      return Object.fromEntries(value.map(({ key, value: of }) => [plain(`${key}`), `${of ?? ''}`]));
    }
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).map(([name, of]) => [plain(name), `${of ?? ''}`]),
    );
  } catch {
    return undefined;
  }
}

/** One line of an export in the columns of FOCUS 1.0, or all that is wrong with it. */
export function chargeOf(row: Row, kind: CostKind): Charge | readonly ChargeProblem[] {
  const problems: ChargeProblem[] = [];
  const read = <T>(column: string, reader: (text: string) => T | undefined, message: string, fix: string): T => {
    const value = row[column] ?? '';
    const found = reader(value);
    if (found === undefined) problems.push({ column, value, message, fix });
    return found as T;
  };
  const asDay = 'write days as 2026-10-01T00:00:00Z, as FOCUS has them';
  const cost = read(costColumns[kind], moneyOf, 'it is no amount of money', 'export the column as FOCUS 1.0 has it');
  read(
    'BillingCurrency',
    (text) => (text === 'USD' ? text : undefined),
    'prices of the estimate are in USD',
    'export the bill in USD',
  );
  const start = read('ChargePeriodStart', millisecondsOf, 'it is no moment', asDay);
  const end = row.ChargePeriodEnd ? read('ChargePeriodEnd', millisecondsOf, 'it is no moment', asDay) : start;
  const tags = read(
    'Tags',
    tagsOf,
    'it is no JSON of tags',
    'export tags as JSON: an object, or a list of keys and values',
  );
  if (problems.length > 0) return problems;
  return {
    cost,
    day: isoDay(start),
    // What ends at midnight ends with the day before.
    until: isoDay(Math.max(start, end - 1) + dayMilliseconds),
    category: row.ChargeCategory || 'Usage',
    provider: row.ProviderName || row.ServiceProviderName || 'unknown',
    product: row.ServiceName || 'unknown',
    tags,
  };
}
