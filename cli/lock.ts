import type { Command } from 'commander';
import { environmentName } from '../delivery/build';
import type { PreparedLock } from '../delivery/environment-lock';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';
import { exitCode } from './exit-code';
import { runTasks } from './run-tasks';

interface LockOptions {
  readonly migrated: readonly string[];
  readonly json?: boolean;
}

/** `evenkeel lock`: records what environments run, so that the next build can refuse an upgrade that takes away. */
export function addLockCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('lock')
    .description('record the operators of environments and the versions of custom resources that they serve')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--migrated <version...>', '<group>/<kind>@<version> that no object uses or is stored in any more', [])
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: LockOptions) => finish(await lock(typed, options)));
}

async function lock(typed: readonly string[], { migrated, json }: LockOptions): Promise<number> {
  const { prepareLock } = await import('../delivery/environment-lock');
  const prepared: PreparedLock[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async () => {
        try {
          const ready = prepareLock((await loadEnvironment(file)).environment, file, migrated);
          prepared.push(ready);
          return ready.changed ? 'changed' : 'unchanged';
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: json === true },
  );
  // All or none: half of the environments with a new record would hide what the others refuse.
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));
  const changed = prepared.filter((one) => one.changed);
  for (const { commit } of changed) commit();
  const locks = prepared.map(({ path, changed: isChanged, lock: { operators } }) => ({
    file: shownPath(path),
    changed: isChanged,
    operators: Object.keys(operators).length,
    kinds: Object.values(operators).reduce((sum, { kinds }) => sum + Object.keys(kinds).length, 0),
  }));
  process.stdout.write(
    json
      ? `${JSON.stringify({ locks }, null, 2)}\n`
      : locks
          .map(
            (one) => `${one.changed ? 'wrote' : 'kept'} ${one.file}: ${one.operators} operators, ${one.kinds} kinds\n`,
          )
          .join(''),
  );
  return exitCode.fine;
}
