import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fitsInTime, fittingOneByOne, suiteName, usualMinutes } from '../time-budget';

const MINUTE_MS = 60_000;

describe('time of the proofs', () => {
  const [suite = '', usual = 0] = Object.entries(usualMinutes).find(([, minutes]) => minutes >= 2) ?? [];

  it('lasts for ever where no end is set', () => {
    expect(fitsInTime(suite, Date.now(), Number.POSITIVE_INFINITY)).toBe(true);
  });

  it('is over for a suite that would run past the end, and not for a shorter one', () => {
    const end = usual * MINUTE_MS;
    expect(fitsInTime(suite, 0, 2 * usual * MINUTE_MS)).toBe(true);
    expect(fitsInTime(suite, 0, end)).toBe(false);
    expect(fitsInTime('unknown', 0, end)).toBe(true);
    expect(fitsInTime('unknown', usual * MINUTE_MS, end)).toBe(false);
  });

  it('is spent once by suites that run one after the other', () => {
    const files = ['a', 'b'].map((name) => ({ path: `/proofs/${name}.proof.ts` }));
    expect(fittingOneByOne(files, 0, 3 * MINUTE_MS)).toEqual(files);
    expect(fittingOneByOne(files, 0, 2 * MINUTE_MS)).toEqual(files.slice(0, 1));
  });

  it('is known of every suite', () => {
    const files = readdirSync(join(__dirname, '..')).filter((name) => name.endsWith('.proof.ts'));
    expect(Object.keys(usualMinutes).sort()).toEqual(files.map(suiteName).sort());
  });
});
