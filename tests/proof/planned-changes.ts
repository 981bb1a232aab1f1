import { isDeepStrictEqual } from 'node:util';
import { lastWords } from './tools/command';
import type { Terraform } from './tools/terraform';

/** One argument a plan would change; `*` where the whole resource would be made or removed. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  /** What would happen to the whole resource. `replace`: it is lost, and made anew. */
  readonly action: 'create' | 'update' | 'delete' | 'replace';
  readonly attribute: string;
}

type Values = Readonly<Record<string, unknown>>;

/** One resource in a plan, as Terraform shows it. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Values | null;
    readonly after: Values | null;
    readonly after_unknown: Values;
    /** What forces a replacement. */
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

const hasUnknown = (value: unknown): boolean =>
  value === true || (typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown));

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);

/** Without what is not there: a provider may plan an absent block as null where its state has an empty one. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare).filter((each) => !isEmpty(each));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const kept = Object.entries(value).map(([name, each]) => [name, bare(each)] as const);
  return Object.fromEntries(kept.filter(([, each]) => !isEmpty(each)));
}

function changedAttributes(before: Values, after: Values, unknown: Values): string[] {
  const names = Object.keys({ ...before, ...after, ...unknown });
  return names
    .filter((name) => !isDeepStrictEqual(bare(before[name]), bare(after[name])) || hasUnknown(unknown[name]))
    .sort();
}

const actionOf = (actions: readonly string[]): PlannedChange['action'] =>
  actions.length > 1 ? 'replace' : (actions[0] as 'create' | 'update' | 'delete');

/** A plan of a folder, resource by resource. Throws where it cannot be planned. */
export async function plan(
  terraform: Terraform,
  dir: string,
  words: readonly string[],
): Promise<readonly ResourceChange[]> {
  const planned = await terraform.run(dir, ['plan', '-no-color', '-out=again.tfplan', ...words]);
  if (planned.exitCode !== 0) throw new Error(lastWords(planned, 30));
  const shown = await terraform.run(dir, ['show', '-json', 'again.tfplan']);
  return (JSON.parse(shown.stdout) as { readonly resource_changes?: readonly ResourceChange[] }).resource_changes ?? [];
}

/** What applying these addresses of a folder again would change. Throws where it cannot be planned. */
export const plannedChanges = async (
  terraform: Terraform,
  dir: string,
  targets: readonly string[],
): Promise<PlannedChange[]> =>
  changesIn(
    await plan(
      terraform,
      dir,
      targets.map((target) => `-target=${target}`),
    ),
  );

/** What a plan would change, argument by argument. */
export function changesIn(changes: readonly ResourceChange[]): PlannedChange[] {
  return changes
    .filter(({ mode, change }) => mode === 'managed' && !isDeepStrictEqual(change.actions, ['no-op']))
    .flatMap(({ address, type, change }) => {
      const { before, after, after_unknown: unknown, replace_paths: forcing } = change;
      const action = actionOf(change.actions);
      if (before === null || after === null) return [{ address, type, action, attribute: '*' }];
      const attributes = forcing?.map(([first]) => String(first)) ?? changedAttributes(before, after, unknown);
      return attributes.map((attribute) => ({ address, type, action, attribute }));
    });
}

/** What happens to which kind of resource, each once: `update aws_db_instance allocated_storage`. */
export const kindsOfChange = (changes: readonly PlannedChange[]): string[] =>
  [...new Set(changes.map(({ action, type, attribute }) => `${action} ${type} ${attribute}`))].sort();
