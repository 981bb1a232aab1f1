import { join } from 'node:path';
import { asItStands, comparedEnvironment, type EnvironmentVariant } from '../../delivery/compared-environment';
import { cloudTitles } from '../../delivery/report/titles';
import { type Cloud, clouds } from '../../environments/facts';
import { readEnvironment } from '../../environments/model/load-environment';
import { attributionOf } from '../../policies/cost/attribution';
import { type BillLine, totalOf } from '../../policies/cost/bill';
import { type ComparedVariant, comparisonOf } from '../../policies/cost/comparison';
import type { AttributedBill } from '../../policies/cost/difference';
import { estimate, type PricedOutput } from '../../policies/cost/estimate';
import { type PricedShare, pricedShare } from '../../policies/cost/priced-share';
import { priceBook } from '../../policies/cost/prices/price-book';
import { viewOf } from '../../policies/cost/views';
import { code, markdownPage, table } from './page';

const root = join(__dirname, '..', '..');

/** Examples on clouds. */
const examples = ['dev', 'staging', 'prod'];

const largest = 10;

const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Empty for what cannot be built. */
const money = (usd: number | null): string => (usd === null ? '' : cents.format(usd));

interface Example extends AttributedBill {
  readonly name: string;
  /** As it stands. */
  readonly output: PricedOutput;
  readonly variants: readonly ComparedVariant[];
}

function pricedVariant({ output, assumed, ...told }: EnvironmentVariant): ComparedVariant {
  if (!output) return told;
  const bill = estimate(output, { book: priceBook(), assumed });
  return { ...told, priced: { bill, attributed: attributionOf(output) } };
}

async function exampleOf(name: string): Promise<Example> {
  const { input, file } = await readEnvironment(join(root, 'environments', `${name}.ts`));
  const built = await comparedEnvironment(input, file, clouds);
  const variants = built.map(pricedVariant);
  const [output, priced] = [built[0]?.output, variants[0]?.priced];
  if (!output || !priced) throw new Error(`${file} cannot be built`);
  return { name, output, ...priced, variants };
}

/** Sites carry the name of their cloud. */
const linesOn = ({ name, bill }: Example, cloud: Cloud): BillLine[] =>
  bill.lines.filter(({ site }) => site.startsWith(`${name}-${cloud}-`));

const sumOf = (lines: readonly BillLine[], basis: BillLine['basis']): number =>
  totalOf(lines.filter((line) => line.basis === basis));

const totals = (examples: readonly Example[]): string =>
  table(
    ['environment', 'cloud', 'fixed', 'usage', 'USD a month'],
    examples.flatMap((example) => {
      const row = (where: string, lines: readonly BillLine[]): string[] => [
        code(example.name),
        where,
        money(sumOf(lines, 'fixed')),
        money(sumOf(lines, 'usage')),
        money(totalOf(lines)),
      ];
      return [
        ...clouds.map((cloud) => row(cloudTitles[cloud].title, linesOn(example, cloud))),
        row('all', example.bill.lines),
      ];
    }),
    [2, 3, 4],
  );

const shares = (examples: readonly Example[]): string =>
  table(
    ['environment', 'of', 'all', 'with a price', 'known to be free', 'without a price', 'known'],
    examples.flatMap(({ name, output, bill }) => {
      const { resources, objects } = pricedShare(output, bill);
      const row = (of: string, { all, priced, free, unpriced }: PricedShare): string[] => [
        code(name),
        of,
        ...[all, priced, free, unpriced].map((count) => counts.format(count)),
        `${cents.format((100 * (priced + free)) / Math.max(1, all))} %`,
      ];
      return [row('Terraform resources', resources), row('Kubernetes objects', objects)];
    }),
    [2, 3, 4, 5, 6],
  );

const recovery = (examples: readonly Example[]): string => {
  const rows = examples.map(({ name, bill, attributed }) => ({
    name,
    bill,
    parts: new Map(viewOf('recovery', bill.lines, attributed).rows.map((row) => [row.name, row.monthly] as const)),
  }));
  const parts = [...new Set(rows.flatMap((row) => [...row.parts.keys()]))].sort();
  return table(
    ['environment', ...parts, 'USD a month'],
    rows.map((row) => [
      code(row.name),
      ...parts.map((part) => money(row.parts.get(part) ?? 0)),
      money(row.bill.monthlyTotal),
    ]),
    [...parts.keys(), parts.length].map((index) => index + 1),
  );
};

function compared({ variants }: Example): string {
  const { variants: rows } = comparisonOf(variants);
  return table(
    ['where', 'fixed', 'usage', 'USD a month', 'against it', 'what is not kept there'],
    rows.map(({ name, fixed, usage, monthlyTotal, findings }) => {
      const base = rows[0]?.monthlyTotal ?? null;
      const difference = monthlyTotal === null || base === null ? null : monthlyTotal - base;
      return [
        name === asItStands ? name : cloudTitles[name as Cloud].title,
        money(fixed),
        money(usage),
        money(monthlyTotal),
        name === asItStands ? '' : money(difference),
        [...new Set(findings.map((finding) => code(finding.code)))].join(', '),
      ];
    }),
    [1, 2, 3, 4],
  );
}

const lines = (own: readonly BillLine[]): string =>
  table(
    ['what', 'where', 'quantity', 'basis', 'USD a month'],
    own
      .slice(0, largest)
      .map(({ item, site, stack, address, quantity, unit, basis, monthly }) => [
        code(item),
        `${site} ${stack} ${code(address)}`,
        `${counts.format(quantity)} ${unit}`,
        basis,
        money(monthly),
      ]),
    [2, 4],
  );

const environmentBlocks = (example: Example): string[] => [
  ...clouds.flatMap((cloud) => [`### ${example.name} on ${cloudTitles[cloud].title}`, lines(linesOn(example, cloud))]),
];

/** Bills of the examples, as `evenkeel cost` gives them. */
export async function billsPage(): Promise<string> {
  const all: Example[] = [];
  for (const name of examples) all.push(await exampleOf(name));
  const dates = all.flatMap(({ variants }) => variants.flatMap(({ priced }) => priced?.bill.pricesAsOf ?? [])).sort();
  return markdownPage('Bills', [
    `What the example environments cost in a month, as \`evenkeel cost\` prices them: USD, list prices, before taxes and discounts, pools as busy as expected. The oldest price is of ${dates[0] ?? 'no day'}. How it is reckoned, and how far to trust it: [the guide](../guides/cost.md). What could be saved: [savings](savings.md).`,
    totals(all),
    '## What has a price',
    'Everything that is synthesized has a price, or is known to cost nothing by itself; a build with a budget fails where neither holds.',
    shares(all),
    '## What recovery costs',
    'What serves, and what is paid for only for the day on which something is lost.',
    recovery(all),
    '## On each cloud alone',
    'The same platform on each cloud alone, beside the environment as it stands, as `--compare` gives it.',
    ...all.flatMap((example) => [`### ${example.name} on one cloud`, compared(example)]),
    '## The largest lines',
    `The ${largest} largest of every environment on each cloud.`,
    ...all.flatMap(environmentBlocks),
  ]);
}
