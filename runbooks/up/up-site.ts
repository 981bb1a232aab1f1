import { type DeployedWave, deployedWaves } from '../../delivery/pulumi/deployed-objects';
import { identity, releaseToken, resourceName, typeToken } from '../../delivery/pulumi/resource-names';
import type { SiteProgramProps } from '../../delivery/pulumi/site-program';
import {
  type CallOptions,
  type Changes,
  type ObjectEvent,
  type SiteStack,
  StackFailure,
} from '../../delivery/pulumi/site-stack';
import type { Journal } from '../engine/journal';
import { RunbookFailure } from '../runbook-failure';
import { keepGoodTree, lastGoodTree } from './kept-release';

/** What the journal says of an object or of the whole. */
export interface UpDetails {
  readonly object?: string;
  readonly operation?: string;
  readonly changes?: Changes;
  readonly says?: string;
}

export type UpJournal = Journal<'begun' | 'done' | 'failed' | 'delivered' | 'rolled-back' | 'destroyed', UpDetails>;

/** A site that objects are delivered to directly. */
export interface UpSite {
  readonly site: string;
  /** Folder of its rendered tree, e.g. `dist/local/local`. */
  readonly tree: string;
  /** What this machine keeps of it: the last good tree, the journal, and the state where there is no bucket. */
  readonly folder: string;
  readonly stack: SiteStack;
  readonly connection: SiteProgramProps['connection'];
  readonly isProtected: boolean;
  /** Whether namespaces and service accounts are made, too. */
  readonly platform: boolean;
  /** The state is a file of this machine, so that a lock that is left in it is that of a dead run. */
  readonly isOwnState: boolean;
  readonly journal: UpJournal;
  /** What runs a tree. Default: Pulumi's program; loaded late, because its packages are big. */
  readonly programOf?: (props: SiteProgramProps) => Promise<() => Promise<void>>;
}

const pulumiProgram = async (props: SiteProgramProps) =>
  (await import('../../delivery/pulumi/site-program')).siteProgram(props);

/** Identities of all that waves hold. */
export const identities = (waves: readonly DeployedWave[]): Set<string> =>
  new Set(
    waves.flatMap(({ objects, releases }) => [
      ...objects.map((object) => identity(typeToken(object), resourceName(object))),
      ...releases.map(({ name }) => identity(releaseToken, name)),
    ]),
  );

/** The failure of a call as people read it. */
function failure(site: string, error: unknown, fix?: string): unknown {
  if (!(error instanceof StackFailure)) return error;
  return new RunbookFailure(
    error.isLocked ? 'PULUMI_LOCKED' : 'PULUMI_FAILED',
    site,
    error.message,
    error.isLocked ? undefined : fix,
  );
}

/** Calls Pulumi; in a state of its own, the lock of a dead run is taken away. */
async function unlocked<T>({ stack, isOwnState }: UpSite, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(isOwnState && error instanceof StackFailure && error.isLocked)) throw error;
    await stack.unlock();
    return work();
  }
}

/** What of a tree is delivered, and what the cluster is known to have of it. */
interface Partly {
  /** Identities of what the cluster has. Default: what the state says is believed. */
  readonly present?: ReadonlySet<string>;
  /** Waves that are delivered, out of all. Default: all of them. */
  readonly part?: (waves: readonly DeployedWave[]) => readonly DeployedWave[];
}

async function programFrom(up: UpSite, tree: string, { present, part }: Partly = {}) {
  const { site, stack, connection, isProtected, platform, programOf = pulumiProgram } = up;
  const all = deployedWaves(tree, { platform });
  await unlocked(up, () => stack.mend(identities(all)));
  if (present) await unlocked(up, () => stack.forgetGone(present));
  const formerTypes = await stack.formerTypes();
  return programOf({
    site,
    waves: part ? chosenWaves(all, part(all), formerTypes) : all,
    connection,
    isProtected,
    formerTypes,
  });
}

