import type { AdoptedLack, LiveAdopted } from '../../policies/preflight/live-account';

/** One adopted thing: how it is looked up, and what it must be like. */
export interface AdoptedLookup<T = unknown> {
  /** In the site's part of the environment file, or in what it says of all sites. */
  readonly path: string;
  readonly id: string;
  /** Its settings; `undefined`: there is none of this id. */
  readonly read: () => Promise<T | undefined>;
  readonly lacks: (found: T) => readonly AdoptedLack[];
}

/** One line of a `lacks`: nothing where it holds. */
export const lack = (holds: boolean, message: string, value: unknown, fix: string): readonly AdoptedLack[] =>
  holds ? [] : [{ message, value, fix }];

/** Pairs a look-up with its checks, so that the two fit. */
export const lookup = <T>(one: AdoptedLookup<T>): AdoptedLookup => one as AdoptedLookup;

/** Looks adopted things up, one after the other. */
export async function lookUpAdopted(all: readonly AdoptedLookup[]): Promise<readonly LiveAdopted[]> {
  const answers: LiveAdopted[] = [];
  for (const { path, id, read, lacks } of all) {
    const found = await read();
    answers.push({ path, id, found: found !== undefined, lacks: found === undefined ? [] : lacks(found) });
  }
  return answers;
}
