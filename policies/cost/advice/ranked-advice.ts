import type { EnvironmentConfig } from '../../../environments/schema/environment-schema';
import type { MoneyChange } from '../difference';
import { type AdviceConfidence, type AdviceWords, confidenceLevels, type Edit } from './advisor';
import { excludes, saidBefore, typedEdit } from './edit-words';

/** What an advisor proposed, with what it would really cost. */
export interface TriedProposal {
  readonly words: AdviceWords;
  readonly edits: readonly Edit[];
  /** Of the whole bill, a month. */
  readonly after: number;
}

/** One place of the environment file, as it is and as it would be; `null`: it says nothing there. */
export interface AdvisedEdit {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** As `--what-if` takes it. */
  readonly whatIf: string;
}

/** Something that saves money, and all that has to be known before it is done. */
export interface Advice extends AdviceWords {
  /** From 1, the most money first. */
  readonly rank: number;
  /** USD a month, by pricing the environment with these edits and no others. */
  readonly saves: number;
  readonly edits: readonly AdvisedEdit[];
}

const saved = ({ after }: TriedProposal, monthlyTotal: number): number => monthlyTotal - after;

const trust = (level: AdviceConfidence): number => confidenceLevels.indexOf(level);

/** The most money first, then the surest. */
export const ranked = (
  tried: readonly TriedProposal[],
  { config, monthlyTotal }: { readonly config: EnvironmentConfig; readonly monthlyTotal: number },
): Advice[] =>
  [...tried]
    .sort(
      (a, b) =>
        saved(b, monthlyTotal) - saved(a, monthlyTotal) ||
        trust(a.words.confidence.level) - trust(b.words.confidence.level) ||
        (a.words.id < b.words.id ? -1 : 1),
    )
    .map((one, index) => ({
      rank: index + 1,
      id: one.words.id,
      title: one.words.title,
      saves: saved(one, monthlyTotal),
      confidence: one.words.confidence,
      effort: one.words.effort,
      givesUp: one.words.givesUp,
      edits: one.edits.map((edit) => ({
        path: edit.path,
        before: saidBefore(config, edit) ?? null,
        after: edit.value ?? null,
        whatIf: typedEdit(edit),
      })),
    }));

/** Advice that is not part of the total, and why. */
export interface LeftOut {
  readonly rank: number;
  readonly because: string;
}

/** What an advice does to the file. */
export const editsOf = ({ edits }: Pick<Advice, 'edits'>): Edit[] =>
  edits.map(({ path, after }) => ({ path, value: after ?? undefined }));

/** What can be done together: of two that say something of one place, the one that saves more; nothing that is only a guess. */
export function doneTogether(advice: readonly Advice[]): { readonly taken: Advice[]; readonly leftOut: LeftOut[] } {
  const taken: Advice[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of advice) {
    const other = taken.find((before) => excludes(editsOf(before), editsOf(one)));
    if (one.confidence.level === 'low')
      leftOut.push({ rank: one.rank, because: 'somebody has to find out first whether it can be done' });
    else if (other) leftOut.push({ rank: one.rank, because: `it changes what number ${other.rank} changes` });
    else taken.push(one);
  }
  return { taken, leftOut };
}

/** All that can be done together: one more environment that was priced, because savings do not add up. */
export interface AdviceTotal extends MoneyChange {
  readonly ranks: readonly number[];
  /** What the single savings would add up to. */
  readonly sum: number;
  readonly whatIf: readonly string[];
  readonly leftOut: readonly LeftOut[];
}
