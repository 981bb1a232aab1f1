import { billPage } from '../../../../delivery/report/cost/bill-page';
import { comparisonPage } from '../../../../delivery/report/cost/comparison-page';
import { differencePage } from '../../../../delivery/report/cost/difference-page';
import { recoveryParts } from '../../../../policies/cost/recovery-part';
import { all, problemsOf } from '../page-problems';
import { summaryOf } from './summaries';

const hostile = '<script>alert("1")</script>&\'"';

const bill = billPage(hostile, {
  cost: summaryOf(hostile),
  views: [{ by: 'stack', rows: [{ name: hostile, fixed: 880, usage: 880, monthly: 1760 }] }],
  unitCosts: [{ per: hostile, quantity: 1000, unitCost: 1.76 }],
});

const variant = (name: string, monthlyTotal: number | null) => ({
  name,
  sites: [{ from: hostile, to: `${hostile}${name}` }],
  accountMadeUp: monthlyTotal === null,
  findings: [{ code: 'COST_COMPARE' as const, file: hostile, place: hostile, message: hostile, fix: hostile }],
  monthlyTotal,
  fixed: monthlyTotal && monthlyTotal / 4,
  usage: monthlyTotal && (3 * monthlyTotal) / 4,
});
const comparison = comparisonPage(hostile, {
  currency: 'USD',
  pricesAsOf: '2026-01-01',
  variants: [variant('as it stands', 200), variant('aws', 100), variant('google', 400), variant('azure', null)],
  views: [
    { by: 'stack', rows: [{ name: hostile, monthly: { 'as it stands': 200, aws: 100, google: 400, azure: null } }] },
  ],
});

const row = (name: string, before: number, after: number) => ({ name, before, after, change: after - before });
const difference = differencePage(hostile, hostile, {
  currency: 'USD',
  pricesAsOf: '2026-01-01',
  ...row('', 1000, 1070),
  views: [{ by: 'service', rows: [row(hostile, 500, 600), row('gone', 30, 0), row('same', 470, 470)] }],
  lines: [
    {
      site: hostile,
      stack: hostile,
      address: hostile,
      item: hostile,
      unit: hostile,
      basis: 'fixed',
      kind: 'changed',
      quantityBefore: 1,
      quantityAfter: 2,
      ...row('', 500, 600),
    },
  ],
});

const pages = { bill, comparison, difference };

describe.each(Object.entries(pages))('the page of a %s', (_name, page) => {
  it('is valid, accessible HTML that escapes names, runs nothing and asks for nothing', async () => {
    expect(await problemsOf(page)).toEqual([]);
    expect(page).not.toMatch(/<script|<iframe|<object|<img|@import|url\(| on[a-z]+=| style="|https?:/i);
    expect(page).toContain('oldest price of 2026-01-01');
  });

  it('has a title and a description for every drawing, in every size', () => {
    const drawings = all(page, /<svg class="(drawing \w+" role="img"[\s\S]*?)<\/svg>/g);
    expect(drawings.length).toBeGreaterThan(1);
    for (const drawing of drawings) {
      expect(drawing).toMatch(/<title id=.*<desc id=/);
      expect(drawing).not.toMatch(/NaN|undefined|Infinity|="-/);
    }
  });
});

const numbers = (drawing: string, of: RegExp): number[] => all(drawing, of).map(Number);

it('draws bars of a comparison from zero on one scale, and none for what cannot be built', () => {
  const [drawing = ''] = all(comparison, /<svg class="drawing medium"([\s\S]*?)<\/svg>/g);
  const [fixed, usage] = ['fixed', 'usage'].map((kind) =>
    numbers(drawing, new RegExp(`class="${kind}"[^>]* width="([\\d.]+)"`, 'g')),
  );
  expect(fixed).toEqual([90, 45, 180, 0]);
  expect(usage).toEqual([270, 135, 540, 0]);
  expect(drawing).toContain('cannot be built');
  expect(drawing).toContain('Google Cloud');
  expect(drawing).toMatch(/\+200\.00/);
});

it('says the same money in pictures and in tables', () => {
  const cells = all(bill, /class="number"[^>]*>([\d,.]+)</g);
  for (const { name, monthly } of summaryOf(hostile).sites) {
    expect(bill).toContain(`${monthly.toLocaleString('en', { minimumFractionDigits: 2 })} · `);
    expect(name).toContain(hostile);
  }
  expect(cells).toContain('1,760.00');
  expect(bill).toContain('1,760.00 USD a month · 880.00 fixed and 880.00 usage · 88% of a budget of 2,000.00');
  expect(bill).toContain('1,500.00 USD a month serve; 260.00 (15%)');
});

it('draws every part of recovery side by side, as long as its money', () => {
  const [, drawing = ''] = all(bill, /<svg class="drawing medium"([\s\S]*?)<\/svg>/g);
  const widths = recoveryParts.map((part) =>
    numbers(drawing, new RegExp(`class="${part}"[^>]* width="([\\d.]+)"`, 'g')),
  );
  const { sites } = summaryOf(hostile);
  const span = 1600;
  recoveryParts.forEach((part, index) => {
    const expected = sites.map(({ parts }) => (parts[part] / span) * 720).filter((width) => width > 0);
    expect(widths[index]).toEqual(expected.map((width) => expect.closeTo(width, 1)));
  });
});

it('tells what stays as it is in one row, so that rows are the whole', () => {
  expect(difference).toContain('1 unchanged');
  expect(difference).toMatch(/<tfoot[\s\S]*1,000\.00[\s\S]*1,070\.00[\s\S]*\+70\.00/);
  expect(difference).toContain('The scale begins at');
});
