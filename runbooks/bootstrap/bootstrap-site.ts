import { type Finding, InputError } from '../../environments/model';
import type { Tell } from '../engine/step';
import { RunbookFailure } from '../runbook-failure';
import { hasSameContent, type StateFacts } from './state-file';
import { placeOf } from './state-stack';
import type { PlannedState, StateWork } from './state-work';

/** What there is to do on a site. */
export type Outlook =
  /** Its state is where it belongs. */
  | { readonly kind: 'nothing'; readonly remote: StateFacts }
  /** An earlier run copied the state and was killed before it removed the file. */
  | { readonly kind: 'clear'; readonly remote: StateFacts }
  /** There is a state in a file only, or a newer one than the remote copy. `plan`: what is to change first. */
  | { readonly kind: 'bring'; readonly plan: PlannedState | undefined };

export interface BroughtState {
  /** Nothing had to be done. */
  readonly unchanged: boolean;
  /** What was applied. Default: nothing. */
  readonly applied?: Pick<PlannedState, 'add' | 'change' | 'remove'>;
  readonly state: StateFacts;
}

const refuse = (work: StateWork, finding: Pick<Finding, 'code' | 'message' | 'value' | 'fix'>): never => {
  throw new InputError([{ file: work.stack.site, place: placeOf(work.stack.backend), ...finding }]);
};

const shown = ({ lineage, serial, resources }: StateFacts): string =>
  `lineage ${lineage}, serial ${serial}, ${resources} resources`;

/** @throws InputError STATE_CONFLICT where the two are neither copies nor versions of one state, one newer than the other */
export function refuseConflict(work: StateWork, local: StateFacts, remote: StateFacts): void {
  if (hasSameContent(local, remote)) return;
  if (local.lineage === remote.lineage && local.serial !== remote.serial) return;
  refuse(work, {
    code: 'STATE_CONFLICT',
    message: `the remote state is not a version of the one in ${work.localPath}; nothing was written (local: ${shown(local)}; remote: ${shown(remote)})`,
    value: remote.lineage,
    fix: `find out which one describes the account (\`terraform state list\`); if it is the remote one, move ${work.localPath} away, otherwise remove the remote one, and run it again`,
  });
}

/** A state was here, and is nowhere now: making everything anew would make it twice. */
function refuseLoss(work: StateWork): void {
  const last = work.journal.last();
  if (last?.lineage === undefined || last.step.startsWith('undo')) return;
  refuse(work, {
    code: 'STATE_LOST',
    message: `a state was ${last.step.replaceAll('-', ' ')} at ${last.at}, and there is none now, neither there nor in ${work.localPath}`,
    value: last.lineage,
    fix: `bring the state back (an earlier version of the object, or the file); if everything was destroyed on purpose, remove ${work.journal.path}`,
  });
}

/**
 * Finds out what there is to do, and changes nothing in the cloud. Plans only where there is no remote copy of the
 * newest state yet.
 * @throws InputError, RunbookFailure
 */
export async function lookAtState(work: StateWork, tell?: Tell): Promise<Outlook> {
  tell?.('looking for the remote state');
  const remote = await work.remoteState(tell);
  const local = work.localState();
  if (remote && local) {
    refuseConflict(work, local, remote);
    if (hasSameContent(local, remote) || local.serial < remote.serial) return { kind: 'clear', remote };
  }
  if (remote && !local) return { kind: 'nothing', remote };
  if (!local) refuseLoss(work);
  tell?.('planning');
  return { kind: 'bring', plan: await work.plan(tell) };
}

/**
 * Brings the state where it belongs: applies what was planned, copies the state, holds the copy against it, and only
 * then removes the file. Every step is on the disk before the next one begins, so a run that was killed is simply
 * repeated: `lookAtState` finds what is left to do.
 * @throws InputError, RunbookFailure
 */
export async function bringState(work: StateWork, outlook: Outlook, tell?: Tell): Promise<BroughtState> {
  if (outlook.kind === 'nothing') return { unchanged: true, state: outlook.remote };
  if (outlook.kind === 'clear') {
    tell?.('removing the local copy');
    return { unchanged: false, state: removeLocal(work, outlook.remote) };
  }
  const { plan } = outlook;
  if (plan) {
    work.journal.write('apply-begun', work.localState());
    tell?.('applying');
    await work.apply(tell);
  }
  const local = work.localState();
  if (local === undefined) {
    throw new RunbookFailure('STATE_UNVERIFIED', `${work.stack.site} apply`, `there is no state in ${work.localPath}`);
  }
  work.journal.write('applied', local);

  tell?.('copying the state');
  work.journal.write('copy-begun', local);
  await work.push(tell);
  work.journal.write('copied', local);

  tell?.('comparing the copy');
  const remote = await work.remoteState(tell);
  if (remote === undefined || !hasSameContent(local, remote)) {
    const told = remote ? shown(remote) : 'there is none';
    const message = `the remote copy is not what ${work.localPath} is (local: ${shown(local)}; remote: ${told})`;
    throw new RunbookFailure('STATE_UNVERIFIED', `${work.stack.site} ${placeOf(work.stack.backend)}`, message);
  }
  const { add, change, remove } = plan ?? { add: 0, change: 0, remove: 0 };
  const state = removeLocal(work, remote);
  return { unchanged: false, ...(plan ? { applied: { add, change, remove } } : {}), state };
}

function removeLocal(work: StateWork, remote: StateFacts): StateFacts {
  work.journal.write('verified', remote);
  work.removeLocal();
  work.journal.write('local-copy-removed', remote);
  return remote;
}
