import type { EnvironmentAdvice } from '../../delivery/advised-environment';
import type { Advice, AdvisedEdit } from '../../policies/cost/advice/ranked-advice';
import { money } from '../../policies/cost/money';
import type { DocumentPart, DocumentTable } from '../document';

const longestValue = 60;

/** A value of the file on one line; what is longer is only named. */
function shown(value: unknown): string {
  if (value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > longestValue ? 'all that it says' : text;
}

const edited = ({ path, before, after }: AdvisedEdit): string => `${path}: ${shown(before)} to ${shown(after)}`;

const places = ([first, ...others]: readonly AdvisedEdit[]): string =>
  others.length > 0 ? `${first?.path} and ${others.length} more` : `${first?.path}`;

const summary = (advice: readonly Advice[]): DocumentTable => ({
  head: ['', 'what', 'where', 'USD a month', 'sure', 'effort'],
  numbers: [0, 3],
  rows: advice.map(({ rank, title, edits, saves, confidence, effort }) => [
    `${rank}`,
    title,
    places(edits),
    money(saves),
    confidence.level,
    effort.level,
  ]),
});

/** For a shell of POSIX. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const command = (name: string, whatIf: readonly string[]): string =>
  `evenkeel cost ${name} --what-if ${whatIf.map(quoted).join(' ')}`;

const detail = (name: string, { rank, title, saves, confidence, effort, givesUp, edits }: Advice): string =>
  [
    `${rank}. ${title}: ${money(saves)} USD a month`,
    `Sure: ${confidence.level}, ${confidence.because}.`,
    `Effort: ${effort.level}, ${effort.toDo}.`,
    `Given up: ${givesUp}`,
    ...edits.map((edit) => `Edit: ${edited(edit)}`),
    command(
      name,
      edits.map(({ whatIf }) => whatIf),
    ),
  ].join('\n');

function totalText(name: string, { total, advice }: EnvironmentAdvice): string {
  const { ranks, sum, before, after, change, whatIf, leftOut } = total;
  const share = before > 0 ? ` (${((100 * change) / before).toFixed(1)} %)` : '';
  const why = new Map<string, number[]>();
  for (const { rank, because } of leftOut) why.set(because, [...(why.get(because) ?? []), rank]);
  return [
    ...(ranks.length > 0
      ? [
          `Numbers ${ranks.join(', ')} together: ${money(-change)} USD a month${share}, which leaves ${money(after)}. One by one they would add up to ${money(sum)}.`,
          command(name, whatIf),
        ]
      : [`Nothing of the ${advice.length} can be counted on without a closer look.`]),
    ...[...why].map(([because, numbers]) => `Not in it: ${numbers.join(', ')}, because ${because}.`),
  ].join('\n');
}

/** What would save money, for people. */
export function costAdviceText(name: string, advised: EnvironmentAdvice): DocumentPart[] {
  const { advice, rejected, monthlyTotal, pricesAsOf } = advised;
  const head = [
    `${name}: ${money(monthlyTotal)} USD a month`,
    `${advice.length} ways to save; ${rejected.length} others were tried and are none. Oldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
  ].join('\n');
  if (advice.length === 0) return [head];
  return [head, summary(advice), totalText(name, advised), ...advice.map((one) => detail(name, one))];
}
