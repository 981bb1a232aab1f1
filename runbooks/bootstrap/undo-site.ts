import { InputError } from '../../environments/model';
import type { Tell } from '../engine/step';
import { refuseConflict } from './bootstrap-site';
import type { StateFacts } from './state-file';
import { placeOf } from './state-stack';
import type { StateWork } from './state-work';

export interface UndoneState {
  /** Nothing had to be done: the file is the newest state there is. */
  readonly unchanged: boolean;
  readonly state: StateFacts;
}

/**
 * The way back: the state in a file again, so that the stack can be destroyed with the place of its state. The remote
 * copy stays as it is; with it, `lookAtState` leads forward again.
 * @throws InputError BOOTSTRAP_PROTECTED, STATE_CONFLICT or STATE_LOST
 */
export async function undoState(work: StateWork, tell?: Tell): Promise<UndoneState> {
  const { stack } = work;
  if (stack.isProtected) {
    throw new InputError([
      {
        code: 'BOOTSTRAP_PROTECTED',
        file: stack.site,
        place: 'deletionProtection',
        message:
          'the place of the states is protected: it cannot be destroyed, so its own state has nowhere else to go',
        value: true,
        fix: 'set `deletionProtection: false`, deploy all stacks, the state stack last, and run it again',
      },
    ]);
  }
  tell?.('looking for the remote state');
  const text = await work.remoteText(tell);
  const remote = work.remoteFacts(text);
  const local = work.localState();
  if (remote && local) refuseConflict(work, local, remote);
  // Copies of one content differ in lineage; the one that is written last is the one to go on with.
  const isBehind = local?.lineage !== remote?.lineage || (local?.serial ?? 0) < (remote?.serial ?? 0);
  const newest = remote && isBehind ? remote : local;
  if (newest === undefined) {
    throw new InputError([
      {
        code: 'STATE_LOST',
        file: stack.site,
        place: placeOf(stack.backend),
        message: `there is no state, neither there nor in ${work.localPath}`,
        fix: 'nothing was bootstrapped here, or everything was destroyed: there is nothing to undo',
      },
    ]);
  }
  if (newest === remote) {
    work.journal.write('undo-begun', remote);
    tell?.('copying the state');
    work.writeLocal(text ?? '');
  }
  await work.openLocal(tell);
  work.journal.write('undone', newest);
  return { unchanged: newest !== remote, state: newest };
}
