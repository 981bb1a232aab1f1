import { isDeepStrictEqual } from 'node:util';
import { takesProtection } from '../../policies/dangerous-types';
import type { Change } from './terraform-plan';

/** One value that a plan changes, as people read it. */
export interface ChangedAttribute {
  /** `settings[0].tier` */
  readonly path: string;
  /** Shown; never of a secret. `null`: nothing is there. */
  readonly before: string | null;
  readonly after: string | null;
  /** It forces a replacement. */
  readonly forces?: true;
  /** It takes protection away. */
  readonly weakens?: true;
}

type Path = readonly (string | number)[];

const maxShown = 80;

export const secret = '(secret)';
const unknown = '(known after the apply)';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

const inside = (value: unknown, key: string | number): unknown =>
  value === true
    ? true
    : ((value as Readonly<Record<string | number, unknown>> | null | undefined)?.[key] ?? undefined);

const hasTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'object' && value !== null && Object.values(value).some(hasTrue));

const keysOf = (...values: readonly unknown[]): (string | number)[] => [
  ...new Set(
    values.flatMap((value): (string | number)[] => {
      if (Array.isArray(value)) return value.map((_, index) => index);
      return isRecord(value) ? Object.keys(value) : [];
    }),
  ),
];

const shownPath = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`)).join('');

function shownValue(value: unknown): string | null {
  if (isEmpty(value)) return null;
  const text = JSON.stringify(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}... (${text.length} characters)` : text;
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly secretBefore: unknown;
  readonly secretAfter: unknown;
}

interface Leaf extends Sides {
  readonly path: Path;
}

/** Down to the values that differ; sets and lists whose lengths differ are one value. */
function differing(path: Path, sides: Sides): Leaf[] {
  const { before, after } = sides;
  const comes = hasTrue(sides.unknown);
  if (!comes && (isDeepStrictEqual(before, after) || (isEmpty(before) && isEmpty(after)))) return [];
  const descends =
    sides.unknown !== true &&
    ((isRecord(before) && (isRecord(after) || isEmpty(after))) ||
      (isRecord(after) && isEmpty(before)) ||
      (Array.isArray(before) && Array.isArray(after) && before.length === after.length));
  if (!descends) return [{ path, ...sides }];
  return keysOf(before, after, sides.unknown).flatMap((key) =>
    differing([...path, key], {
      before: inside(before, key),
      after: inside(after, key),
      unknown: inside(sides.unknown, key),
      secretBefore: inside(sides.secretBefore, key),
      secretAfter: inside(sides.secretAfter, key),
    }),
  );
}

const begins = (path: Path, prefix: Path): boolean => prefix.every((part, index) => path[index] === part);

/** What a plan changes inside of one resource, without a single secret. Pure. */
export function changedAttributes(change: Change): ChangedAttribute[] {
  const { replace_paths: forcing = [] } = change;
  const leaves = differing([], {
    before: change.before ?? null,
    after: change.after ?? null,
    unknown: change.after_unknown ?? false,
    secretBefore: change.before_sensitive ?? false,
    secretAfter: change.after_sensitive ?? false,
  });
  return leaves.map(({ path, before, after, unknown: comes, secretBefore, secretAfter }) => {
    const hidden = hasTrue(secretBefore) || hasTrue(secretAfter);
    const forces = forcing.some((one) => begins(path, one) || begins(one, path));
    return {
      path: shownPath(path),
      before: isEmpty(before) ? null : hidden ? secret : shownValue(before),
      after: hasTrue(comes) ? unknown : isEmpty(after) ? null : hidden ? secret : shownValue(after),
      ...(forces ? { forces: true as const } : {}),
      ...(takesProtection(path, before, after) ? { weakens: true as const } : {}),
    };
  });
}
