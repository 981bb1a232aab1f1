import { InputError } from '../environments/model';
import { resolveEnvironment } from '../environments/model/resolve-environment';
import { type Advisor, type Edit, isDisposable } from '../policies/cost/advice/advisor';
import { advisors } from '../policies/cost/advice/advisors';
import { asWhatIf, excludes, typedEdit } from '../policies/cost/advice/edit-words';
import {
  type Advice,
  type AdviceTotal,
  doneTogether,
  editsOf,
  type LeftOut,
  ranked,
  type TriedProposal,
} from '../policies/cost/advice/ranked-advice';
import type { Bill } from '../policies/cost/bill';
import { differenceOf } from '../policies/cost/difference';
import { priceBook } from '../policies/cost/prices/price-book';
import { withChanges } from '../policies/cost/what-if';
import { checkSites } from './check-sites';
import {
  environmentTrials,
  type PricedHow,
  type TriedEnvironment,
  type TryEnvironment,
  triedOrWhy,
  worseThan,
} from './tried-environment';

export interface AdviceOptions extends PricedHow {
  /** USD a month below which nothing is advised. Default: 10. */
  readonly leastSaved?: number;
  /** Default: all of them. */
  readonly advisors?: readonly Advisor[];
  /** Told before something is tried, for progress: which of how many, and its edits. */
  readonly onTry?: (number: number, of: number, whatIf: readonly string[]) => void;
}

/** Something that was tried and is no advice. */
export interface Rejected {
  readonly id: string;
  readonly whatIf: readonly string[];
  readonly because: string;
}

/** What an environment could save, USD a month. */
export interface EnvironmentAdvice {
  readonly currency: Bill['currency'];
  /** ISO date of the oldest price; `null` where nothing has one. */
  readonly pricesAsOf: Bill['pricesAsOf'];
  /** Of the environment as it stands. */
  readonly monthlyTotal: number;
  /** The most money first. */
  readonly advice: readonly Advice[];
  readonly total: AdviceTotal;
  readonly rejected: readonly Rejected[];
  /** What of the environment as it stands has no price. */
  readonly unpriced: Bill['unpriced'];
}

/** USD a month that an edit has to save by itself, at the site that saves most, to be part of an advice of several. */
const leastOfEdit = 1;

/** How an environment stands, and how others are tried against it. */
interface Trial {
  readonly input: unknown;
  readonly file: string;
  readonly before: TriedEnvironment;
  readonly attempt: TryEnvironment;
  readonly whyWorse: (after: TriedEnvironment) => Promise<string | undefined>;
  readonly leastSaved: number;
}

const changedBy = ({ input }: Trial, edits: readonly Edit[]): unknown => withChanges(input, asWhatIf(edits));

/** Whether the file may say so; nothing is built for it. */
function mayBeSaid(trial: Trial, edits: readonly Edit[]): boolean {
  try {
    checkSites(resolveEnvironment(changedBy(trial, edits), trial.file), trial.file);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return false;
  }
}

type Outcome = { readonly bill: Bill; readonly edits: readonly Edit[] } | { readonly because: string };

const savedBy = ({ before }: Trial, { bill }: TriedEnvironment): number => before.bill.monthlyTotal - bill.monthlyTotal;

/** Builds and prices an environment with some edits, and says what it would cost, or why it is no advice. */
async function outcomeOf(trial: Trial, edits: readonly Edit[]): Promise<Outcome> {
  const tried = await triedOrWhy(trial.attempt, changedBy(trial, edits));
  if (typeof tried === 'string') return { because: tried };
  const saves = savedBy(trial, tried);
  const because =
    saves < trial.leastSaved
      ? `it changes the bill by ${(-saves).toFixed(2)} USD a month`
      : await trial.whyWorse(tried);
  return because === undefined ? { bill: tried.bill, edits } : { because };
}

/** The site whose bill changes most. */
function mostSaving(before: Bill, after: Bill): string | undefined {
  const [row] = differenceOf(
    { bill: before, attributed: () => ({ tags: {} }) },
    { bill: after, attributed: () => ({ tags: {} }) },
  ).views.flatMap(({ rows }) => rows);
  return row?.name;
}

/** Without the edits that save nothing by themselves, where they save most together: nobody gives something up for no money. */
async function withoutIdleEdits(trial: Trial, outcome: Outcome): Promise<Outcome> {
  if (!('bill' in outcome) || outcome.edits.length < 2) return outcome;
  const site = mostSaving(trial.before.bill, outcome.bill);
  const alone = await trial.attempt(trial.input, site);
  const paying: Edit[] = [];
  for (const edit of outcome.edits) {
    const tried = await triedOrWhy(trial.attempt, changedBy(trial, [edit]), site);
    if (typeof tried === 'string' || alone.bill.monthlyTotal - tried.bill.monthlyTotal >= leastOfEdit)
      paying.push(edit);
  }
  if (paying.length === outcome.edits.length || paying.length === 0) return outcome;
  const fewer = await outcomeOf(trial, paying);
  return 'bill' in fewer ? fewer : outcome;
}

