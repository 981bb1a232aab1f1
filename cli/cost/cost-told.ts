import type { Finding } from '../../environments/model';
import type { Assumed } from '../../policies/cost/assumptions';
import type { Bill, BillLine } from '../../policies/cost/bill';
import type { EstimateOptions } from '../../policies/cost/estimate';
import type { PoolLoad } from '../../policies/cost/pool-loads';
import type { DocumentPart } from '../document';
import type { advisedInput, Priced, pricedVariants } from './cost-output';

/** Unless somebody asks for others. */
const defaultViews = ['site', 'stack'];

/** Of a change in pictures: a site says little of what it is. */
const pictureViews = ['service', 'site'];

/** Views that somebody asks for. Default: those that suit. */
type Views = readonly string[] | undefined;

/** How outputs are priced on this command line: what is typed goes before what an environment states. */
export async function pricing(
  { pools, freeTiers: asked = false }: { readonly pools: PoolLoad; readonly freeTiers?: boolean },
  assumed: Assumed,
  today: string,
) {
  const [{ estimate }, { attributionOf }, { priceBook }, { unpricedFindings }] = await Promise.all([
    import('../../policies/cost/estimate'),
    import('../../policies/cost/attribution'),
    import('../../policies/cost/prices/price-book'),
    import('../../policies/cost/unpriced-findings'),
  ]);
  const book = priceBook();
  const freeTiers = asked ? (await import('../../policies/cost/prices/free-tiers')).freeTiers() : [];
  const optionsOf = ({ assumed: stated, commitments }: Priced, load: PoolLoad = pools): EstimateOptions => ({
    book,
    pools: load,
    assumed: { ...stated, ...assumed },
    commitments,
    freeTiers,
  });
  const assumedIn = ({ assumed: stated }: Priced): Assumed => ({ ...stated, ...assumed });
  const billOf = (priced: Priced, load?: PoolLoad) => estimate(priced.output, optionsOf(priced, load));
  const unpriced = (name: string, bill: Pick<Bill, 'unpriced'>): Finding[] => unpricedFindings(bill.unpriced, name);
  return { today, billOf, optionsOf, assumedIn, attributed: ({ output }: Priced) => attributionOf(output), unpriced };
}
export type Pricing = Awaited<ReturnType<typeof pricing>>;

/** What is told of something that was priced: for programs, and for people. */
export interface Told {
  readonly json: unknown;
  readonly document: () => Promise<DocumentPart[]>;
  /** HTML with pictures. Default: there is nothing to draw. */
  readonly page?: () => Promise<string>;
  /** What was priced for it: old prices are warned of. Default: nothing that is shown by line. */
  readonly lines?: readonly BillLine[];
  readonly findings: readonly Finding[];
  /** What nobody has to change, and should know. Default: nothing. */
  readonly warnings?: readonly string[];
}

async function forecastFor({ output, budgetUsd }: Priced, bill: Bill, assumed: Assumed, months: number) {
  const { forecastOf } = await import('../../policies/cost/forecast/forecast');
  return forecastOf(bill, output, { months, assumed, budgetUsd });
}

export async function tellBill(
  priced: Priced,
  { today, billOf, assumedIn, attributed, unpriced }: Pricing,
  { by, months }: { readonly by: Views; readonly months?: number },
): Promise<Told> {
  const [{ confidenceOf }, { viewOf }, { unitCostsOf }, { overCommitted }, { untilExpiry }] = await Promise.all([
    import('../../policies/cost/confidence'),
    import('../../policies/cost/views'),
    import('../../policies/cost/unit-costs'),
    import('../../policies/cost/commitments/over-committed'),
    import('../../policies/cost/until-expiry'),
  ]);
  const bill = billOf(priced);
  const confidence = confidenceOf(bill.lines);
  const whose = attributed(priced);
  const unitCosts = priced.business && unitCostsOf(bill, priced.business);
  const expiry = priced.expires === undefined ? undefined : untilExpiry(bill.monthlyTotal, priced.expires, today);
  const views = (by ?? defaultViews).map((view) => viewOf(view, bill.lines, whose));
  const forecast = months === undefined ? undefined : await forecastFor(priced, bill, assumedIn(priced), months);
  return {
    json: {
      ...bill,
      confidence,
      ...(by ? { views } : {}),
      ...(unitCosts ? { unitCosts } : {}),
      ...(forecast ? { forecast } : {}),
      ...(expiry ? { expiry } : {}),
    },
    document: async () => {
      const { costText } = await import('./cost-text');
      const totalAt = (load: PoolLoad) => billOf(priced, load).monthlyTotal;
      const totals = { min: totalAt('min'), expected: totalAt('expected'), max: totalAt('max') };
      return costText(priced.name, bill, totals, priced.output, { views, confidence, unitCosts, forecast, expiry });
    },
    page: async () => {
      const [{ costSummary }, { billPage }] = await Promise.all([
        import('../../policies/cost/cost-summary'),
        import('../../delivery/report/cost/bill-page'),
      ]);
      const { budgetUsd, output } = priced;
      const cost = costSummary({ bill, attributed: whose }, { purposes: output.sites, budgetUsd });
      return billPage(priced.name, { cost, views, unitCosts });
    },
    lines: bill.lines,
    findings: unpriced(priced.name, bill),
    warnings: overCommitted(bill),
  };
}

