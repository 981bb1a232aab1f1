import { shownCommand } from '../../constructs/contracts/command';
import { InputError } from '../../environments/model';
import { RunbookFailure } from '../runbook-failure';
import type { Clock } from './clock';
import { printedBy } from './command';
import type { CommandRunner } from './command-runner';
import type { Found, Holding, Step, StepAction, StepCheck, StepFacts, Tell } from './step';

/** What the steps of a run work with. */
export interface RunPorts<Context> {
  readonly context: Context;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  /** How long to wait between two looks at something that takes time. */
  readonly pollMs: number;
  /** Asks the run to stop. Default: nobody does. */
  readonly signal?: AbortSignal;
}

/** The time that is left of a step. */
export interface Deadline {
  readonly atMs: number;
}

export const deadlineIn = ({ clock }: Pick<RunPorts<unknown>, 'clock'>, minutes: number): Deadline => ({
  atMs: clock.now().getTime() + minutes * 60_000,
});

const leftMs = ({ clock }: Pick<RunPorts<unknown>, 'clock'>, { atMs }: Deadline): number =>
  atMs - clock.now().getTime();

const callOptions = (ports: RunPorts<unknown>, deadline: Deadline) => ({
  timeoutMs: Math.max(1000, leftMs(ports, deadline)),
  signal: ports.signal,
});

const lastWords = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, 200) || 'nothing';

/** What a run can go on after: a program that failed. Wrong input and a stop end it. */
const isPassing = (error: unknown): error is Error =>
  !(error instanceof InputError) && !(error instanceof RunbookFailure && error.code === 'STOPPED');

/** Looks once. A look that fails sees nothing, and is no proof of anything. */
export async function look<Context>(
  ports: RunPorts<Context>,
  check: StepCheck<Context>,
  found: Found,
  deadline: Deadline,
): Promise<Holding> {
  if ('all' in check) {
    const each: Holding[] = [];
    for (const one of check.all) each.push(await look(ports, one, found, deadline));
    const open = each.filter(({ holds }) => !holds);
    return {
      holds: open.length === 0,
      untouched: each.every(({ untouched }) => untouched === true),
      saw: (open.length > 0 ? open : each).map(({ saw }) => saw).join('; '),
      facts: Object.assign({}, ...each.map(({ facts }) => facts)),
    };
  }
  try {
    if (!('command' in check)) return await check.check(ports.context, found);
    const printed = await printedBy(ports.commands, check.command, callOptions(ports, deadline));
    return {
      holds: check.expects.test(printed),
      untouched: check.untouched?.test(printed) === true,
      saw: `${check.says}: ${lastWords(printed)}`,
    };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return { holds: false, saw: error instanceof RunbookFailure ? `${error.place}: ${error.message}` : error.message };
  }
}

/** Looks until it holds, or time is up; then what was seen last. `untilUntouched`: or until it is known to be undone. */
export async function waitFor<Context>(
  ports: RunPorts<Context>,
  check: StepCheck<Context>,
  found: Found,
  { deadline, tell, untilUntouched = false }: { deadline: Deadline; tell: Tell; untilUntouched?: boolean },
): Promise<Holding> {
  for (;;) {
    const seen = await look(ports, check, found, deadline);
    if (seen.holds || (untilUntouched && seen.untouched) || leftMs(ports, deadline) <= 0) return seen;
    tell(seen.saw);
    await ports.clock.pause(Math.min(ports.pollMs, Math.max(1, leftMs(ports, deadline))), ports.signal);
  }
}

/** Does what a step, or its way back, consists of. */
export async function act<Context>(
  ports: RunPorts<Context>,
  action: StepAction<Context>,
  found: Found,
  { deadline, tell }: { deadline: Deadline; tell: Tell },
): Promise<StepFacts | undefined> {
  if ('run' in action) return action.run(ports.context, tell, found);
  for (const command of action.commands) {
    tell(shownCommand(command));
    await printedBy(ports.commands, command, callOptions(ports, deadline));
  }
  return undefined;
}

/** A failure as one of this step, with what the step says people do. */
export function failureOf(runbook: string, step: Step<never>, error: unknown): unknown {
  if (error instanceof InputError) return error;
  const place = `${runbook} ${step.id}`;
  if (!(error instanceof RunbookFailure)) {
    const message = error instanceof Error ? error.message : String(error);
    return new RunbookFailure('COMMAND_FAILED', place, message, fixOf(step));
  }
  if (error.code === 'STOPPED') {
    return new RunbookFailure('STOPPED', place, 'asked to stop', 'go on with `--resume`: it looks first what was done');
  }
  const named = error.place === place ? error.message : `${error.place}: ${error.message}`;
  return new RunbookFailure(error.code, place, named, fixOf(step));
}

export const fixOf = ({ whenItFails }: Pick<Step<never>, 'whenItFails'>): string =>
  `${whenItFails.replace(/\.$/, '')}; then go on with \`--resume\``;
