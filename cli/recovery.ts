import { type Command, Option } from 'commander';
import { environmentName } from '../delivery/build';
import type { RecoverySummary } from '../delivery/recovery-summary';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { exitCode } from './exit-code';
import { runTasks } from './run-tasks';

const losses = ['data', 'attack', 'zone', 'site'] as const;

interface RecoveryOptions {
  readonly service?: string;
  readonly loss?: (typeof losses)[number];
  readonly json?: boolean;
}

/** `evenkeel recovery`: how every service comes back from every loss, before there is one. */
export function addRecoveryCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('recovery')
    .description('show how every service comes back from every loss: mechanism, RPO, RTO, how it is proved')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--service <name>', 'only this service')
    .addOption(new Option('--loss <what>', 'only this loss').choices(losses))
    .option('--json', 'print the plan as JSON')
    .action(async (typed: string[], options: RecoveryOptions) => finish(await recovery(typed, options)));
}

async function planOf(file: string, { service, loss }: RecoveryOptions): Promise<RecoverySummary | undefined> {
  const { environment, file: shown } = await loadEnvironment(file);
  const { recoverySummary } = await import('../delivery/recovery-summary');
  const running = Object.keys(environment.config.services).sort();
  if (service !== undefined && !running.includes(service)) {
    throw new InputError([
      {
        code: 'UNKNOWN_SERVICE',
        file: shown,
        place: 'services',
        message: 'the environment runs no service of this name',
        value: service,
        allowed: running,
        fix: 'use a service of the list',
      },
    ]);
  }
  const plan = recoverySummary(environment);
  const isAsked = (way: RecoverySummary['ways'][number]): boolean =>
    (service === undefined || way.service === service) && (loss === undefined || way.loss === loss);
  return plan && { ...plan, ways: plan.ways.filter(isAsked) };
}

async function recovery(typed: readonly string[], options: RecoveryOptions): Promise<number> {
  const plans: { readonly environment: string; readonly plan: RecoverySummary | undefined }[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async () => {
        try {
          const plan = await planOf(file, options);
          plans.push({ environment: environmentName(file), plan });
          return plan ? plan.tier : 'nothing is promised';
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: options.json === true },
  );
  // An objective that cannot be met is wrong input: all of them are shown, with what could be promised.
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));
  const promised = plans.flatMap(({ plan }) => plan ?? []);
  if (options.json) {
    const silent = plans.filter(({ plan }) => !plan).map(({ environment }) => environment);
    process.stdout.write(`${JSON.stringify({ plans: promised, nothingPromised: silent }, null, 2)}\n`);
    return exitCode.fine;
  }
  const { recoveryTable } = await import('./recovery-table');
  process.stdout.write(
    plans
      .map(({ environment, plan }) => `\n${plan ? recoveryTable(plan) : `${environment}: promises nothing`}\n`)
      .join(''),
  );
  return exitCode.fine;
}