export async function tellDifference(
  { before, after }: { readonly before: Priced; readonly after: Priced },
  { billOf, attributed, unpriced }: Pricing,
  by: Views,
): Promise<Told> {
  const [{ differenceOf }, { unitCostChanges }, { newlyWaiting, waitingPods }] = await Promise.all([
    import('../../policies/cost/difference'),
    import('../../policies/cost/unit-costs'),
    import('../../policies/cost/waiting-pods'),
  ]);
  const [old, fresh] = [before, after].map((one) => ({ one, bill: billOf(one), attributed: attributed(one) }));
  if (!old || !fresh) throw new Error('two outputs are compared');
  const difference = differenceOf(old, fresh, by);
  const { business } = after;
  const told = {
    ...(business ? { unitCosts: unitCostChanges(old.bill, fresh.bill, business) } : {}),
    waitingPods: newlyWaiting(waitingPods(before.output), waitingPods(after.output)),
  };
  return {
    json: { ...difference, ...told },
    document: async () => {
      const { costDifferenceText } = await import('./cost-difference-text');
      return costDifferenceText(before.name, after.name, difference, told);
    },
    page: async () => {
      const { differencePage } = await import('../../delivery/report/cost/difference-page');
      return differencePage(before.name, after.name, differenceOf(old, fresh, by ?? pictureViews));
    },
    lines: [old, fresh].flatMap(({ bill }) => bill.lines),
    findings: [old, fresh].flatMap(({ one, bill }) => unpriced(one.name, bill)),
  };
}

export async function tellComparison(
  { name, business, variants }: Awaited<ReturnType<typeof pricedVariants>>,
  { billOf, attributed, unpriced }: Pricing,
  by: Views,
): Promise<Told> {
  const [{ comparisonOf }, { unitCostsBeside }] = await Promise.all([
    import('../../policies/cost/comparison'),
    import('../../policies/cost/unit-costs'),
  ]);
  const compared = variants.map(({ output, assumed, ...told }) => {
    const priced = output && { name: told.name, output, assumed };
    return { ...told, ...(priced ? { priced: { bill: billOf(priced), attributed: attributed(priced) } } : {}) };
  });
  const comparison = comparisonOf(compared, by);
  const bills = compared.map((one) => one.priced?.bill);
  const unitCosts = business && unitCostsBeside(bills, business);
  const byName = unitCosts?.map(({ per, unitCosts: each }) => ({
    per,
    unitCost: Object.fromEntries(compared.map((one, index) => [one.name, each[index] ?? null])),
  }));
  return {
    json: { ...comparison, ...(byName ? { unitCosts: byName } : {}) },
    document: async () => {
      const { costComparisonText } = await import('./cost-comparison-text');
      return costComparisonText(name, comparison, unitCosts);
    },
    page: async () => {
      const { comparisonPage } = await import('../../delivery/report/cost/comparison-page');
      return comparisonPage(name, comparison);
    },
    lines: bills.flatMap((bill) => bill?.lines ?? []),
    findings: compared.flatMap((one) => (one.priced ? unpriced(`${name} ${one.name}`, one.priced.bill) : [])),
  };
}

export async function tellLeftovers(priced: Priced, { optionsOf }: Pricing): Promise<Told> {
  const [{ afterDestroy }, { unpricedFindings }] = await Promise.all([
    import('../../policies/cost/leftovers/after-destroy'),
    import('../../policies/cost/unpriced-findings'),
  ]);
  const left = afterDestroy(priced.output, optionsOf(priced));
  const unread = left.unread.map(({ address, fields }) => ({
    address,
    why: `nobody knows what ${fields.join(', ')} keeps after a destroy`,
  }));
  return {
    json: left,
    document: async () => {
      const { leftoversText } = await import('./leftovers-text');
      return leftoversText(priced.name, left);
    },
    lines: left.leftovers.flatMap(({ lines }) => lines),
    findings: unpricedFindings([...left.unpriced, ...unread], priced.name),
  };
}

export const tellAdvice = (
  { name, advised }: Awaited<ReturnType<typeof advisedInput>>,
  { unpriced }: Pricing,
): Told => ({
  json: advised,
  document: async () => {
    const { costAdviceText } = await import('./cost-advice-text');
    return costAdviceText(name, advised);
  },
  findings: unpriced(name, advised),
});
