import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { replaceFile } from '../../delivery/tree';
import { pinsText, readPins } from '../../environments/model/model-pins';
import { type Command, printedBy } from '../engine/command';
import type { Holding, Tell } from '../engine/step';
import { callMs, type ModelContext, type ModelMove, type ModelStep, owner } from './model-move';

const git = (file: string, ...args: readonly string[]): Command => ({
  program: 'git',
  args: ['-C', dirname(file), ...args, '--', basename(file)],
});

/** Writes the pins of a move, or those of before, and commits that file alone. */
async function commitPins({ commands }: ModelContext, move: ModelMove, tell: Tell, back = false): Promise<void> {
  const { pinsFile, pinned, model, version, digest, environment } = move;
  const pins = { ...readPins(pinsFile, pinsFile) };
  for (const { place, before } of pinned) {
    const pin = back ? before : { model, version, digest };
    if (pin === null) delete pins[place];
    else pins[place] = pin;
  }
  if (Object.keys(pins).length === 0) rmSync(pinsFile, { force: true });
  else if (!existsSync(pinsFile) || readFileSync(pinsFile, 'utf8') !== pinsText(pins))
    replaceFile(pinsFile, pinsText(pins));
  const run = { timeoutMs: callMs };
  if ((await printedBy(commands, git(pinsFile, 'status', '--porcelain'), run)).trim() === '') return;
  await printedBy(commands, git(pinsFile, 'add', '--all'), run);
  const subject = back
    ? `Take back version ${version} of ${model} in ${environment}`
    : `${move.action === 'promoted' ? 'Promote' : 'Roll back'} ${model} to version ${version} in ${environment}`;
  await printedBy(commands, git(pinsFile, 'commit', '--quiet', '--message', subject, '--only'), run);
  tell(`committed: ${subject}`);
}

/** Promoted versions are a file of their own in Git, committed alone. */
export const pinStep = (move: ModelMove): ModelStep => ({
  id: 'pin-version',
  title: `Write version ${move.version} of ${move.model} into Git`,
  owner,
  timeoutMinutes: 5,
  expectedMinutes: 1,
  reaches: [{ name: 'git', required: true }],
  again: 'harmless',
  lasts: false,
  action: {
    summary: `writes ${basename(move.pinsFile)} and commits it`,
    run: async (context, tell) => {
      await commitPins(context, move, tell);
      return undefined;
    },
  },
  verify: {
    summary: 'the file is committed with this version',
    check: async ({ commands }): Promise<Holding> => {
      const pins = readPins(move.pinsFile, move.pinsFile);
      const open = move.pinned.filter(
        ({ place }) => pins[place]?.version !== move.version || pins[place]?.digest !== move.digest,
      );
      const status = await printedBy(commands, git(move.pinsFile, 'status', '--porcelain'), { timeoutMs: callMs });
      const saw = open.length > 0 ? `${open[0]?.place} has another version` : status.trim() || 'committed';
      return { holds: open.length === 0 && status.trim() === '', saw };
    },
  },
  undo: {
    summary: 'writes the versions of before, and commits them',
    run: async (context, tell) => {
      await commitPins(context, move, tell, true);
      return undefined;
    },
  },
  whenItFails: 'Commit the file by hand',
});
