import type { Command } from 'commander';
import { checkTogether, environmentName } from '../delivery/build';
import { checkEnvironment, type EnvironmentCheck } from '../delivery/check-environment';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { endedExemptions } from '../policies/cost/limits/ended-exemptions';
import { expiryFindings } from '../policies/cost/limits/expiry';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

/** `evenkeel check`: everything a build would find, and nothing written. */
export function addCheckCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('check')
    .description('check environments without writing anything')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--json', 'print the findings as JSON')
    .action(async (typed: string[], { json }: { json?: boolean }) => finish(await check(typed, json === true)));
}

async function check(typed: readonly string[], json: boolean): Promise<number> {
  const checks: EnvironmentCheck[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async () => {
        const checked = await checkEnvironment(file);
        checks.push(checked);
        const { length } = checked.findings;
        return length === 0 ? 'fine' : `${length} finding${length === 1 ? '' : 's'}`;
      },
    })),
    { quiet: json },
  );
  const wrong = [
    ...checks.filter(({ wrongInput }) => wrongInput).flatMap(({ findings }) => findings),
    ...checkTogether(checks.flatMap(({ claim }) => claim ?? [])),
  ];
  if (wrong.length > 0) throw new InputError(wrong);
  const today = new Date().toISOString().slice(0, 10);
  const findings = checks.flatMap((entry) => [
    ...entry.findings,
    ...endedExemptions(entry.costExemptions, entry.file, today),
    ...expiryFindings(entry.expiry, entry.file, today),
  ]);
  if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
