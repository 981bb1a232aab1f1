import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import { type AboutIt, type Resource, valueAt } from '../resource';

/** Something that is kept, and paid for, for a time. */
export interface Kept {
  readonly limit: keyof BudgetConfig['retention'];
  /** `Infinity`: for ever. */
  readonly days: number;
  /** Months of it that a bill has, where it has fewer than are kept in the end. Default: all that are kept. */
  readonly monthsInBill?: number;
}

/** What a resource keeps, by its type. */
export type RetentionReaders = Readonly<Record<string, (resource: Resource, about: AboutIt) => readonly Kept[]>>;

/** Days that stand at a place; for ever where only Terraform can tell. */
export function daysAt(values: unknown, path: string, unlessStated: unknown): number {
  const days = Number(valueAt(values, path) ?? unlessStated);
  return Number.isNaN(days) ? Number.POSITIVE_INFINITY : days;
}

/** Where several rules end something, the first of them does; without a rule nothing ends. */
export const soonest = (days: readonly number[]): number => Math.min(...days);
