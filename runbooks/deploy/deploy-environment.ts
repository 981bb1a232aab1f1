import type { GraphStack, StackGraph } from '../../delivery/stack-graph';
import { type Finding, InputError } from '../../environments/model';
import type { Tell } from '../engine/step';
import { RunbookFailure } from '../runbook-failure';
import type { DeployRun } from './deploy-journal';
import { countsOf, type Drift, type ExplainedPlan, type PlanCounts } from './explain-plan';
import { runGraph } from './run-graph';
import { NotYet, type PlannedStack, type StackWork } from './stack-work';

/** What became of a stack. */
export type StackOutcome =
  /** Nothing had to be done. */
  | 'unchanged'
  | 'applied'
  /** An earlier run, which this one goes on with, has done it. */
  | 'done before'
  /** Somebody said no. */
  | 'declined'
  /** A finding stopped it. */
  | 'refused'
  | 'failed'
  /** What it waits for was not done, or it was asked to stop before. */
  | 'not begun';

export interface DeployedStack {
  readonly name: string;
  readonly outcome: StackOutcome;
  /** Of what was applied, or would have been. Default: it was not planned. */
  readonly planned?: PlanCounts;
  readonly drift: readonly Drift[];
  readonly findings: readonly Finding[];
  readonly failure?: Pick<RunbookFailure, 'code' | 'place' | 'message' | 'fix'>;
  readonly seconds: number;
}

export interface DeploySettings {
  readonly run: DeployRun;
  readonly parallel: number;
  /** A second plan is made of what was applied, and has to be empty. */
  readonly verify: boolean;
  readonly workOf: (stack: GraphStack) => StackWork;
  /**
   * Looks at a plan that would change something. Asked for one stack at a time.
   * @throws InputError where it must not be applied
   */
  readonly review: (plan: ExplainedPlan) => Promise<boolean>;
  readonly tell: (stack: string, text: string) => void;
  /** Told as soon as a stack has come to its end. */
  readonly ended: (stack: DeployedStack) => void;
  readonly isStopped: () => boolean;
}

const finished: readonly StackOutcome[] = ['unchanged', 'applied', 'done before'];

export const isFinished = ({ outcome }: Pick<DeployedStack, 'outcome'>): boolean => finished.includes(outcome);

type Told = Pick<DeployedStack, 'outcome'> & Partial<Pick<DeployedStack, 'planned' | 'drift' | 'findings'>>;

const notYet = ({ message }: NotYet): RunbookFailure =>
  new RunbookFailure('TERRAFORM_FAILED', 'plan', message, 'apply the stacks first whose outputs it reads');

function failed(error: unknown): Pick<DeployedStack, 'outcome' | 'findings' | 'failure'> {
  if (error instanceof InputError) return { outcome: 'refused', findings: error.findings };
  if (error instanceof NotYet) return failed(notYet(error));
  if (!(error instanceof RunbookFailure)) throw error;
  const { code, place, message, fix } = error;
  return { outcome: 'failed', findings: [], failure: { code, place, message, fix } };
}

async function settled(work: StackWork, tell: Tell): Promise<Finding[]> {
  tell('planning again');
  const { explained } = await work.plan(tell);
  return explained.changes.map(({ kind, address, attributes }) => ({
    code: 'DEPLOY_UNSETTLED',
    file: work.name,
    place: address,
    message: `a second plan ${kind} it: ${attributes.map(({ path }) => path).join(', ') || 'as a whole'}`,
    fix: 'somebody changed it meanwhile, or its cloud gives something back differently: look at `evenkeel diff`',
  }));
}

/**
 * Applies every stack of a graph, each after what it waits for. Everything that is done is on the disk before the next thing is
 * begun, so a run that was killed is simply repeated.
 * @returns every stack, in the order of the graph
 */
export async function deployEnvironment(graph: StackGraph, settings: DeploySettings): Promise<DeployedStack[]> {
  const { run, parallel, verify, workOf, review, tell, ended, isStopped } = settings;
  let asking: Promise<unknown> = Promise.resolve();
  /** One after the other, so that people can read. */
  const asked = (plan: ExplainedPlan): Promise<boolean> => {
    const answer = asking.then(() => {
      if (isStopped()) throw new RunbookFailure('STOPPED', plan.stack, 'asked to stop');
      return review(plan);
    });
    asking = answer.catch(() => undefined);
    return answer;
  };

  async function deploy(stack: GraphStack): Promise<Told> {
    if (run.done.has(stack.name)) return { outcome: 'done before' };
    const work = workOf(stack);
    const say: Tell = (text) => tell(stack.name, text);
    say('opening');
    await work.open(say);
    say('planning');
    const planned: PlannedStack = await work.plan(say);
    const { explained, plan } = planned;
    const told = { planned: countsOf(explained), drift: explained.drift };
    if (plan === undefined) {
      work.unchanged();
      return { ...told, outcome: 'unchanged' };
    }
    try {
      if (!(await asked(explained))) return { ...told, outcome: 'declined' };
      say('applying');
      await work.apply(planned, say);
    } catch (error) {
      work.close();
      return { ...told, ...failed(error) };
    }
    const findings = verify ? await settled(work, say) : [];
    return { ...told, outcome: 'applied', findings };
  }

  const results = await runGraph<DeployedStack>(graph, {
    parallel,
    isDone: isFinished,
    isStopped,
    work: async (stack) => {
      const began = performance.now();
      const told = await deploy(stack).catch(failed);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const result = { drift: [], findings: [], ...told, name: stack.name, seconds };
      ended(result);
      return result;
    },
  });
  return graph.stacks.map(
    ({ name }) => results.get(name) ?? { name, outcome: 'not begun', drift: [], findings: [], seconds: 0 },
  );
}
