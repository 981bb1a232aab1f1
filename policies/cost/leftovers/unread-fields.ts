import { type Resource, valueAt } from '../resource';
import type { Leaving } from './leaving';
import { isRefusal } from './refusals';

/** How fields are called that keep something after a destroy, or refuse it. */
const protectiveName =
  /retention|retain|soft_delete|(^|[._])lock(ed|_|$)|immutab|purge|final_|recovery_window|deletion_(window|protection|policy)|destroy|force_delete|delete_after|delete_automated|reclaim|protected|skip_final/;

/** What everybody says of its life, and what only orders a replacement. */
const lifeCycle =
  /^(lifecycle\.(create_before_destroy|ignore_changes|replace_triggered_by|postcondition|precondition)|depends_on|tags|labels|name|description|\/\/)/;

function fieldsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsIn(one, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inside]) => fieldsIn(inside, path === '' ? key : `${path}.${key}`));
  }
  return [path];
}

/**
 * Protective fields of a resource that nobody reads: what they keep would be missed. This is how a type that is forgotten in the
 * tables is found.
 */
export function unreadFields({ values }: Pick<Resource, 'values'>, leaving: Leaving | undefined): string[] {
  const known = new Set([
    ...(leaving?.reads ?? []),
    ...Object.keys(leaving?.idle ?? {}),
    ...(leaving?.emptiedBy === undefined ? [] : [leaving.emptiedBy]),
  ]);
  return [...new Set(fieldsIn(values, ''))]
    .filter((field) => protectiveName.test(field) && !lifeCycle.test(field))
    .filter((field) => !known.has(field) && !isRefusal(field, valueAt(values, field)))
    .sort();
}
