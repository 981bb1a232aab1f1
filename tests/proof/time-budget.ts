import { basename } from 'node:path';
import suites from './suites.json';

/** Environment variable with the moment at which the time of the proofs is over, in milliseconds since 1970; `Infinity`: never. */
export const END_VARIABLE = 'EVENKEEL_PROOF_END';

/** A suite may take this many times its usual minutes: machines differ, and others use them. */
const PATIENCE = 1.25;

/** Usual minutes of each suite on two cores beside two others, most wanted suites first. */
export const usualMinutes: Readonly<Record<string, number>> = suites;

/** Name of the suite in a file. */
export const suiteName = (path: string): string => basename(path, '.proof.ts');

/** When a suite that starts now has ended, at the latest. An unknown suite takes a minute. */
const endOf = (suite: string, now: number): number => now + (usualMinutes[suite] ?? 1) * PATIENCE * 60_000;

/** The moment at which the time of this run is over; never where none is set. */
const endOfRun = (): number => Number(process.env[END_VARIABLE] ?? Number.POSITIVE_INFINITY);

/** Whether a suite that starts now ends in time. */
export const fitsInTime = (suite: string, now: number, end = endOfRun()): boolean => endOf(suite, now) <= end;

/** Those of the files that end in time where each begins after the one before. */
export function fittingOneByOne<T extends { readonly path: string }>(
  files: readonly T[],
  now: number,
  end: number,
): T[] {
  let begins = now;
  return files.filter(({ path }) => {
    const fits = fitsInTime(suiteName(path), begins, end);
    if (fits) begins = endOf(suiteName(path), begins);
    return fits;
  });
}
