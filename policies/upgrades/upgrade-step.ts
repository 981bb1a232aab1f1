/** What an upgrade is of. */
export type UpgradeKind = 'kubernetes' | 'operator' | 'kafka' | 'postgres' | 'airflow' | 'mlflow';

/** One step of an upgrade, as people and pipelines follow it. */
export interface UpgradeStep {
  /** Kebab case, once in a plan. */
  readonly id: string;
  readonly kind: UpgradeKind;
  /** Site on which it is done. Default: in Git, for all of them. */
  readonly site?: string;
  readonly title: string;
  /** Why it is there, and why there. At least one. */
  readonly because: readonly string[];
  /** What is typed. Default: nothing. */
  readonly commands: readonly string[];
  readonly doneWhen: string;
  /** How it is taken back, or that it cannot be. */
  readonly wayBack: string;
  /** From here on the old version cannot be had back without a loss. */
  readonly pointOfNoReturn?: true;
  /** Steps that must be done first. */
  readonly after: readonly string[];
  /** Versions before and after, where the step changes one. */
  readonly version?: { readonly from: string; readonly to: string };
}

/**
 * Steps in an order that keeps every `after`; among those that may come next, the first of the list.
 * @throws Error where steps wait for each other, or for one that is not there: a fault of the planner
 */
export function inOrder(steps: readonly UpgradeStep[]): UpgradeStep[] {
  const known = new Set(steps.map(({ id }) => id));
  if (known.size !== steps.length) throw new Error('two steps have one id');
  const left = [...steps];
  const done = new Set<string>();
  const ordered: UpgradeStep[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ after }) => after.every((id) => done.has(id)));
    const [next] = at === -1 ? [] : left.splice(at, 1);
    if (!next) throw new Error(`steps wait for each other: ${left.map(({ id }) => id).join(', ')}`);
    done.add(next.id);
    ordered.push(next);
  }
  return ordered;
}
