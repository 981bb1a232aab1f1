import { systemClock } from '../../../runbooks/engine/clock';
import { childProcesses } from '../../../runbooks/engine/command-runner';
import { lastRun, runJournal } from '../../../runbooks/engine/run-journal';
import { runRunbook } from '../../../runbooks/engine/run-runbook';
import type { Runbook, Step } from '../../../runbooks/engine/step';

const script = (text: string, ...words: string[]) => ({ program: process.execPath, args: ['-e', text, ...words] });

/** A line more in a file, and then a while in which somebody may kill the run. */
const append = (file: string, word: string) =>
  script(
    "require('fs').appendFileSync(process.argv[1], process.argv[2] + '\\n'); setTimeout(() => {}, 700)",
    file,
    word,
  );

const count = (file: string, word: string) =>
  script(
    "const fs = require('fs'); const [, file, word] = process.argv; console.log(fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\\n').filter((line) => line === word).length : 0)",
    file,
    word,
  );

const step = (file: string, id: string): Step<null> => ({
  id,
  title: `Write ${id}`,
  owner: 'platform-on-call',
  timeoutMinutes: 1,
  reaches: [],
  again: 'never',
  action: { commands: [append(file, id)] },
  verify: { command: count(file, id), expects: /^1$/m, untouched: /^0$/m, says: `lines of ${id}` },
  whenItFails: 'Look at the file',
});

/** Writes three words into a file, each once. */
export const fileRunbook: Runbook<null, string> = {
  name: 'write',
  title: 'Write words',
  when: 'Words are missing.',
  lost: () => [],
  steps: (file) => ['first', 'second', 'third'].map((id) => step(file, id)),
};

/** Begins it in a folder, or goes on with it. */
export async function writeWords(folder: string) {
  const journal = runJournal(folder, 'test', 'write');
  const last = lastRun(journal);
  return runRunbook(fileRunbook, `${folder}/words`, {
    journal,
    context: null,
    commands: childProcesses,
    clock: systemClock,
    pollMs: 50,
    options: {},
    confirm: async () => true,
    start: last && !last.isOver ? 'resume' : 'fresh',
  });
}

if (require.main === module) writeWords(process.argv[2] ?? '').then(() => process.exit(0));
