import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkTogether, environmentName } from '../delivery/build';
import { checkEnvironment, type EnvironmentCheck } from '../delivery/check-environment';
import { staleEvidence } from '../delivery/release-lock/evidence-rules';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { endedExemptions } from '../policies/cost/limits/ended-exemptions';
import { expiryFindings } from '../policies/cost/limits/expiry';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

interface CheckOptions {
  readonly json?: boolean;
  readonly on?: string;
}

function asDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  if (!isDay) throw new InvalidArgumentError('write it as 2026-11-22');
  return text;
}

/** `evenkeel check`: everything a build would find, and nothing written. */
export function addCheckCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('check')
    .description('check environments without writing anything')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .addOption(new Option('--on <date>', 'the day that exemptions and evidence are held to').argParser(asDay))
    .option('--json', 'print the findings as JSON')
    .action(async (typed: string[], { json, on = today() }: CheckOptions) =>
      finish(await check(typed, json === true, on)),
    );
}

const today = (): string => new Date().toISOString().slice(0, 10);

async function check(typed: readonly string[], json: boolean, on: string): Promise<number> {
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
  const findings = checks.flatMap((entry) => [
    ...entry.findings,
    ...endedExemptions(entry.costExemptions, entry.file, on),
    ...expiryFindings(entry.expiry, entry.file, on),
    ...(entry.evidence ? staleEvidence(entry.evidence, on) : []),
  ]);
  if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
