/** Units of PostgreSQL's own, in which a bare number is read. */
export type ParameterUnit = 'kB' | '8kB' | 'MB' | 'ms' | 's';

interface Common {
  /** What it does, for whoever writes an environment. */
  readonly summary: string;
  /** Read when the server starts: a change waits for the next maintenance window, or restarts the server. */
  readonly restart?: true;
  /** First major version of PostgreSQL that has it. Default: all that are offered. */
  readonly since?: 17;
}

/** One setting of the server that an environment may choose. */
export type ServerParameter = Common &
  (
    | {
        readonly kind: 'amount';
        readonly unit: ParameterUnit;
        readonly min: string;
        readonly max: string;
        readonly zero?: string;
      }
    | { readonly kind: 'whole' | 'fraction'; readonly min: number; readonly max: number }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly values: readonly [string, ...string[]] }
  );

/** Base units in one of each that may be written. */
const sizes: Readonly<Record<string, number>> = { kB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 };
const times: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const baseUnits: Readonly<
  Record<ParameterUnit, { readonly of: Readonly<Record<string, number>>; readonly each: number }>
> = {
  kB: { of: sizes, each: 1 },
  '8kB': { of: sizes, each: 8 },
  MB: { of: sizes, each: 1024 },
  ms: { of: times, each: 1 },
  s: { of: times, each: 1000 },
};

/** `64MB` in units of a parameter: 65536 of kB; `undefined`: no such amount, or not a whole number of them. */
export function inUnits(text: string, unit: ParameterUnit): number | undefined {
  const [, digits, word] = /^(\d{1,9})\s?([A-Za-z]+)$/.exec(text) ?? [];
  const { of, each } = baseUnits[unit];
  const factor = of[word ?? ''];
  if (digits === undefined || factor === undefined) return undefined;
  const units = (Number(digits) * factor) / each;
  return Number.isInteger(units) ? units : undefined;
}

/** Units that may be written for a parameter. */
export const unitsOf = (unit: ParameterUnit): readonly string[] => Object.keys(baseUnits[unit].of);
