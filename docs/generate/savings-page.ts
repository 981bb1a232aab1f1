import { join } from 'node:path';
import { advisedEnvironment, type EnvironmentAdvice } from '../../delivery/advised-environment';
import { readEnvironment } from '../../environments/model/load-environment';
import { money } from '../../policies/cost/money';
import { code, markdownPage, table } from './page';

const root = join(__dirname, '..', '..');

/** The cheapest example, and the one that promises most. */
const examples = ['dev', 'prod'];

interface Advised extends EnvironmentAdvice {
  readonly name: string;
}

async function advisedExample(name: string): Promise<Advised> {
  const { input, file } = await readEnvironment(join(root, 'environments', `${name}.ts`));
  return { name, ...(await advisedEnvironment(input, file)) };
}

const totals = (all: readonly Advised[]): string =>
  table(
    ['environment', 'USD a month', 'advice', 'counted together', 'saves', 'share', 'then'],
    all.map(({ name, monthlyTotal, advice, total: { ranks, before, change, after } }) => [
      code(name),
      money(monthlyTotal),
      `${advice.length}`,
      `${ranks.length}`,
      money(-change),
      `${((-100 * change) / before).toFixed(1)} %`,
      money(after),
    ]),
    [1, 2, 3, 4, 5, 6],
  );

const adviceOf = ({ advice, total }: Advised): string =>
  table(
    ['', 'what', 'saves', 'sure', 'effort', 'given up', 'edit', 'counted'],
    advice.map(({ rank, title, saves, confidence, effort, givesUp, edits }) => [
      `${rank}`,
      title,
      money(saves),
      confidence.level,
      effort.level,
      givesUp,
      edits.map(({ whatIf }) => code(whatIf)).join(' '),
      total.ranks.includes(rank) ? 'yes' : '',
    ]),
    [0, 2],
  );

/** What the examples could save, as `evenkeel cost --advice` finds it. */
export async function savingsPage(): Promise<string> {
  const all: Advised[] = [];
  for (const name of examples) all.push(await advisedExample(name));
  const dates = all.flatMap(({ pricesAsOf }) => pricesAsOf ?? []).sort();
  return markdownPage('Savings', [
    `What the example environments could save, as \`evenkeel cost <environment> --advice\` finds it: each by really building and pricing the environment with the edit. USD a month, list prices, the oldest of ${dates[0] ?? 'no day'}. What may be advised, and what is counted: [the guide](../guides/cost.md#advice).`,
    totals(all),
    ...all.flatMap((one) => [`## ${one.name}`, adviceOf(one)]),
  ]);
}
