import type { Command } from 'commander';
import { environmentName } from '../delivery/build';
import type { LiveFailure } from '../delivery/live-account/live-failure';
import { readLiveAccount } from '../delivery/live-account/read-live-account';
import { type EnvironmentPreflight, preflightEnvironment } from '../delivery/preflight';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { mustAct } from '../policies/preflight/site-preflight';
import { exitCode } from './exit-code';
import { preflightTable } from './preflight-table';
import { runTasks } from './run-tasks';

interface PreflightOptions {
  readonly site?: string;
  readonly asOf?: string;
  readonly live?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `evenkeel preflight`: what to ask the clouds for before the first apply, without a cloud. */
export function addPreflightCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('preflight')
    .description('list the quotas to ask for before the first apply, ends of support, machines and limits')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--site <name>', 'only this site')
    .option('--as-of <date>', 'day for which ends of support are looked at, e.g. 2027-01-31; default: today')
    .option('--live', 'compare with the accounts, by the credentials that the tools of the clouds take')
    .option('--all', 'show what is fine, too')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: PreflightOptions) => finish(await preflight(typed, options)));
}

function dayOf(typed: string | undefined): string {
  const day = typed ?? new Date().toISOString().slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day)) {
    return day;
  }
  throw new InputError([
    {
      code: 'PREFLIGHT_DATE',
      file: '',
      place: '--as-of',
      message: 'not a day',
      value: typed,
      allowed: ['a date such as 2027-01-31'],
      fix: 'write the year, the month and the day with dashes',
    },
  ]);
}

async function preflight(typed: readonly string[], options: PreflightOptions): Promise<number> {
  const asOf = dayOf(options.asOf);
  const done: EnvironmentPreflight[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async (tell) => {
        try {
          const { site, live } = options;
          const { environment, file: shown } = await loadEnvironment(file);
          const one = await preflightEnvironment(environment, shown, {
            asOf,
            site,
            onSite: tell,
            ...(live ? { readLive: readLiveAccount } : {}),
          });
          done.push(one);
          return one.sites.some(mustAct) ? 'not ready' : 'ready';
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: options.json === true },
  );
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));
  const failures = done.flatMap((one) => one.failures);
  const sites = done.flatMap((one) => one.sites);
  if (options.json) {
    const shown = failures.map(({ code, place, message, fix }) => ({ code, place, message, fix }));
    process.stdout.write(
      `${JSON.stringify({ asOf, environments: done.map(withoutFailures), failures: shown }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(sites.map((site) => `\n${preflightTable(site, options.all === true)}\n`).join(''));
    process.stderr.write(failures.map(showFailure).join(''));
  }
  if (failures.length > 0) return exitCode.failure;
  return sites.some(mustAct) ? exitCode.findings : exitCode.fine;
}

const withoutFailures = ({ failures: _failures, ...rest }: EnvironmentPreflight) => rest;

const showFailure = ({ code, place, message, fix }: LiveFailure): string =>
  `${code} ${place}: ${message}\n    fix: ${fix}\n`;
