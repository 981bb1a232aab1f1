import { shownCommand } from '../../constructs/contracts/command';
import { groupsOf } from './run-runbook';
import type { Guard, Reach, Runbook, Step, StepAction, StepCheck } from './step';

/** A step as `--json` has it, and as pages and terminals show it. */
export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly timeoutMinutes: number;
  readonly expectedMinutes: number;
  readonly together?: string;
  readonly afterwards?: true;
  readonly reaches: readonly Reach[];
  readonly destroys?: string;
  readonly mayFail?: string;
  readonly again: Step<never>['again'];
  readonly needs: PlannedWork;
  readonly does: PlannedWork;
  readonly verifies: PlannedWork;
  /** `undefined`: nothing is to be taken back, or it cannot be. */
  readonly undo?: PlannedWork;
  readonly whenItFails: string;
}

/** What is done or looked at: in words, and the exact commands. */
export interface PlannedWork {
  readonly words: readonly string[];
  readonly commands: readonly string[];
}

export interface Plan {
  readonly runbook: string;
  readonly title: string;
  /** Sites that it does without. */
  readonly lost: readonly string[];
  readonly guards: readonly { readonly summary: string; readonly commands: readonly string[] }[];
  readonly steps: readonly PlannedStep[];
  /** The critical path, until callers are served. */
  readonly expectedMinutes: number;
  /** When every step takes as long as it may. */
  readonly timeoutMinutes: number;
}

const ofAction = (action: StepAction<never>): PlannedWork => ({
  words: 'run' in action ? [action.summary] : [],
  commands: (action.commands ?? []).map(shownCommand),
});

const ofCheck = (check: StepCheck<never> | undefined): PlannedWork => {
  if (!check) return { words: [], commands: [] };
  if ('all' in check) {
    const each = check.all.map(ofCheck);
    return { words: each.flatMap(({ words }) => words), commands: each.flatMap(({ commands }) => commands) };
  }
  if ('command' in check) {
    return { words: [`${check.says}: prints ${check.expects}`], commands: [shownCommand(check.command)] };
  }
  return { words: [check.summary], commands: (check.commands ?? []).map(shownCommand) };
};

const ofGuard = ({ summary, commands = [] }: Guard<never>) => ({ summary, commands: commands.map(shownCommand) });

/** Of steps that are done together the longest counts. */
const pathMinutes = (steps: readonly PlannedStep[], of: 'expectedMinutes' | 'timeoutMinutes'): number =>
  groupsOf(steps.filter(({ afterwards }) => !afterwards)).reduce(
    (sum, group) => sum + Math.max(...group.map((step) => step[of])),
    0,
  );

/** What a runbook would do, without doing anything. */
export function planOf<Context, Input>(runbook: Runbook<Context, Input>, input: Input): Plan {
  const steps = runbook.steps(input).map((step): PlannedStep => {
    const { id, title, owner, timeoutMinutes, expectedMinutes = timeoutMinutes, reaches, again, whenItFails } = step;
    return {
      id,
      title,
      owner,
      timeoutMinutes,
      expectedMinutes,
      ...(step.together === undefined ? {} : { together: step.together }),
      ...(step.afterwards ? { afterwards: step.afterwards } : {}),
      reaches,
      ...(step.destroys === undefined ? {} : { destroys: step.destroys }),
      ...(step.mayFail === undefined ? {} : { mayFail: step.mayFail }),
      again,
      needs: ofCheck(step.needs as StepCheck<never> | undefined),
      does: ofAction(step.action as StepAction<never>),
      verifies: ofCheck(step.verify as StepCheck<never>),
      ...(step.undo ? { undo: ofAction(step.undo as StepAction<never>) } : {}),
      whenItFails,
    };
  });
  return {
    runbook: runbook.name,
    title: runbook.title,
    lost: runbook.lost(input),
    guards: (runbook.guards?.(input) ?? []).map((guard) => ofGuard(guard as Guard<never>)),
    steps,
    expectedMinutes: pathMinutes(steps, 'expectedMinutes'),
    timeoutMinutes: pathMinutes(steps, 'timeoutMinutes'),
  };
}

export const shownReach = ({ name, required }: Reach): string => (required ? name : `${name} (if it answers)`);

const indented = (text: string, by: string): string => text.replaceAll(/^/gm, by);

const workText = (label: string, { words, commands }: PlannedWork): string[] => [
  ...words.map((word) => `    ${label}: ${word}`),
  ...(words.length === 0 && commands.length > 0 ? [`    ${label}:`] : []),
  ...commands.map((command) => indented(command, '        ')),
];

/** What `--plan` shows. */
export function planText({ title, runbook, lost, guards, steps, expectedMinutes, timeoutMinutes }: Plan): string {
  const lines = [
    `${runbook}: ${title}`,
    ...(lost.length > 0 ? [`does without: ${lost.join(', ')}`] : []),
    `critical path: ${expectedMinutes} minutes until callers are served; at most ${timeoutMinutes}`,
    ...(guards.length > 0 ? ['', 'before anything is changed:'] : []),
    ...guards.flatMap(({ summary, commands }) => [
      `  - ${summary}`,
      ...commands.map((one) => indented(one, '        ')),
    ]),
  ];
  steps.forEach((step, index) => {
    lines.push(
      '',
      `${index + 1}. ${step.title} [${step.id}]`,
      `    ${step.owner}, about ${step.expectedMinutes} of at most ${step.timeoutMinutes} minutes${step.together ? `, together with the others of "${step.together}"` : ''}`,
      `    reaches: ${step.reaches.map(shownReach).join(', ') || 'nothing outside'}`,
      ...(step.destroys ? [`    DESTROYS: ${step.destroys}`] : []),
      ...workText('needs', step.needs),
      ...workText('does', step.does),
      ...workText('done when', step.verifies),
      ...(step.undo ? workText('way back', step.undo) : []),
      ...(step.mayFail ? [`    may fail: ${step.mayFail}`] : []),
      `    when it fails: ${step.whenItFails}`,
    );
  });
  return `${lines.join('\n')}\n`;
}
