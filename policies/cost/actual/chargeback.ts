import type { Attribution } from '../attribution';
import type { BillLine } from '../bill';
import type { ActualGroup } from './actual-bill';
import type { ChargedTo } from './charged-to';
import { apportion, centsOf, centsTogether, type Money, moneyFrom, sumOf } from './money';

/** Something that was paid, or will be, and whose it is. */
export interface Payment {
  /** Default: it is of no site. */
  readonly site?: string;
  /** Default: everybody's. */
  readonly payer?: string;
  readonly cost: Money;
}

export interface ChargebackRow {
  readonly payer: string;
  /** What is the payer's alone. */
  readonly direct: number;
  /** Its part of what is everybody's. */
  readonly shared: number;
  readonly total: number;
}

export interface Chargeback {
  readonly currency: 'USD';
  readonly by: ChargedTo;
  readonly rule: string;
  /** The whole bill; the totals of the rows are exactly that. */
  readonly total: number;
  readonly rows: readonly ChargebackRow[];
}

export const sharingRule =
  'What is of nobody alone is shared at each site in proportion to what each pays there directly; what is of no site, in proportion to what each pays directly in all.';

const nobody = 'nobody';

/** What everybody pays directly, among some payments. Who was paid back more than paid shares nothing. */
function directs(payments: readonly Payment[]): Map<string, Money> {
  const direct = new Map<string, Money>();
  for (const { payer, cost } of payments) {
    if (payer !== undefined) direct.set(payer, (direct.get(payer) ?? 0n) + cost);
  }
  return direct;
}

const positive = (cost: Money): bigint => (cost > 0n ? cost : 0n);

/** Who pays how much of a bill, to the cent. */
export function chargebackOf(payments: readonly Payment[], by: ChargedTo): Chargeback {
  const all = directs(payments);
  const payers = [...all.keys()].sort();
  const shared = new Map<string, Money>(payers.map((payer) => [payer, 0n]));
  let unshared: Money = 0n;
  for (const site of new Set(payments.map((payment) => payment.site))) {
    const here = payments.filter((payment) => payment.site === site);
    const pool = sumOf(here.flatMap(({ payer, cost }) => (payer === undefined ? [cost] : [])));
    const own = site === undefined ? all : directs(here);
    const weighed = payers.map((payer) => positive(own.get(payer) ?? 0n));
    const weights = sumOf(weighed) > 0n ? weighed : payers.map((payer) => positive(all.get(payer) ?? 0n));
    if (sumOf(weights) === 0n) unshared += pool;
    else {
      apportion(pool, weights).forEach((part, index) => {
        const payer = payers[index] ?? nobody;
        shared.set(payer, (shared.get(payer) ?? 0n) + part);
      });
    }
  }
  const rows = [
    ...payers.map((payer) => ({ payer, direct: all.get(payer) ?? 0n, shared: shared.get(payer) ?? 0n })),
    ...(unshared === 0n ? [] : [{ payer: nobody, direct: 0n, shared: unshared }]),
  ];
  const totals = centsTogether(rows.map((row) => row.direct + row.shared));
  return {
    currency: 'USD',
    by,
    rule: sharingRule,
    total: centsOf(sumOf(payments.map(({ cost }) => cost))) / 100,
    rows: rows
      .map(({ payer, direct }, index) => {
        const total = totals[index] ?? 0;
        const own = centsOf(direct);
        return { payer, direct: own / 100, shared: (total - own) / 100, total: total / 100 };
      })
      .sort((a, b) => b.total - a.total || (a.payer < b.payer ? -1 : 1)),
  };
}

const estimatePayer: Readonly<Record<ChargedTo, (whose: Attribution) => string | undefined>> = {
  service: ({ service }) => service,
  owner: ({ owner }) => owner,
  'cost-centre': ({ tags }) => tags['cost-centre'],
};

/** An estimate of a month as payments. */
export const estimatedPayments = (
  lines: readonly BillLine[],
  attributed: (line: BillLine) => Attribution,
  by: ChargedTo,
): Payment[] =>
  lines.map((line) => ({
    site: line.site,
    payer: estimatePayer[by](attributed(line)),
    cost: moneyFrom(line.monthly),
  }));

const actualPayer: Readonly<Record<ChargedTo, (group: ActualGroup) => string | undefined>> = {
  service: ({ service }) => service,
  owner: ({ owner }) => owner,
  'cost-centre': ({ costCentre }) => costCentre,
};

/** A bill of clouds as payments: taxes and credits are shared like anything that is of nobody alone. */
export const actualPayments = (groups: readonly ActualGroup[], by: ChargedTo): Payment[] =>
  groups.map((group) => ({
    site: group.site,
    payer: group.kind === 'usage' ? actualPayer[by](group) : undefined,
    cost: group.cost,
  }));
