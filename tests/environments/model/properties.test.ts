import fc from 'fast-check';
import { globalName } from '../../../constructs/contracts/names';
import {
  findingCodes,
  formatFinding,
  InputError,
  isSitePublicCloud,
  rangesOverlap,
  resolveEnvironment,
} from '../../../environments/schema';
import { soundEnvironment } from '../../fixtures/arbitrary-environment';
import { environmentInput } from '../../fixtures/environment';

describe('any sound environment', () => {
  it('resolves to one site an entry, with names that every cloud takes and addresses of its own', () => {
    fc.assert(
      fc.property(soundEnvironment, (input) => {
        const { sites } = resolveEnvironment(input);
        expect(sites).toHaveLength(input.sites.length);
        expect(new Set(sites.map(({ name }) => name)).size).toBe(sites.length);
        const cloudSites = sites.filter(isSitePublicCloud);
        for (const site of cloudSites) {
          expect(site.name).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
          expect(site.zones).toHaveLength(3);
          expect(globalName(site, ['tracking', 'artifacts'], { maxLength: 63, separator: '-' })).toMatch(
            /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
          );
          expect(globalName(site, ['state'], { maxLength: 24, separator: '' })).toMatch(/^[a-z][a-z0-9]{0,23}$/);
        }
        const blocks = cloudSites.map(({ addresses }) => addresses.block);
        expect(blocks.flatMap((a, i) => blocks.slice(i + 1).filter((b) => rangesOverlap(a, b)))).toEqual([]);
      }),
    );
  });

  it('resolves to the same twice', () => {
    fc.assert(
      fc.property(soundEnvironment, (input) =>
        expect(JSON.stringify(resolveEnvironment(input))).toBe(
          JSON.stringify(resolveEnvironment(structuredClone(input))),
        ),
      ),
    );
  });
});

/** Anything TypeScript can write, also what JSON cannot. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
});

/** A sound environment with garbage somewhere inside. */
const damaged = fc
  .tuple(
    fc.constantFrom(...Object.keys(environmentInput()), 'extra'),
    fc.option(fc.constantFrom('0', 'cloud', 'region', 'tracking', 'supernet')),
    anything,
  )
  .map(([key, inner, garbage]) => {
    const input = structuredClone(environmentInput()) as unknown as Record<string, unknown>;
    const holder = inner === null ? undefined : input[key];
    if (typeof holder === 'object' && holder !== null && inner !== null) Reflect.set(holder, inner, garbage);
    else input[key] = garbage;
    return input;
  });

it.each([
  ['garbage', anything],
  ['an environment with garbage inside', damaged],
])('%s is told in findings, never in a crash', (_what, arbitrary: fc.Arbitrary<unknown>) => {
  fc.assert(
    fc.property(arbitrary, (input) => {
      try {
        resolveEnvironment(input, 'environments/test.ts');
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.findings).not.toEqual([]);
        for (const finding of error.findings) {
          expect(Object.keys(findingCodes)).toContain(finding.code);
          expect(finding.file).toBe('environments/test.ts');
          expect(finding.message).not.toBe('');
          expect(finding.fix).not.toBe('');
          expect(formatFinding(finding)).toContain(finding.code);
          JSON.stringify(finding);
        }
      }
    }),
    { numRuns: 500 },
  );
});

it('a service that a condition leaves out is off', () => {
  const input = environmentInput();
  const { tracking: _, ...services } = input.services;
  expect(
    resolveEnvironment({ ...input, services: { ...services, tracking: undefined } }, 'environments/test.ts'),
  ).toEqual(resolveEnvironment({ ...input, services }, 'environments/test.ts'));
});
