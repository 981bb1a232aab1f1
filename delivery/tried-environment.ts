import { type Finding, type FindingCode, InputError } from '../environments/model';
import { type Environment, resolveEnvironment } from '../environments/model/resolve-environment';
import { statedAssumptions } from '../policies/cost/assumed';
import type { Assumed } from '../policies/cost/assumptions';
import type { Bill } from '../policies/cost/bill';
import { estimate, type PricedOutput } from '../policies/cost/estimate';
import type { PoolLoad } from '../policies/cost/pool-loads';
import { priceBook } from '../policies/cost/prices/price-book';
import { newlyWaiting, type WaitingPods, waitingPods } from '../policies/cost/waiting-pods';
import { checkSites } from './check-sites';
import { costGate } from './cost-gate';
import { buildEnvironmentTree } from './environment-stacks';
import { pricedOutput } from './priced-environment';
import { buildSiteTree, type SiteBuild } from './site-build';
import { standbyFindings } from './standby-findings';

/** What a build of an environment would write, as far as its bill and its soundness go. */
export interface TriedEnvironment {
  readonly environment: Environment;
  readonly output: PricedOutput;
  readonly bill: Bill;
  /** All that a build would find. */
  readonly findings: () => Promise<readonly Finding[]>;
}

export interface PricedHow {
  /** Default: `expected`. */
  readonly pools?: PoolLoad;
  /** What goes before the assumptions of the environment. Default: nothing. */
  readonly assumed?: Assumed;
}

type SiteParts = Pick<SiteBuild, 'output' | 'findings' | 'release'>;

interface Part extends SiteParts {
  readonly site: Environment['sites'][number];
}

/**
 * Environments that differ little from the first one that is built: its sites are built once. With the name of a site only that
 * one is built and priced.
 * @throws InputError every finding that keeps an environment from being built
 */
export function environmentTrials(file: string, { pools, assumed }: PricedHow) {
  const book = priceBook();
  const known = new Map<string, SiteParts>();
  const first = (): boolean => known.size === 0;
  return async (input: unknown, only?: string): Promise<TriedEnvironment> => {
    const environment = resolveEnvironment(input, file);
    checkSites(environment, file);
    const { stacks } = await buildEnvironmentTree(environment);
    const keyOf = (site: Part['site']): string => JSON.stringify([site, stacks]);
    const keep = first();
    const parts: Part[] = [];
    for (const site of environment.sites.filter(({ name }) => only === undefined || name === only)) {
      const found = known.get(keyOf(site));
      if (found) {
        parts.push({ site, ...found });
        continue;
      }
      const { output, findings, release } = await buildSiteTree(site, stacks);
      parts.push({ site, output, findings, release });
    }
    if (keep) for (const { site, ...part } of parts) known.set(keyOf(site), part);
    const output = pricedOutput(stacks, parts);
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
        const { findingsOf } = (await costGate(environment, file)).judge(stacks, parts);
        return parts.flatMap((one) => [...one.findings, ...standbyFindings(parts, one.site), ...findingsOf(one.site)]);
      },
    };
  };
}

export type TryEnvironment = ReturnType<typeof environmentTrials>;

/** The first of some findings, on one line. */
const inBrief = ([first]: readonly Finding[]): string =>
  first ? [first.code, `${first.place}:`, first.message].join(' ') : '';

/** An environment, or why it cannot be built. */
export async function triedOrWhy(
  attempt: TryEnvironment,
  input: unknown,
  only?: string,
): Promise<TriedEnvironment | string> {
  try {
    return await attempt(input, only);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return inBrief(error.findings);
  }
}

const inWords = (waiting: readonly WaitingPods[]): string => {
  const [first, ...others] = waiting.map(({ pods, workload, site }) => `${pods} of ${workload} at ${site}`);
  return `pods would find no room: ${first}${others.length > 0 ? `, and those of ${others.length} others` : ''}`;
};

/** What nobody is worse off by: a build then says which exemption is not needed any more. */
const harmless: readonly FindingCode[] = ['COST_EXEMPTION'];

const keyOf = ({ code, file, place }: Finding): string => JSON.stringify([code, file, place]);

/** Tells of environments why they are worse than one that is there, beside what they cost; `undefined`: they are not. */
export async function worseThan(before: TriedEnvironment) {
  const waitingBefore = waitingPods(before.output);
  const known = new Set((await before.findings()).map(keyOf));
  return async (after: TriedEnvironment): Promise<string | undefined> => {
    const waiting = newlyWaiting(waitingBefore, waitingPods(after.output));
    if (waiting.length > 0) return inWords(waiting);
    const found = (await after.findings()).filter((one) => !known.has(keyOf(one)) && !harmless.includes(one.code));
    return found.length > 0 ? inBrief(found) : undefined;
  };
}
