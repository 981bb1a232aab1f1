import type { ActualFiles } from '../../delivery/actual-charges';
import type { ChargedTo } from '../../policies/cost/actual/charged-to';
import type { Priced } from './cost-output';
import type { Pricing, Told } from './cost-told';

/** Exports, and what of them counts. */
export type Asked = Omit<ActualFiles, 'environment'>;

async function billOfClouds({ environment, name }: Priced, asked: Asked) {
  const { actualBill } = await import('../../delivery/actual-charges');
  return actualBill({ ...asked, environment: environment ?? name });
}

/** What clouds charged, against the estimate. */
export async function tellActual(
  priced: Priced,
  { billOf, attributed, unpriced }: Pricing,
  asked: Asked,
): Promise<Told> {
  const { compareActual } = await import('../../policies/cost/actual/actual-comparison');
  const actual = await billOfClouds(priced, asked);
  const bill = billOf(priced);
  const comparison = compareActual(actual, bill, attributed(priced));
  return {
    json: comparison,
    document: async () => (await import('./cost-actual-text')).costActualText(priced.name, comparison),
    lines: bill.lines,
    findings: unpriced(priced.name, bill),
  };
}

/** Who pays how much: of what clouds charged, or of the estimate of a month. */
export async function tellChargeback(
  priced: Priced,
  { billOf, attributed, unpriced }: Pricing,
  by: ChargedTo,
  asked: Asked | undefined,
): Promise<Told> {
  const { actualPayments, chargebackOf, estimatedPayments } = await import('../../policies/cost/actual/chargeback');
  const document = (title: string, chargeback: ReturnType<typeof chargebackOf>) => async () =>
    (await import('./cost-actual-text')).chargebackText(title, chargeback);
  if (asked) {
    const { groups, period } = await billOfClouds(priced, asked);
    const chargeback = chargebackOf(actualPayments(groups, by), by);
    const title = `${priced.name}: what clouds charged from ${period.from} until ${period.until}`;
    return { json: { period, ...chargeback }, document: document(title, chargeback), findings: [] };
  }
  const bill = billOf(priced);
  const chargeback = chargebackOf(estimatedPayments(bill.lines, attributed(priced), by), by);
  return {
    json: chargeback,
    document: document(`${priced.name}: the estimate of a month`, chargeback),
    lines: bill.lines,
    findings: unpriced(priced.name, bill),
  };
}
