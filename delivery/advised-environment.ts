import { type Finding, InputError } from '../environments/model';
import { type Environment, resolveEnvironment } from '../environments/model/resolve-environment';
import { type Advisor, type Edit, isDisposable } from '../policies/cost/advice/advisor';
import { advisors } from '../policies/cost/advice/advisors';
import { asWhatIf, typedEdit } from '../policies/cost/advice/edit-words';
import {
  type Advice,
  type AdviceTotal,
  doneTogether,
  type LeftOut,
  ranked,
} from '../policies/cost/advice/ranked-advice';
import { statedAssumptions } from '../policies/cost/assumed';
import type { Assumed } from '../policies/cost/assumptions';
import type { Bill } from '../policies/cost/bill';
import { estimate, type PricedOutput } from '../policies/cost/estimate';
import type { PoolLoad } from '../policies/cost/pool-loads';
import { priceBook } from '../policies/cost/prices/price-book';
import { newlyWaiting, type WaitingPods, waitingPods } from '../policies/cost/waiting-pods';
import { withChanges } from '../policies/cost/what-if';
import { checkSites } from './check-sites';
import { costGate } from './cost-gate';
import { buildEnvironmentTree } from './environment-stacks';
import { pricedOutput } from './priced-environment';
import { buildSiteTree, type SiteBuild } from './site-build';
import { standbyFindings } from './standby-findings';

export interface AdviceOptions {
  /** Default: `expected`. */
  readonly pools?: PoolLoad;
  /** What goes before the assumptions of the environment. Default: nothing. */
  readonly assumed?: Assumed;
  /** USD a month below which nothing is advised. */
  readonly leastSaved?: number;
  /** Default: all of them. */
  readonly advisors?: readonly Advisor[];
  /** Told before something is tried, for progress: the edits, and how many are still to be tried. */
  readonly onTry?: (whatIf: readonly string[], left: number) => void;
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
  readonly pricesAsOf: Bill['pricesAsOf'];
  /** Of the environment as it stands. */
  readonly monthlyTotal: number;
  readonly advice: readonly Advice[];
  readonly total: AdviceTotal;
  readonly rejected: readonly Rejected[];
}

/** What a build of the environment would write and find, as far as its bill and its soundness go. */
interface Built {
  readonly environment: Environment;
  readonly output: PricedOutput;
  readonly bill: Bill;
  /** All that a build would find. */
  readonly findings: () => Promise<readonly Finding[]>;
}

type KnownSite = Pick<SiteBuild, 'output' | 'findings' | 'release'>;

const leastUsd = 10;

/** Builds environments that differ little: a site that is the same is built once. */
function builder(file: string, { pools, assumed }: AdviceOptions) {
  const book = priceBook();
  const known = new Map<string, Promise<KnownSite>>();
  return async (input: unknown, keep: boolean): Promise<Built> => {
    const environment = resolveEnvironment(input, file);
    checkSites(environment, file);
    const { stacks } = await buildEnvironmentTree(environment);
    const built: (KnownSite & { readonly site: Environment['sites'][number] })[] = [];
    for (const site of environment.sites) {
      const key = JSON.stringify([site, Object.keys(stacks)]);
      const build =
        known.get(key) ??
        buildSiteTree(site, stacks).then(({ output, findings, release }) => ({ output, findings, release }));
      if (keep) known.set(key, build);
      built.push({ site, ...(await build) });
    }
    const output = pricedOutput(stacks, built);
    const stated = statedAssumptions(environment.config.budget?.assumptions ?? {}, file);
    return {
      environment,
      output,
      bill: estimate(output, {
        book,
        pools,
        assumed: { ...stated, ...assumed },
        commitments: environment.config.budget?.commitments,
      }),
      findings: async () => {
        const { findingsOf } = (await costGate(environment, file)).judge(stacks, built);
        return built.flatMap((one) => [...one.findings, ...standbyFindings(built, one.site), ...findingsOf(one.site)]);
      },
    };
  };
}

type Build = ReturnType<typeof builder>;

const findingKey = ({ code, file, place }: Finding): string => JSON.stringify([code, file, place]);

const inWords = (waiting: readonly WaitingPods[]): string => {
  const [first, ...others] = waiting.map(({ pods, workload, site }) => `${pods} of ${workload} at ${site}`);
  return `pods would find no room: ${first}${others.length > 0 ? `, and those of ${others.length} others` : ''}`;
};

interface Stand extends Built {
  readonly input: unknown;
  readonly known: ReadonlySet<string>;
  readonly waiting: readonly WaitingPods[];
}

/** Why an environment is no advice although it is cheaper: something is found of it, or pods find no room. */
async function unsound(after: Built, before: Stand): Promise<string | undefined> {
  const waiting = newlyWaiting(before.waiting, waitingPods(after.output));
  if (waiting.length > 0) return inWords(waiting);
  const [finding] = (await after.findings()).filter((one) => !before.known.has(findingKey(one)));
  return finding && inBrief([finding]);
}

