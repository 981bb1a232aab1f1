import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { exitCode } from './exit-code';

interface PreviewOptions {
  readonly from?: string;
  readonly cloud?: string;
  readonly account?: string;
  readonly services?: readonly string[];
  readonly ttlDays: number;
  readonly budgetMonthlyUsd: number;
  readonly on: string;
  readonly expired?: boolean;
  readonly json?: boolean;
}

const maxDays = 30;

const msPerDay = 86_400_000;

const today = (): string => new Date().toISOString().slice(0, 10);

const isoDay = (text: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('a day such as 2026-11-22');
  return text;
};

const above = (text: string): number => {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0) throw new InvalidArgumentError('a number above 0');
  return Number(text);
};

/** `evenkeel preview`: an environment for the days of a branch. */
export function addPreviewCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('preview')
    .description('write a small environment for a branch, with a last day, a budget and addresses of its own')
    .argument('[branch]', 'name of the branch')
    .option('--from <environment>', 'what it is like')
    .option('--cloud <cloud>', 'the site of the base that it is like; default: the primary one')
    .option('--account <id>', 'AWS account, Google project as <id>/<number>, or Azure subscription, of its own')
    .option('--services <name...>', 'services that it runs; default: all of the base')
    .option('--ttl-days <days>', `days until its last one, at most ${maxDays}`, above, 3)
    .option('--budget-monthly-usd <usd>', 'what it may cost in a month: more is a finding of the build', above, 2500)
    .option('--on <day>', 'the day from which its days are counted', isoDay, today())
    .option('--expired', 'write nothing: list environments whose last day is over')
    .option('--json', 'print the result as JSON')
    .action(async (branch: string | undefined, options: PreviewOptions) =>
      finish(await (options.expired ? expired(options) : preview(branch, options))),
    );
}

async function expired({ on, json }: PreviewOptions): Promise<number> {
  const { expiredEnvironments } = await import('../delivery/preview/expired-environments');
  const over = await expiredEnvironments(chosenFiles([]), on);
  if (json) process.stdout.write(`${JSON.stringify({ expired: over }, null, 2)}\n`);
  else
    process.stdout.write(
      over.map(({ name, expires, daysOver }) => `${name} ended on ${expires}, ${daysOver} days ago\n`).join(''),
    );
  return over.length > 0 ? exitCode.findings : exitCode.fine;
}

const missing = (place: string, message: string, fix: string): InputError =>
  new InputError([{ code: 'PREVIEW_BASE', file: '', place, message, fix }]);

async function preview(branch: string | undefined, options: PreviewOptions): Promise<number> {
  const { from, cloud, account, services, ttlDays, budgetMonthlyUsd, on, json } = options;
  if (branch === undefined) throw missing('branch', 'nobody says what is previewed', 'name a branch, or --expired');
  if (from === undefined) throw missing('from', 'nobody says what it is like', 'name an environment by --from');
  if (!Number.isInteger(ttlDays) || ttlDays > maxDays) {
    throw new InputError([
      {
        code: 'PREVIEW_DAYS',
        file: '',
        place: 'ttl-days',
        message: 'a preview stays for whole days, and not for ever',
        value: ttlDays,
        allowed: [`1 to ${maxDays}`],
        fix: 'state fewer days; write it again when they are over',
      },
    ]);
  }
  const { previewName } = await import('../delivery/preview/preview-name');
  previewName(branch);
  const [file] = chosenFiles([from]);
  const { writePreview } = await import('../delivery/preview/write-preview');
  const written = await writePreview({
    branch,
    from: file ?? from,
    expires: new Date(Date.parse(on) + ttlDays * msPerDay).toISOString().slice(0, 10),
    monthlyUsd: budgetMonthlyUsd,
    ...(cloud === undefined ? {} : { cloud }),
    ...(account === undefined ? {} : { account }),
    ...(services === undefined ? {} : { services }),
  });
  process.stdout.write(
    json
      ? `${JSON.stringify(written, null, 2)}\n`
      : `Wrote ${written.file}\nNext: npx evenkeel build ${written.name} && npx evenkeel cost ${written.name}\n`,
  );
  return exitCode.fine;
}
