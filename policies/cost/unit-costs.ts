import { type Cloud, cloudFacts } from '../../environments/facts';
import type { BusinessConfig } from '../../environments/schema/business-schema';
import { type Bill, type BillLine, totalOf } from './bill';

/** What one of something costs. */
export interface UnitCost {
  readonly per: string;
  /** How many of them in a month. */
  readonly quantity: number;
  /** Money for one of them. */
  readonly unitCost: number;
}

const machine = /^machine\/(\S+)/;

/** GPUs of the machines of a line; 0: it is no machine, or has none. */
function gpusOf({ item }: BillLine): number {
  const [, type = ''] = machine.exec(item) ?? [];
  const facts = (Object.keys(cloudFacts) as Cloud[]).map((cloud) => cloudFacts[cloud].machines[type]).find(Boolean);
  return facts?.gpu?.count ?? 0;
}

/** An hour of one GPU, with the machine that it is in. */
function gpuHour({ lines }: Bill): UnitCost[] {
  const own = lines.filter((line) => gpusOf(line) > 0);
  const quantity = own.reduce((sum, line) => sum + line.quantity * gpusOf(line), 0);
  return quantity > 0 ? [{ per: 'GPU hour', quantity, unitCost: totalOf(own) / quantity }] : [];
}

/** The whole bill by what the platform is there for, and an hour of a GPU by the machines that have them. */
export function unitCostsOf(bill: Bill, business: BusinessConfig): UnitCost[] {
  const { customers, predictionsPerMonth, trainedModelsPerMonth } = business;
  const counted: readonly (readonly [per: string, quantity: number | undefined])[] = [
    ['customer', customers],
    ['1,000 predictions', predictionsPerMonth && predictionsPerMonth / 1000],
    ['trained model', trainedModelsPerMonth],
  ];
  return [
    ...counted.flatMap(([per, quantity]) =>
      quantity === undefined ? [] : [{ per, quantity, unitCost: bill.monthlyTotal / quantity }],
    ),
    ...gpuHour(bill),
  ];
}

/** What one of something costs before a change and after it; `null`: there is none of it on that side. */
export interface UnitCostChange {
  readonly per: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
}

/** Unit costs of several bills beside each other, by what they are of; `null` where a bill has none of it. */
export function unitCostsBeside(
  bills: readonly (Bill | undefined)[],
  business: BusinessConfig,
): { readonly per: string; readonly unitCosts: readonly (number | null)[] }[] {
  const columns = bills.map(
    (bill) => new Map(bill && unitCostsOf(bill, business).map(({ per, unitCost }) => [per, unitCost])),
  );
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return names.map((per) => ({ per, unitCosts: columns.map((column) => column.get(per) ?? null) }));
}

export function unitCostChanges(before: Bill, after: Bill, business: BusinessConfig): UnitCostChange[] {
  return unitCostsBeside([before, after], business).map(({ per, unitCosts: [was = null, is = null] }) => ({
    per,
    before: was,
    after: is,
    change: was === null || is === null ? null : is - was,
  }));
}
