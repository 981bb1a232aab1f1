import type { GraphStack, StackGraph } from '../../delivery/stack-graph';
import { type Finding, InputError } from '../../environments/model';
import { RunbookFailure } from '../runbook-failure';
import type { ExplainedPlan } from './explain-plan';
import { runGraph } from './run-graph';
import { NotYet, type StackWork } from './stack-work';

export interface StackDiff {
  readonly name: string;
  /** Default: it could not be planned. */
  readonly plan?: ExplainedPlan;
  /** Stacks that have to be applied before it can be planned. */
  readonly onlyAfter?: readonly string[];
  /** Stacks whose outputs it may read and that change: its plan is what holds today. */
  readonly mayChangeAfter?: readonly string[];
  readonly findings: readonly Finding[];
  readonly failure?: Pick<RunbookFailure, 'code' | 'place' | 'message' | 'fix'>;
}

export interface DiffSettings {
  readonly parallel: number;
  readonly workOf: (stack: GraphStack) => StackWork;
  readonly tell: (stack: string, text: string) => void;
  readonly ended: (stack: StackDiff) => void;
  readonly isStopped: () => boolean;
}

/** Everything that is to be applied before a stack. */
function allBefore({ stacks }: StackGraph, name: string): readonly string[] {
  const after = stacks.find((stack) => stack.name === name)?.after ?? [];
  return [...new Set(after.flatMap((one) => [...allBefore({ environment: '', stacks }, one), one]))];
}

/** Plans what can be planned today, without a lock and without a change, and names what can only be planned later. */
export async function diffEnvironment(graph: StackGraph, settings: DiffSettings): Promise<StackDiff[]> {
  const { parallel, workOf, tell, ended, isStopped } = settings;
  const plans = new Map<string, ExplainedPlan>();
  const open = new Set<string>();

  async function look(stack: GraphStack): Promise<StackDiff> {
    const before = allBefore(graph, stack.name);
    const { name } = stack;
    const work = workOf(stack);
    try {
      tell(name, 'planning');
      await work.open((text) => tell(name, text));
      const { explained } = await work.plan((text) => tell(name, text), false);
      plans.set(name, explained);
      const changing = before.filter((one) => (plans.get(one)?.outputs.length ?? 0) > 0);
      return { name, plan: explained, findings: [], ...(changing.length > 0 ? { mayChangeAfter: changing } : {}) };
    } catch (error) {
      if (error instanceof InputError) return { name, findings: error.findings };
      const waits = before.filter((one) => open.has(one) || (plans.get(one)?.changes.length ?? 0) > 0);
      if (error instanceof NotYet) return { name, onlyAfter: waits.length > 0 ? waits : before, findings: [] };
      if (!(error instanceof RunbookFailure)) throw error;
      const { code, place, message, fix } = error;
      return { name, findings: [], failure: { code, place, message, fix } };
    } finally {
      work.close();
    }
  }

  const results = await runGraph<StackDiff>(graph, {
    parallel,
    // What a later stack reads is what is applied today, whatever this plan says.
    isDone: () => true,
    isStopped,
    work: async (stack) => {
      const result = await look(stack);
      if (result.plan === undefined) open.add(stack.name);
      ended(result);
      return result;
    },
  });
  return graph.stacks.flatMap(({ name }) => results.get(name) ?? []);
}
