import type { ResourceChange } from './planned-changes';
import type { TestState } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

const at = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
const isNothing = (unknown: unknown): boolean => unknown === undefined || unknown === false;

/** What a provider planned, with what only its cloud would know taken from elsewhere. */
function filled(planned: unknown, unknown: unknown, known: unknown): unknown {
  if (unknown === true) return known;
  if (Array.isArray(planned)) {
    return planned.map((each, index) => filled(each, at(unknown, index), at(known, index)));
  }
  if (typeof planned !== 'object' || planned === null) return planned ?? (isNothing(unknown) ? planned : known);
  const names = [...new Set([...Object.keys(planned), ...Object.keys((unknown as Values | undefined) ?? {})])];
  return Object.fromEntries(names.map((name) => [name, filled(at(planned, name), at(unknown, name), at(known, name))]));
}

/** What a stack's state would be after an apply: what the mocked clouds made, as the real providers would keep it. */
export function applied(made: TestState, changes: readonly ResourceChange[]): TestState {
  const planned = new Map(changes.map(({ address, change }) => [address, change]));
  const resources = (made.root_module?.resources ?? []).map((resource) => {
    const change = planned.get(resource.address);
    if (!change) return resource;
    return { ...resource, values: filled(change.after, change.after_unknown, resource.values) as Values };
  });
  return { ...made, root_module: { resources } };
}
