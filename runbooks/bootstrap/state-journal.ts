import { Journal } from '../engine/journal';

/** Each is written down when it is begun or done; a run that was killed left the last of them. */
export type StateStep =
  | 'apply-begun'
  | 'applied'
  | 'copy-begun'
  | 'copied'
  | 'verified'
  | 'local-copy-removed'
  | 'undo-begun'
  | 'undone';

/** Of the state that a step was about; nothing where there was none yet. */
export interface StateDetails {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: number;
}

export type StateJournal = Journal<StateStep, StateDetails>;

export const stateJournal = (path: string): StateJournal => new Journal(path);
