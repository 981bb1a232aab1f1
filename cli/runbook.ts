import Table from 'cli-table3';
import type { Command } from 'commander';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import type { Environment } from '../environments/model/resolve-environment';
import type { BoundRunbook } from '../runbooks/catalogue/bind-runbook';
import type { RecordedRun, RunJournal } from '../runbooks/engine/run-journal';
import type { RunResult } from '../runbooks/engine/run-runbook';
import type { Step } from '../runbooks/engine/step';
import type { RecoveryContext } from '../runbooks/recovery/recovery-scope';
import { RunbookFailure } from '../runbooks/runbook-failure';
import { canBeAsked, confirmed } from './confirm';
import { exitCode } from './exit-code';
import { stopSignals } from './stop-signals';

interface RunFlags {
  readonly plan?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly resume?: boolean;
  readonly anew?: boolean;
  readonly undo?: boolean;
}

/** Options of single runbooks; each knows which of them are its own. */
const words = {
  to: 'site, time in UTC or version, by the runbook',
  from: 'site or version, by the runbook',
  second: 'site that stands by after the loss of a region',
  site: 'site that is meant',
  service: 'service whose stores are meant',
  need: 'one store of a service',
  since: 'time in UTC',
  'accept-data-loss': 'minutes of data to answer for',
  model: 'registered model',
  alias: 'alias of a model',
  kind: '<Kind>.<group> of a custom resource',
  delivery: 'gitops or direct, for a cluster that is made again',
} as const;

/** Beside `evenkeel runbook <name>`, those that hands must know by heart. */
const shortForms = {
  failover: { arguments: [], says: 'go on at a standby site' },
  failback: { arguments: [], says: 'go back to the site that was left' },
  restore: { arguments: ['service'], says: 'bring the stores of a service back to a time' },
} as const;

type Finish = (code: number) => void;

const withFlags = (command: Command): Command => {
  for (const [name, says] of Object.entries(words)) command.option(`--${name} <${name}>`, says);
  return command
    .option('--plan', 'show the steps and commands, and do nothing')
    .option('--yes', 'do not ask before steps that destroy')
    .option('--resume', 'go on with the run that was interrupted')
    .option('--anew', 'leave an interrupted run as it is, and begin at the first step')
    .option('--undo', 'take the last run back, the last step first')
    .option('--json', 'print the result as JSON');
};

/** `evenkeel runbook`, and the short forms of what is needed at night. */
export function addRunbookCommands(program: Command, finish: Finish): void {
  withFlags(program.command('runbook'))
    .description('run a procedure of recovery, step by step; `list` shows all')
    .argument('<name>', 'runbook, or `list`')
    .argument('[environment]', 'name or file')
    .action(async (name: string, typed: string | undefined, flags: RunFlags) =>
      finish(name === 'list' ? await list(flags) : await runbook(name, typed, flags)),
    );
  for (const [name, { arguments: more, says }] of Object.entries(shortForms)) {
    const command = withFlags(program.command(name)).description(says).argument('<environment>', 'name or file');
    for (const argument of more) command.argument(`[${argument}]`, words[argument]);
    command.action(async (typed: string, ...rest: unknown[]) => {
      const flags = rest.at(-2) as RunFlags;
      const given = more.map((argument, index) => [argument, rest[index]]).filter(([, value]) => value !== undefined);
      finish(await runbook(name, typed, { ...flags, ...Object.fromEntries(given) }));
    });
  }
}

