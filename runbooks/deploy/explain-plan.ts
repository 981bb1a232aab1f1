import { type Danger, dangerOf } from '../../policies/dangerous-types';
import { type ChangedAttribute, changedAttributes } from './changed-attributes';
import type { ResourceChange, TerraformPlan } from './terraform-plan';

/** What happens to a resource, in the order of a plan that is read from its worst end. */
export const changeKinds = ['removes', 'replaces', 'changes', 'makes', 'takes over', 'moves', 'lets go'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ExplainedChange {
  readonly kind: ChangeKind;
  readonly address: string;
  readonly type: string;
  /** What is inside of it that changes; of what is made or removed, nothing. */
  readonly attributes: readonly ChangedAttribute[];
  /** Why it is replaced or removed. */
  readonly because?: string;
  /** What is lost by it, unless it is allowed by its address. */
  readonly danger?: Danger;
  /** Where it was before. */
  readonly from?: string;
}

/** What somebody did to a resource without Terraform. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  /** It is gone. */
  readonly gone: boolean;
  readonly attributes: readonly ChangedAttribute[];
}

export interface ExplainedPlan {
  readonly stack: string;
  /** The worst first. */
  readonly changes: readonly ExplainedChange[];
  readonly drift: readonly Drift[];
  /** Names of outputs that later stacks may read, and that change. */
  readonly outputs: readonly string[];
}

/** Numbers of a plan. */
export interface PlanCounts {
  readonly make: number;
  readonly change: number;
  readonly replace: number;
  readonly remove: number;
}

function kindOf({ change, previous_address: previous }: ResourceChange): ChangeKind | undefined {
  const { actions, importing } = change;
  if (actions.includes('delete')) return actions.includes('create') ? 'replaces' : 'removes';
  if (actions.includes('create')) return actions.includes('forget') ? 'replaces' : 'makes';
  if (actions.includes('forget')) return 'lets go';
  if (importing) return 'takes over';
  if (actions.includes('update')) return 'changes';
  return previous === undefined ? undefined : 'moves';
}

const tainted = 'replace_because_tainted';

/** Terraform's reasons where no attribute is one. */
const reasons: Readonly<Record<string, string>> = {
  [tainted]: 'it was left half-made, or marked to be made anew',
  replace_by_request: 'it was asked for',
  replace_by_triggers: 'something that it follows changes',
  delete_because_no_resource_config: 'the build no longer has it',
  delete_because_no_module: 'the build no longer has it',
  delete_because_wrong_repetition: 'the build no longer has as many',
  delete_because_count_index: 'the build no longer has as many',
  delete_because_each_key: 'the build no longer has one of this key',
};

function becauseOf(one: ResourceChange, attributes: readonly ChangedAttribute[]): string | undefined {
  if (one.deposed !== undefined) return 'an earlier replacement left it behind';
  const forcing = attributes.filter(({ forces }) => forces);
  if (forcing.length > 0) {
    return forcing
      .map(({ path, before, after }) => `${path} changes: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`)
      .join('; ');
  }
  return one.action_reason === undefined ? undefined : (reasons[one.action_reason] ?? one.action_reason);
}

function explained(one: ResourceChange, halfMade: readonly string[]): ExplainedChange[] {
  const kind = kindOf(one);
  if (kind === undefined || one.mode !== 'managed') return [];
  const inner = kind === 'makes' || kind === 'removes' ? [] : changedAttributes(one.change);
  const destroys = kind === 'removes' || kind === 'replaces';
  // Nobody has put anything into what was never whole.
  const isHalfMade = kind === 'replaces' && one.action_reason === tainted && halfMade.includes(one.address);
  const because = destroys ? becauseOf(one, inner) : undefined;
  const danger = destroys && !isHalfMade ? dangerOf(one.type) : undefined;
  return [
    {
      kind,
      address: one.address,
      type: one.type,
      attributes: inner,
      ...(because === undefined ? {} : { because }),
      ...(danger === undefined ? {} : { danger }),
      ...(one.previous_address === undefined ? {} : { from: one.previous_address }),
    },
  ];
}

/** Providers add to them by themselves: everything has them, whether its stack says so or not. */
const givenToAll: readonly string[] = ['tags', 'labels'];

/** By address: names of arguments that the stack states. What a cloud counts on by itself, such as a time, is no drift. */
const statedIn = ({ configuration }: TerraformPlan): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (configuration?.root_module?.resources ?? []).map(({ address, expressions = {} }) => [
      address,
      [...Object.keys(expressions), ...givenToAll],
    ]),
  );

/** Without the key of one of several. */
const addressInStack = (address: string): string => address.replace(/\[[^\]]*\]$/, '');

const drifted = (
  { address, type, mode, change }: ResourceChange,
  stated: ReadonlyMap<string, readonly string[]>,
): Drift[] => {
  const gone = change.actions.includes('delete');
  const names = stated.get(addressInStack(address));
  const attributes = (gone ? [] : changedAttributes(change)).filter(
    ({ path }) => names === undefined || names.includes(path.split(/[.[]/)[0] ?? ''),
  );
  return mode === 'managed' && (gone || attributes.length > 0) ? [{ address, type, gone, attributes }] : [];
};

function driftIn(plan: TerraformPlan): Drift[] {
  const stated = statedIn(plan);
  return (plan.resource_drift ?? []).flatMap((one) => drifted(one, stated));
}

const order = (a: ExplainedChange, b: ExplainedChange): number =>
  Number(b.danger !== undefined) - Number(a.danger !== undefined) ||
  changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
  (a.address < b.address ? -1 : 1);

/**
 * What a plan means: what is made, changed, replaced and removed, why, and what is lost by it. Secrets are never in it. Pure.
 * @param stack name of the stack, as cdktf knows it
 * @param halfMade addresses of what the last apply began to make and did not finish. Default: none
 */
export const explainPlan = (stack: string, plan: TerraformPlan, halfMade: readonly string[] = []): ExplainedPlan => ({
  stack,
  changes: (plan.resource_changes ?? []).flatMap((one) => explained(one, halfMade)).sort(order),
  drift: driftIn(plan),
  outputs: Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions.some((action) => action !== 'no-op'))
    .map(([name]) => name)
    .sort(),
});

export const countsOf = ({ changes }: Pick<ExplainedPlan, 'changes'>): PlanCounts => {
  const count = (kind: ChangeKind): number => changes.filter((one) => one.kind === kind).length;
  return { make: count('makes'), change: count('changes'), replace: count('replaces'), remove: count('removes') };
};

/** Nothing would be touched, in the cloud or in the state. */
export const isEmptyPlan = ({ changes, outputs }: ExplainedPlan): boolean =>
  changes.length === 0 && outputs.length === 0;

/** What would be lost, each to be allowed by its address. */
export const dangersOf = ({ changes }: ExplainedPlan): (ExplainedChange & { readonly danger: Danger })[] =>
  changes.flatMap((one) => (one.danger ? [{ ...one, danger: one.danger }] : []));

/** What loses protection by a change in place. */
export const weakenedBy = ({ changes }: ExplainedPlan): (ChangedAttribute & { readonly address: string })[] =>
  changes.flatMap(({ address, kind, attributes }) =>
    kind === 'changes'
      ? attributes.filter(({ weakens }) => weakens).map((attribute) => ({ ...attribute, address }))
      : [],
  );
