import { allCommands } from '../../constructs/contracts/command';
import type { Finding } from '../../environments/model';
import type { Command } from './command';
import type { Runbook, Step, StepAction, StepCheck } from './step';

const ofAction = (action: StepAction<never> | undefined): readonly Command[] => action?.commands ?? [];

/** Every command of a check, as it is written down. */
export const ofCheck = (check: StepCheck<never> | undefined): readonly Command[] => {
  if (!check) return [];
  if ('all' in check) return check.all.flatMap(ofCheck);
  return 'command' in check ? [check.command] : (check.commands ?? []);
};

/** Every command that a step may run, look-ups included. */
export const commandsOf = ({ needs, action, verify, undo }: Step<never>): Command[] =>
  [...ofCheck(needs), ...ofAction(action), ...ofCheck(verify), ...ofAction(undo)].flatMap(allCommands);

/** Every command of the guards of a runbook. */
export const ofGuards = <Context, Input>({ guards }: Runbook<Context, Input>, input: Input): Command[] =>
  (guards?.(input) ?? []).flatMap(({ commands = [] }) => commands.flatMap(allCommands));

/**
 * No step may need what the incident took away: neither by what it says it reaches, nor by the commands that it really
 * runs. A step may try, where the run goes on without it.
 */
export function noStepNeedsLostSite<Context, Input>(runbook: Runbook<Context, Input>, input: Input): Finding[] {
  const lost = runbook.lost(input);
  const asked = ofGuards(runbook, input).flatMap(({ reaches = [] }) => reaches);
  const needed = (step: Step<Context>): string[] => {
    const said = step.reaches.filter(({ required }) => required).map(({ name }) => name);
    const isTried = step.mayFail !== undefined;
    const reached = commandsOf(step as Step<never>).flatMap(({ reaches = [] }) => reaches);
    const unsaid = reached.filter((name) => !step.reaches.some((reach) => reach.name === name));
    const all = [...said, ...unsaid, ...(isTried ? [] : reached)];
    return [...new Set(all)].filter((name) => lost.includes(name));
  };
  const guards = { id: 'guards', sites: [...new Set(asked)].filter((name) => lost.includes(name)) };
  const steps = runbook.steps(input).map((step) => ({ id: step.id, sites: needed(step) }));
  return [guards, ...steps].flatMap(({ id, sites }) =>
    sites.map(
      (site): Finding => ({
        code: 'RUNBOOK_LOST_SITE',
        file: runbook.name,
        place: id,
        message: `it needs the control plane of ${site}, which may be gone`,
        value: site,
        fix: 'do it from the site that is left, or say in `mayFail` why the run goes on without it',
      }),
    ),
  );
}
