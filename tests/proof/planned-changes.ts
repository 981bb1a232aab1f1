import { isDeepStrictEqual } from 'node:util';
import { lastWords } from './tools/command';
import type { Terraform } from './tools/terraform';

/** One argument a plan would change; `*` where the whole resource would be made or removed. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
}

type Values = Readonly<Record<string, unknown>>;

interface ShownPlan {
  readonly resource_changes?: readonly {
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
  }[];
}

const hasUnknown = (value: unknown): boolean =>
  value === true || (typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown));

function changedAttributes(before: Values, after: Values, unknown: Values): string[] {
  const names = Object.keys({ ...before, ...after, ...unknown });
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]) || hasUnknown(unknown[name])).sort();
}

/** What applying these addresses of a folder again would change. Throws where it cannot be planned. */
export async function plannedChanges(
  terraform: Terraform,
  dir: string,
  targets: readonly string[],
): Promise<PlannedChange[]> {
  const words = targets.map((target) => `-target=${target}`);
  const planned = await terraform.run(dir, ['plan', '-no-color', '-out=again.tfplan', ...words]);
  if (planned.exitCode !== 0) throw new Error(lastWords(planned, 30));
  const shown = await terraform.run(dir, ['show', '-json', 'again.tfplan']);
  const { resource_changes: changes = [] } = JSON.parse(shown.stdout) as ShownPlan;
  return changes
    .filter(({ mode, change }) => mode === 'managed' && !isDeepStrictEqual(change.actions, ['no-op']))
    .flatMap(({ address, type, change }) => {
      const { before, after, after_unknown: unknown, replace_paths: forcing } = change;
      if (before === null || after === null) return [{ address, type, attribute: '*' }];
      const attributes = forcing?.map(([first]) => String(first)) ?? changedAttributes(before, after, unknown);
      return attributes.map((attribute) => ({ address, type, attribute }));
    });
}
