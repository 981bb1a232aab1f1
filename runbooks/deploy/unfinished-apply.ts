import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployEvent, DeployJournal } from './deploy-journal';

/** Where applies are noted, and the folder of the folders of their stacks. */
export interface NotedApplies {
  readonly journal: Pick<DeployJournal, 'entries'>;
  readonly root: string;
}

export interface UnfinishedApply {
  readonly at: string;
  readonly path: string;
  /** Terraform's own events. */
  readonly log: string;
}

/**
 * The last apply of a stack, where it did not come to its end.
 * @param until what else puts an end to it
 */
export function unfinishedApply(
  { journal, root }: NotedApplies,
  stack: string,
  until: readonly DeployEvent[] = [],
): UnfinishedApply | undefined {
  const path = join(root, stack, 'log', 'apply.out');
  const marks: readonly DeployEvent[] = ['apply-begun', 'applied', 'unchanged', ...until];
  const last = journal.entries().findLast((entry) => entry.stack === stack && marks.includes(entry.step));
  if (last?.step !== 'apply-begun' || !existsSync(path)) return undefined;
  return { at: last.at, path, log: readFileSync(path, 'utf8') };
}