async function list({ json }: RunFlags): Promise<number> {
  const { catalogue } = await import('../runbooks/catalogue/catalogue');
  const rows = Object.values(catalogue).map(({ runbook: { name, title, when }, options }) => ({
    name,
    title,
    when,
    options: Object.entries(options).map(([option, { says, required }]) => ({
      option: `--${option}`,
      required: required === true,
      says,
    })),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ runbooks: rows }, null, 2)}\n`);
    return exitCode.fine;
  }
  const table = new Table({ head: ['runbook', 'what for', 'options'], style: { head: [], border: [], compact: true } });
  for (const { name, title, options } of rows)
    table.push([name, title, options.map(({ option, required }) => (required ? option : `[${option}]`)).join(' ')]);
  process.stdout.write(`${table.toString()}\n`);
  return exitCode.fine;
}

const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What was typed for the runbook itself, by the names of the command line. */
const typedOptions = (flags: RunFlags): Record<string, string> =>
  Object.fromEntries(
    Object.keys(words).flatMap((name) => {
      const value = (flags as Record<string, unknown>)[camel(name)];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** What the journal keeps of a run, to go on with the same. */
interface Kept {
  readonly begun: string;
  readonly options: Readonly<Record<string, string>>;
  /** Site that the environment called primary then. */
  readonly primary: string;
}

const utcSecond = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** A run that goes on is told what it was told at first; who types something else means another run. */
function keptOf(name: string, last: RecordedRun | undefined, { resume, undo }: RunFlags, typed: Kept): Kept {
  if (!(resume || undo) || !last) return typed;
  const kept = last.options as Kept;
  const others = Object.entries(typed.options).filter(([option, value]) => kept.options[option] !== value);
  if (others.length === 0) return kept;
  throw new InputError(
    others.map(([option, value]) => ({
      code: 'RUNBOOK_OPTION',
      file: name,
      place: `--${option}`,
      message: `the run of ${kept.begun} was told something else; nothing was changed`,
      value,
      allowed: [kept.options[option] ?? 'nothing'],
      fix: 'leave it out to go on with that run, or begin another one with `--anew`',
    })),
  );
}

async function runbook(name: string, typed: string | undefined, flags: RunFlags): Promise<number> {
  const [{ bindRunbook, cataloguedRunbook, statedPrimaryOf }, { lastRun, runJournal, runsFolder }, { workRoot }] =
    await Promise.all([
      import('../runbooks/catalogue/bind-runbook'),
      import('../runbooks/engine/run-journal'),
      import('../runbooks/work-root'),
    ]);
  cataloguedRunbook(name);
  const [path = ''] = chosenFiles(typed === undefined ? [''] : [typed]);
  const { environment } = await loadEnvironment(path);
  const journal = runJournal(workRoot, environment.name, name);
  const kept = keptOf(name, lastRun(journal), flags, {
    begun: utcSecond(new Date()),
    options: typedOptions(flags),
    primary: statedPrimaryOf(environment),
  });
  const bound = await bindRunbook(name, { environment, ...kept, root: workRoot });
  if (flags.plan) return showPlan(bound, flags);
  if (flags.resume || flags.undo) refuseEarlyRoles(bound, kept, statedPrimaryOf(environment), lastRun(journal));
  const { takeLock } = await import('../runbooks/engine/run-lock');
  const release = takeLock(`${runsFolder(workRoot, environment.name)}/lock`, {
    name: environment.name,
    code: 'RUNBOOK_RUNNING',
  });
  try {
    return await carryOut(bound, environment, { path, journal, kept, flags });
  } finally {
    release();
  }
}

/** Stores are taken over by what Git says is copied where: with the roles of afterwards, steps that are open would be gone. */
function refuseEarlyRoles(
  { runbook: book, input }: BoundRunbook,
  kept: Kept,
  stated: string,
  last?: RecordedRun,
): void {
  const changesRoles = book.steps(input).some(({ id }) => id === 'state-roles');
  if (!changesRoles || stated === kept.primary || last?.steps['state-roles'] !== undefined) return;
  throw new InputError([
    {
      code: 'RUNBOOK_SITE',
      file: book.name,
      place: 'role',
      message: `Git calls ${stated} primary already, and the run has not come so far; nothing was changed`,
      value: stated,
      allowed: [kept.primary],
      fix: 'take that change back, go on, and merge it when the step `state-roles` asks for it',
    },
  ]);
}

async function showPlan({ runbook: book, input }: BoundRunbook, { json }: RunFlags): Promise<number> {
  const { planOf, planText } = await import('../runbooks/engine/plan-text');
  const plan = planOf(book, input);
  process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  return exitCode.fine;
}

interface Carried {
  /** Of the environment file. */
  readonly path: string;
  readonly journal: RunJournal;
  readonly kept: Kept;
  readonly flags: RunFlags;
}

/** Nothing is begun that could not be finished: programs are there, and somebody can say yes. */
async function refuseHopeless({ runbook: book, input }: BoundRunbook, { yes, undo }: RunFlags): Promise<void> {
  const { missingPrograms } = await import('../runbooks/catalogue/missing-programs');
  const destroys = book.steps(input).filter((step) => step.destroys !== undefined);
  const unasked =
    yes || undo || destroys.length === 0 || canBeAsked()
      ? []
      : [
          {
            code: 'RUNBOOK_UNCONFIRMED' as const,
            file: book.name,
            place: '--yes',
            message: `steps destroy something (${destroys.map(({ id }) => id).join(', ')}), and there is no terminal to ask on; nothing was changed`,
            fix: 'look at the plan with `--plan`, and run it again with --yes',
          },
        ];
  const findings = [...missingPrograms(book, input), ...unasked];
  if (findings.length > 0) throw new InputError(findings);
}

async function carryOut(
  bound: BoundRunbook,
  { name: environment, sites }: Pick<Environment, 'name' | 'sites'>,
  { path, journal, kept, flags }: Carried,
): Promise<number> {
  const { json = false, yes, resume, anew, undo } = flags;
  await refuseHopeless(bound, flags);
  const [
    { runRunbook },
    { undoRun },
    { childProcesses },
    { systemClock },
    { statedRoles },
    { directDelivery },
    { workRoot },
  ] = await Promise.all([
    import('../runbooks/engine/run-runbook'),
    import('../runbooks/engine/undo-run'),
    import('../runbooks/engine/command-runner'),
    import('../runbooks/engine/clock'),
    import('./stated-roles'),
    import('../runbooks/up/direct-delivery'),
    import('../runbooks/work-root'),
  ]);
  const stop = stopSignals();
  const context: RecoveryContext = {
    commands: childProcesses,
    clock: systemClock,
    signal: stop.signal,
    statedRoles: () => statedRoles(environment),
    direct: directDelivery({ path, sites, out: 'dist', root: workRoot, commands: childProcesses, signal: stop.signal }),
  };
  const settings = {
    journal,
    context,
    commands: childProcesses,
    clock: systemClock,
    pollMs: 10_000,
    signal: stop.signal,
    options: kept,
    start: resume ? ('resume' as const) : anew ? ('anew' as const) : ('fresh' as const),
    tell: (step: Step<RecoveryContext>, text: string) => {
      if (!json) process.stderr.write(`${step.id}: ${text}\n`);
    },
    confirm: async ({ title, destroys }: Step<RecoveryContext>) =>
      yes === true || confirmed(`${title}? It destroys ${destroys}.`, environment, 'RUNBOOK_UNCONFIRMED'),
  };
  try {
    if (undo) {
      const undone = await undoRun(bound.runbook, bound.input, settings);
      process.stdout.write(json ? `${JSON.stringify({ undone }, null, 2)}\n` : `taken back: ${undone.join(', ')}\n`);
      return exitCode.fine;
    }
    return showResult(await runRunbook(bound.runbook, bound.input, settings), journal.path, json);
  } catch (error) {
    if (error instanceof RunbookFailure && !json) process.stderr.write(`journal: ${journal.path}\n`);
    throw error;
  } finally {
    stop.release();
  }
}

function showResult(result: RunResult, journal: string, json: boolean): number {
  const { runbook: name, outcome, steps } = result;
  if (json) process.stdout.write(`${JSON.stringify({ ...result, journal }, null, 2)}\n`);
  else {
    for (const { id, outcome: ended, saw } of steps) process.stdout.write(`${ended.padEnd(12)} ${id}: ${saw}\n`);
    process.stdout.write(
      outcome === 'done'
        ? `${name}: done; journal: ${journal}\n`
        : `${name}: stopped before a step that was declined; go on with --resume, or take it back with --undo\n`,
    );
  }
  return outcome === 'done' ? exitCode.fine : exitCode.findings;
}
