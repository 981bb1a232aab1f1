import { identity } from './resource-names';

/** A resource as the exported state of a stack has it; there is more, which is left as it is. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
}

/** The exported state of a stack. */
export interface StackState {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly unknown[];
}

const nameOf = ({ urn }: StateResource): string => urn.split('::').slice(3).join('::');

const identityOf = (resource: StateResource): string => identity(resource.type, nameOf(resource));

/** Types of objects as the state knows them, so that a new version of a kind is no other object. */
export const formerTypes = ({ resources = [] }: StackState): Map<string, string> =>
  new Map(resources.filter(({ custom }) => custom).map((resource) => [identityOf(resource), resource.type]));

/**
 * The state, ready for another run; the same where nothing is to be done. What a killed run had begun is begun anew: every
 * object is applied, whether it is there or not. What is kept and no longer in the tree is let go, and stays in the cluster.
 * @param wanted identities of the objects of the tree
 */
export function mendedState<State extends StackState>(state: State, wanted: ReadonlySet<string>): State {
  const { resources = [], pending_operations: pending = [] } = state;
  const letGo = (one: StateResource): boolean =>
    one.protect === true && one.retainOnDelete === true && !wanted.has(identityOf(one));
  if (pending.length === 0 && !resources.some(letGo)) return state;
  return {
    ...state,
    resources: resources.map((one) => (letGo(one) ? { ...one, protect: false } : one)),
    pending_operations: [],
  };
}

/** The state without anything that is kept: the next destroy takes all data away, too. */
export const stateToEmpty = <State extends StackState>(state: State): State => ({
  ...state,
  resources: (state.resources ?? []).map((one) => ({ ...one, protect: false, retainOnDelete: false })),
  pending_operations: [],
});

/**
 * The state without objects that the cluster does not have; the same where it has all. A cluster that was made anew holds
 * nothing of what the state of the lost one says, and Pulumi would believe the state.
 * @param present identities of the objects that the cluster has
 */
export function withoutGone<State extends StackState>(state: State, present: ReadonlySet<string>): State {
  const { resources = [] } = state;
  const isGone = (one: StateResource): boolean =>
    one.custom === true && one.type.startsWith('kubernetes:') && !present.has(identityOf(one));
  const gone = new Set(resources.filter(isGone).map(({ urn }) => urn));
  if (gone.size === 0) return state;
  const left = (urns: readonly string[]): string[] => urns.filter((urn) => !gone.has(urn));
  return {
    ...state,
    resources: resources
      .filter(({ urn }) => !gone.has(urn))
      .map((one) => ({
        ...one,
        ...(one.dependencies ? { dependencies: left(one.dependencies) } : {}),
        ...(one.propertyDependencies
          ? {
              propertyDependencies: Object.fromEntries(
                Object.entries(one.propertyDependencies).map(([name, urns]) => [name, urns && left(urns)]),
              ),
            }
          : {}),
      })),
  };
}
