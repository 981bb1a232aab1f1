import type { EnvironmentConfig } from '../../../environments/schema/environment-schema';
import { type WhatIf, whatIfOf } from '../what-if';
import type { Edit } from './advisor';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

const plainKey = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** The place of a word below another, as `--what-if` takes it. */
export const pathBelow = (path: string, key: string): string =>
  plainKey.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

/** A word that an environment says, or that stands for what it leaves out. */
export interface FoundWord {
  readonly path: string;
  readonly value: unknown;
}

/** Every word of a name below a place, however deep. */
export function wordsNamed(name: string, tree: unknown, path: string): FoundWord[] {
  if (!isTree(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]): FoundWord[] => {
    const at = Array.isArray(tree) ? `${path}[${key}]` : pathBelow(path, key);
    return key === name ? [{ path: at, value }] : wordsNamed(name, value, at);
  });
}

/** Words of services by name, those with a value that the test takes, given another value. */
export const serviceWords = (
  { services }: Pick<EnvironmentConfig, 'services'>,
  name: string,
  takes: (value: unknown) => boolean,
  value: unknown,
): Edit[] =>
  wordsNamed(name, services, 'services')
    .filter((word) => takes(word.value))
    .map(({ path }) => ({ path, value }));

/** JSON has nothing for nothing; text that JSON would take for something else keeps its quotes. */
function written(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  try {
    JSON.parse(value);
    return JSON.stringify(value);
  } catch {
    return value;
  }
}

/** As `--what-if` takes it. */
export const typedEdit = ({ path, value }: Edit): string => `${path}=${written(value)}`;

export const asWhatIf = (edits: readonly Edit[]): WhatIf[] => whatIfOf(edits.map(typedEdit));

const step = (tree: unknown, key: string | number): unknown =>
  isTree(tree) ? (tree as Readonly<Record<string | number, unknown>>)[key] : undefined;

/** What holds at the place of an edit: a pool of a site is that of its environment where the site says nothing. */
export function saidBefore(config: EnvironmentConfig, edit: Edit): unknown {
  const [change] = asWhatIf([edit]);
  const at = (path: readonly (string | number)[]): unknown => path.reduce(step, config as unknown);
  const path = change?.path ?? [];
  const [first, , third] = path;
  return at(path) ?? (first === 'sites' && third === 'pools' ? at(path.slice(2)) : undefined);
}

/** Whether both say something of one place, or one of something below the other's. */
export function excludes(some: readonly Edit[], others: readonly Edit[]): boolean {
  // Nothing is left to say of what is switched off.
  const steps = (edits: readonly Edit[]) =>
    asWhatIf(edits).map(({ path, value }) => (path.at(-1) === 'enabled' && value === false ? path.slice(0, -1) : path));
  const begins = (long: readonly unknown[], short: readonly unknown[]) => short.every((one, at) => one === long[at]);
  // What is said of a pool without a site is said of all sites.
  const everywhere = (path: readonly (string | number)[]) =>
    path[0] === 'sites' && path[2] === 'pools' ? path.slice(2) : path;
  return steps(some).some((one) =>
    steps(others).some((other) => {
      const wide = one[0] === 'pools' || other[0] === 'pools';
      const [a, b] = wide ? [everywhere(one), everywhere(other)] : [one, other];
      return begins(a, b) || begins(b, a);
    }),
  );
}