/** A wave of which the state has anything is never left out: Pulumi would delete it. Nor is what that one waits for. */
function chosenWaves(
  all: readonly DeployedWave[],
  wanted: readonly DeployedWave[],
  state: ReadonlyMap<string, string>,
): readonly DeployedWave[] {
  const byName = new Map(all.map((wave) => [wave.name, wave]));
  const isThere = (wave: DeployedWave): boolean => [...identities([wave])].some((one) => state.has(one));
  const chosen = new Set([...wanted, ...all.filter(isThere)]);
  // A set that grows while it is gone through is gone through to its end.
  for (const { after } of chosen) {
    for (const name of after) {
      const before = byName.get(name);
      if (before) chosen.add(before);
    }
  }
  return all.filter((wave) => chosen.has(wave));
}

const written =
  ({ journal }: UpSite, tell?: CallOptions['tell']) =>
  (event: ObjectEvent): void => {
    journal.write(event.kind, { object: event.object, operation: event.operation });
    tell?.(event);
  };

/** What an `up` would change. Nothing in the cluster is changed. */
export async function previewSite(up: UpSite, options: CallOptions = {}): Promise<Changes> {
  try {
    const program = await programFrom(up, up.tree);
    return await unlocked(up, () => up.stack.preview(program, options));
  } catch (error) {
    throw failure(up.site, error);
  }
}

export interface DeliverOptions extends CallOptions, Partly {
  /** Delivers the last good tree again where this one fails. Default: what was done stays, and the next run goes on. */
  readonly rollback?: boolean;
}

async function goBack(up: UpSite, failed: StackFailure, { tell }: CallOptions): Promise<never> {
  const { site, journal, stack, folder } = up;
  const before = lastGoodTree(folder);
  if (before === undefined) {
    throw failure(
      site,
      failed,
      'no release was delivered whole from here, so there is none to go back to: mend what Pulumi says, and run it again',
    );
  }
  try {
    const program = await programFrom(up, before);
    const changes = await stack.up(program, { tell: written(up, tell) });
    journal.write('rolled-back', { changes, says: failed.message });
  } catch (error) {
    const also = error instanceof Error ? error.message : String(error);
    throw failure(site, new StackFailure(`${failed.message}; and going back failed: ${also}`, false));
  }
  throw failure(site, failed, 'the release before is delivered again: mend what Pulumi says, and run it anew');
}

/**
 * Delivers the tree of a site: wave by wave, each when everything that it waits for is healthy. Run again after a failure
 * or a kill, it goes on where it stopped.
 * @throws RunbookFailure PULUMI_FAILED or PULUMI_LOCKED
 */
export async function deliverSite(up: UpSite, options: DeliverOptions = {}): Promise<Changes> {
  const { journal, stack, tree, folder } = up;
  const { tell, signal, rollback = false, part, present } = options;
  try {
    const program = await programFrom(up, tree, { ...(part ? { part } : {}), ...(present ? { present } : {}) });
    const changes = await unlocked(up, () =>
      stack.up(program, { tell: written(up, tell), ...(signal ? { signal } : {}) }),
    );
    // Half a release is nothing to go back to.
    if (!part) keepGoodTree(tree, folder);
    journal.write('delivered', { changes });
    return changes;
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    journal.write('failed', { says: error.message });
    if (rollback && !error.isLocked && signal?.aborted !== true) return goBack(up, error, options);
    throw failure(up.site, error);
  }
}

/** How a site is left. */
export type Leaving =
  /** Takes its objects away; what holds data stays, with its namespace. */
  | 'keep-data'
  /** Takes everything away. */
  | 'with-data'
  /** Forgets everything and leaves it in the cluster: GitOps takes it over. */
  | 'leave';

/** Takes a site away again. */
export async function takeDownSite(up: UpSite, leaving: Leaving, options: CallOptions = {}): Promise<Changes> {
  const { stack, journal, site } = up;
  try {
    if (leaving === 'leave') {
      await unlocked(up, () => stack.forget());
      journal.write('destroyed', { says: leaving });
      return {};
    }
    if (leaving === 'with-data') await unlocked(up, () => stack.keepNothing());
    const changes = await unlocked(up, () => stack.destroy({ ...options, tell: written(up, options.tell) }));
    journal.write('destroyed', { changes, says: leaving });
    return changes;
  } catch (error) {
    throw failure(site, error);
  }
}