const inBrief = (findings: readonly Finding[]): string => {
  const [first] = findings;
  return first ? `${first.code} ${first.place}: ${first.message}` : '';
};

const changedBy = (input: unknown, edits: readonly Edit[]): unknown => withChanges(input, asWhatIf(edits));

/** The edits that may stand in the file; all of them, unless the advisor can do without some. */
function soundEdits(input: unknown, edits: readonly Edit[], eachAlone: boolean, file: string): readonly Edit[] {
  const holds = (some: readonly Edit[]): boolean => {
    try {
      checkSites(resolveEnvironment(changedBy(input, some), file), file);
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return false;
    }
  };
  return !eachAlone || edits.length < 2 || holds(edits) ? edits : edits.filter((edit) => holds([edit]));
}

/** Builds an environment, or says why it cannot be. */
async function attempt(build: Build, input: unknown): Promise<Built | string> {
  try {
    return await build(input, false);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return inBrief(error.findings);
  }
}

/** All that can be done together, without the last of it as long as the whole is unsound. */
async function totalOf(advice: readonly Advice[], before: Stand, build: Build): Promise<AdviceTotal> {
  const { taken, leftOut } = doneTogether(advice);
  const out: LeftOut[] = [...leftOut];
  const { monthlyTotal } = before.bill;
  for (;;) {
    const whatIf = taken.flatMap(({ edits }) => edits.map((edit) => edit.whatIf));
    const sum = taken.reduce((total, { saves }) => total + saves, 0);
    const found = {
      ranks: taken.map(({ rank }) => rank),
      sum,
      whatIf,
      leftOut: [...out].sort((a, b) => a.rank - b.rank),
    };
    if (taken.length === 0) return { before: monthlyTotal, after: monthlyTotal, change: 0, ...found };
    const edits = taken.flatMap((one) => one.edits.map(({ path, after }) => ({ path, value: after ?? undefined })));
    const after = taken.length === 1 ? undefined : await attempt(build, changedBy(before.input, edits));
    if (after === undefined) return { before: monthlyTotal, after: monthlyTotal - sum, change: -sum, ...found };
    const because = typeof after === 'string' ? after : await unsound(after, before);
    if (typeof after !== 'string' && because === undefined) {
      const { monthlyTotal: less } = after.bill;
      return { before: monthlyTotal, after: less, change: less - monthlyTotal, ...found };
    }
    const last = taken.pop();
    if (last) out.push({ rank: last.rank, because: `with the others: ${because}` });
  }
}

/**
 * What an environment could save. Every amount is the difference of two bills: of the environment as it stands, and of the
 * environment with the edit, which is built and held to every rule and limit. What would break one is no advice, and neither is
 * what only saves because pods would not run. Where something is protected or promised, nothing is proposed that safety is lost by.
 * @throws InputError every finding of the environment as it stands
 */
export async function advisedEnvironment(
  input: unknown,
  file: string,
  options: AdviceOptions = {},
): Promise<EnvironmentAdvice> {
  const { advisors: asked = advisors, leastSaved = leastUsd, onTry } = options;
  const build = builder(file, options);
  const built = await build(input, true);
  const { environment, output, bill } = built;
  const before: Stand = {
    ...built,
    input,
    known: new Set((await built.findings()).map(findingKey)),
    waiting: waitingPods(output),
  };
  const advised = { environment, output, bill, book: priceBook() };
  const proposals = asked
    .filter(({ losesSafety }) => !losesSafety || isDisposable(environment))
    .flatMap((advisor) => advisor.propose(advised).map((edits) => ({ advisor, edits })));
  const tried = [];
  const rejected: Rejected[] = [];
  for (const [index, { advisor, edits: proposed }] of proposals.entries()) {
    const edits = soundEdits(input, proposed, advisor.eachAlone === true, file);
    const whatIf = (edits.length > 0 ? edits : proposed).map(typedEdit);
    onTry?.(whatIf, proposals.length - index);
    const reject = (because: string) => rejected.push({ id: advisor.id, whatIf, because });
    const after = await attempt(build, changedBy(input, edits.length > 0 ? edits : proposed));
    if (typeof after === 'string') {
      reject(after);
      continue;
    }
    const saves = bill.monthlyTotal - after.bill.monthlyTotal;
    const because = saves < leastSaved ? `it saves ${saves.toFixed(2)} USD a month` : await unsound(after, before);
    if (because !== undefined) reject(because);
    else tried.push({ words: advisor, edits, after: after.bill.monthlyTotal });
  }
  const advice = ranked(tried, { config: environment.config, monthlyTotal: bill.monthlyTotal });
  return {
    currency: bill.currency,
    pricesAsOf: bill.pricesAsOf,
    monthlyTotal: bill.monthlyTotal,
    advice,
    total: await totalOf(advice, before, build),
    rejected,
  };
}
