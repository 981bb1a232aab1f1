import { inspect } from 'node:util';
import type { z } from 'zod';
import type { Finding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';

type Issue = z.core.$ZodIssue;

/** `sites[0].region` from `['sites', 0, 'region']`. */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text ? '.' : ''}${String(key)}`),
    '',
  );

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );

/** Findings are printed and sent as JSON; what JSON cannot say (a function, a bigint, a circle) is told as text. */
function sayable(value: unknown): unknown {
  try {
    return value === undefined || JSON.stringify(value) !== undefined ? value : inspect(value);
  } catch {
    return inspect(value);
  }
}

interface Reading {
  readonly code: FindingCode;
  readonly fix: string;
  readonly allowed?: readonly string[];
}

const outOfRange = (bound: string): Reading => ({ code: 'OUT_OF_RANGE', fix: `use a value ${bound}` });

/** Keys that people write and nothing reads, by the end of their place, with where it says the same. */
const elsewhere: Readonly<Record<string, string>> = {
  adminPrincipals:
    'move them to `people`: who only looks to `viewers`, who restarts to `operators`, who may do all in an emergency to `breakGlass`',
  'pools.general.spot':
    'services keep machines that are not taken away, as not every cloud lets a pool for all of them be interruptible; batches (`spot: true`) and notebooks (`pool: spot`) use `pools.spot`, and `evenkeel cost <environment> --advice` says what that saves',
};

const fixElsewhere = (place: string): string | undefined =>
  Object.entries(elsewhere).find(([name]) => place === name || place.endsWith(`.${name}`))?.[1];

/** What each kind of zod issue means to a person. Kinds that are not listed fall back to `INVALID_VALUE`. */
const readings: { readonly [C in Issue['code']]?: (issue: Extract<Issue, { code: C }>) => Reading } = {
  unrecognized_keys: () => ({ code: 'UNKNOWN_KEY', fix: 'remove the key or correct its spelling' }),
  invalid_type: (issue) => ({ code: 'WRONG_TYPE', fix: `write a value of type ${issue.expected}` }),
  invalid_value: (issue) => ({
    code: 'UNKNOWN_VALUE',
    fix: 'use one of the allowed values',
    allowed: issue.values.map(String),
  }),
  invalid_union: (issue) => ({
    code: 'UNKNOWN_VALUE',
    fix: 'use one of the allowed values',
    allowed: 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : undefined,
  }),
  // What a schema finds by a check of its own; its `params` may say what is allowed.
  custom: ({ params }) => ({
    code: 'INVALID_VALUE',
    fix: 'write it in the form the message names',
    ...(Array.isArray(params?.allowed) ? { allowed: params.allowed.map(String) } : {}),
  }),
  too_big: (issue) => outOfRange(`of at most ${issue.maximum}`),
  too_small: (issue) => outOfRange(`of at least ${issue.minimum}`),
};

const read = (issue: Issue): Reading => {
  const reading = readings[issue.code] as ((issue: Issue) => Reading) | undefined;
  return reading?.(issue) ?? { code: 'INVALID_VALUE', fix: 'write it in the form the message names' };
};

/** A zod error as findings; every unknown key is a finding of its own. `knownKeys` names what may stand at a place. */
export function findingsOf(
  error: z.ZodError,
  input: unknown,
  file: string,
  knownKeys: (path: readonly PropertyKey[]) => readonly string[] | undefined,
): Finding[] {
  return error.issues.flatMap((issue): Finding[] => {
    const reading = read(issue);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const place = placeOf([...issue.path, key]);
        return {
          ...reading,
          fix: fixElsewhere(place) ?? reading.fix,
          file,
          place,
          message: `unknown key "${key}"`,
          allowed: knownKeys(issue.path),
        };
      });
    }
    return [
      {
        ...reading,
        file,
        place: placeOf(issue.path),
        message: issue.message,
        value: sayable(valueAt(input, issue.path)),
      },
    ];
  });
}