async function tryAll(trial: Trial, asked: readonly Advisor[], onTry: AdviceOptions['onTry']) {
  const { environment, output, bill } = trial.before;
  const advised = { environment, output, bill, book: priceBook() };
  const proposals = asked
    .filter(({ losesSafety }) => !losesSafety || isDisposable(environment))
    .flatMap((advisor) => advisor.propose(advised).map((edits) => ({ advisor, edits })));
  const tried: TriedProposal[] = [];
  const rejected: Rejected[] = [];
  for (const [index, { advisor, edits }] of proposals.entries()) {
    const { id, eachAlone } = advisor;
    const parts = eachAlone && edits.length > 1 && !mayBeSaid(trial, edits);
    const sound = parts ? edits.filter((edit) => mayBeSaid(trial, [edit])) : edits;
    // An advisor proposes the best first: of two for one place the other is not asked for any more.
    if (tried.some(({ words, edits: taken }) => words.id === id && excludes(taken, edits))) continue;
    const whatIf = (sound.length > 0 ? sound : edits).map(typedEdit);
    onTry?.(index + 1, proposals.length, whatIf);
    const whole = await outcomeOf(trial, sound.length > 0 ? sound : edits);
    const outcome = eachAlone ? await withoutIdleEdits(trial, whole) : whole;
    if ('because' in outcome) rejected.push({ id, whatIf, because: outcome.because });
    else tried.push({ words: advisor, edits: outcome.edits, after: outcome.bill.monthlyTotal });
  }
  const told = { config: environment.config, monthlyTotal: bill.monthlyTotal };
  return { advice: ranked(tried, told), rejected };
}

/** All that can be done together: everything at once, or where that does not hold, one after the other as far as it holds. */
async function totalOf(trial: Trial, advice: readonly Advice[]): Promise<AdviceTotal> {
  const { taken, leftOut } = doneTogether(advice);
  const { monthlyTotal: before } = trial.before.bill;
  const totalAt = (after: number, done: readonly Advice[], out: readonly LeftOut[]): AdviceTotal => ({
    before,
    after,
    change: after - before,
    ranks: done.map(({ rank }) => rank),
    sum: done.reduce((sum, { saves }) => sum + saves, 0),
    whatIf: done.flatMap(({ edits }) => edits.map(({ whatIf }) => whatIf)),
    leftOut: [...out].sort((a, b) => a.rank - b.rank),
  });
  const [first, ...others] = taken;
  if (!first) return totalAt(before, [], leftOut);
  if (others.length === 0) return totalAt(before - first.saves, taken, leftOut);
  const whole = await outcomeOf(trial, taken.flatMap(editsOf));
  if ('bill' in whole) return totalAt(whole.bill.monthlyTotal, taken, leftOut);
  let total = totalAt(before - first.saves, [first], leftOut);
  const done = [first];
  const out = [...leftOut];
  for (const one of others) {
    const outcome = await outcomeOf(trial, [...done, one].flatMap(editsOf));
    if ('bill' in outcome) done.push(one);
    else out.push({ rank: one.rank, because: `with the others: ${outcome.because}` });
    total = totalAt('bill' in outcome ? outcome.bill.monthlyTotal : total.after, done, out);
  }
  return total;
}

/**
 * What an environment could save. Every amount is the difference of two bills: of the environment as it stands, and of the
 * environment with the edit, which is built and held to every rule and limit. What would break one is no advice, and neither is
 * what saves because pods would not run. Where something is protected or promised, nothing is proposed that loses safety.
 * @throws InputError every finding that keeps the environment as it stands from being built
 */
export async function advisedEnvironment(
  input: unknown,
  file: string,
  { advisors: asked = advisors, leastSaved = 10, onTry, ...how }: AdviceOptions = {},
): Promise<EnvironmentAdvice> {
  const attempt = environmentTrials(file, how);
  const before = await attempt(input);
  const trial: Trial = { input, file, before, attempt, whyWorse: await worseThan(before), leastSaved };
  const { advice, rejected } = await tryAll(trial, asked, onTry);
  const { currency, pricesAsOf, monthlyTotal, unpriced } = before.bill;
  const total = await totalOf(trial, advice);
  return { currency, pricesAsOf, monthlyTotal, advice, total, rejected, unpriced };
}
