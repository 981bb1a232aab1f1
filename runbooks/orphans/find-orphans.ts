import { type Cloud, type CloudSite, isSitePublicCloud, type SiteByCloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Leftover } from '../../policies/cost/leftovers/after-destroy';
import type { PriceBook } from '../../policies/cost/prices/price-book';
import { printedBy } from '../engine/command';
import type { CommandRunner } from '../engine/command-runner';
import { pullState } from '../platform-backup/states';
import type { TreeStack } from '../platform-backup/tree-stacks';
import { RunbookFailure } from '../runbook-failure';
import type { TerraformProgram } from '../terraform/terraform-program';
import { awsThings } from './aws-things';
import { azureThings } from './azure-things';
import { googleThings } from './google-things';
import { judgeThings, type Left } from './judge-things';
import { stateNames } from './state-names';
import type { Ask, ThingReader } from './thing';

const readers: { readonly [C in Cloud]: ThingReader<SiteByCloud[C]> } = {
  aws: awsThings,
  google: googleThings,
  azure: azureThings,
};

/** How long one answer of a cloud may take. */
const timeoutMs = 120_000;

export interface Search {
  readonly environment: Environment;
  /** Those of the tree that is, or was, applied. */
  readonly stacks: readonly TreeStack[];
  /** What a destroy leaves, by what was synthesized. */
  readonly leftovers: readonly Leftover[];
  readonly book: PriceBook;
  readonly terraform: TerraformProgram;
  readonly runner: CommandRunner;
  /** Only the site of this name. Default: all of them. */
  readonly site?: string;
  readonly tell?: (text: string) => void;
}

export interface Orphans {
  readonly environment: string;
  /** What is in no state: orphans, and what is kept on purpose. */
  readonly left: readonly Left[];
  /** Of orphans whose price is known. */
  readonly monthlyTotal: number;
  /** Stacks without a state: whatever they once made is in `left`. */
  readonly withoutState: readonly string[];
  /** Sites and states that could not be read. */
  readonly failures: readonly RunbookFailure[];
}

const asJson = (text: string): unknown => (text.trim() === '' ? null : JSON.parse(text));

async function tried<T>(failures: RunbookFailure[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RunbookFailure)) throw error;
    failures.push(error);
    return undefined;
  }
}

/**
 * Lists what exists in the clouds, belongs to an environment and is in none of its states. Changes nothing. A site or a state that
 * cannot be read hides nothing of the others; without all of the states nothing is called an orphan, for it may be in the one
 * that is missing.
 */
export async function findOrphans(search: Search): Promise<Orphans> {
  const { environment, stacks, leftovers, book, terraform, runner, site, tell = () => undefined } = search;
  const failures: RunbookFailure[] = [];
  const names = new Set<string>();
  const withoutState: string[] = [];
  for (const stack of stacks) {
    tell(`state of ${stack.name}`);
    const text = await tried(failures, async () => (await pullState(stack, terraform)) ?? '');
    if (text === undefined) continue;
    if (text.trim() === '') withoutState.push(stack.name);
    for (const name of stateNames(text)) names.add(name);
  }
  const left: Left[] = [];
  const sites = environment.sites.filter(isSitePublicCloud).filter(({ name }) => site === undefined || name === site);
  if (failures.length === 0) {
    for (const one of sites) {
      tell(one.name);
      const ask: Ask = async (command) => asJson(await printedBy(runner, command, { timeoutMs }));
      const found = await tried(failures, async () => {
        const things = await (readers[one.cloud] as ThingReader<CloudSite>)(one, ask);
        return judgeThings(things, { states: names, leftovers, book });
      });
      left.push(...(found ?? []));
    }
  }
  const orphans = left.filter(({ verdict }) => verdict === 'orphan');
  return {
    environment: environment.name,
    left,
    monthlyTotal: orphans.reduce((sum, { monthly }) => sum + (monthly ?? 0), 0),
    withoutState,
    failures,
  };
}
