import type { ChangedAttribute } from './changed-attributes';
import { countsOf, type ExplainedChange, type ExplainedPlan, isEmptyPlan, type PlanCounts } from './explain-plan';

/** More of one resource than this nobody reads; JSON has everything. */
const maxAttributes = 8;
/** More addresses than this are told by type. */
const maxAddresses = 6;

export const countsText = ({ make, change, replace, remove }: PlanCounts): string =>
  `${make} to make, ${change} to change, ${replace} to replace, ${remove} to remove`;

/** A line, and the lines that belong to it. */
interface Line {
  readonly text: string;
  readonly inner?: readonly string[];
}

const attributeText = ({ path, before, after, forces, weakens }: ChangedAttribute): string =>
  `${path}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}${forces ? ' (forces the replacement)' : ''}${weakens ? ' (takes protection away)' : ''}`;

const attributeTexts = (attributes: readonly ChangedAttribute[]): string[] => {
  const known = attributes.filter(
    ({ before, forces, weakens, after }) => before !== null || forces || weakens || after !== null,
  );
  const sorted = [...known].sort(
    (a, b) => Number(b.forces ?? b.weakens ?? false) - Number(a.forces ?? a.weakens ?? false),
  );
  const more = sorted.length - maxAttributes;
  return [...sorted.slice(0, maxAttributes).map(attributeText), ...(more > 0 ? [`and ${more} more`] : [])];
};

const changeLine = ({ kind, address, attributes, because, danger, from }: ExplainedChange): Line => ({
  text: `${danger ? 'DANGER ' : ''}${kind} ${address}${from === undefined ? '' : ` (was ${from})`}`,
  inner: [
    ...(because === undefined ? [] : [`because ${because}`]),
    ...(danger ? [`lost: ${danger.lost}`, `instead: ${danger.instead}`] : []),
    ...(kind === 'changes' || kind === 'takes over' ? attributeTexts(attributes) : []),
  ],
});

/** `makes 12: aws_subnet (9), aws_vpc, ...` */
function madeLine(made: readonly ExplainedChange[]): Line[] {
  if (made.length <= maxAddresses) return made.map(changeLine);
  const counts = new Map<string, number>();
  for (const { type } of made) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => (count > 1 ? `${type} (${count})` : type));
  return [{ text: `makes ${made.length}: ${types.join(', ')}` }];
}

function linesOf({ changes, drift, outputs }: ExplainedPlan): Line[] {
  return [
    ...drift.map(({ address, gone, attributes }) => ({
      text: `drift: somebody ${gone ? 'removed' : 'changed'} ${address} without Terraform`,
      inner: attributeTexts(attributes),
    })),
    ...changes.filter(({ kind }) => kind !== 'makes').map(changeLine),
    ...madeLine(changes.filter(({ kind }) => kind === 'makes')),
    ...(changes.length === 0 && outputs.length > 0 ? [{ text: `writes outputs anew: ${outputs.length}` }] : []),
  ];
}

const isQuiet = (plan: ExplainedPlan): boolean => isEmptyPlan(plan) && plan.drift.length === 0;

/** A plan as a terminal shows it. */
export function planText(plan: ExplainedPlan): string {
  if (isQuiet(plan)) return `${plan.stack}: nothing to do\n`;
  const lines = linesOf(plan).flatMap(({ text, inner = [] }) => [`  ${text}`, ...inner.map((one) => `      ${one}`)]);
  return `${plan.stack}: ${countsText(countsOf(plan))}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Nothing of a plan may become markup of the page. */
const code = (text: string): string =>
  `<code>${text.replaceAll(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`;

/** A plan as a comment of a pull request: dangers are open, the rest is folded. */
export function planMarkdown(plan: ExplainedPlan): string {
  if (isQuiet(plan)) return `**${plan.stack}**: nothing to do\n`;
  const list = (lines: readonly Line[]): string =>
    lines
      .flatMap(({ text, inner = [] }) => [`- ${code(text)}`, ...inner.map((one) => `  - ${code(one)}`)])
      .map((line) => `${line}\n`)
      .join('');
  const lines = linesOf(plan);
  const grave = lines.filter(({ text }) => /^(DANGER|drift)/.test(text));
  const rest = lines.filter((line) => !grave.includes(line));
  return [
    `**${plan.stack}**: ${countsText(countsOf(plan))}\n`,
    ...(grave.length > 0 ? [list(grave)] : []),
    ...(rest.length > 0 ? [`<details><summary>everything else</summary>\n\n${list(rest)}\n</details>\n`] : []),
  ].join('\n');
}
