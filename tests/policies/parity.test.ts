import { type CapabilityId, capabilities, type Evidence, type InClusterEvidence } from '../../constructs/contracts';
import { checkParity, valuesAt } from '../../policies/parity';
import type { SiteOutput } from '../../policies/site-output';

const disks = [{ size: 8, key: 'k' }, { size: 1 }];

const output: SiteOutput = {
  stacks: {
    data: {
      resource: {
        database: {
          one: { encrypted: true, zones: ['a', 'b', 'c'], nested: [{ name: 'x' }, { name: 'y' }], disks },
          two: { encrypted: false, zones: ['a'], nested: { name: 'x' }, disks },
        },
      },
    },
  },
  manifests: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, immutable: true }],
};

const capability: CapabilityId = 'postgres.own-key';

const statusOf = (entry: Omit<Evidence, 'in' | 'type'> & Partial<Evidence>): string | undefined => {
  const evidence = Object.fromEntries(
    Object.keys(capabilities).map((id) => [id, [{ in: 'data', type: 'database', ...entry }]]),
  ) as unknown as InClusterEvidence;
  return checkParity(output, evidence, () => true).find((result) => result.capability === capability)?.status;
};

const first = { path: 'zones', equals: 'c' };

describe('checkParity', () => {
  it.each<[string, Omit<Evidence, 'in' | 'type'> & Partial<Evidence>, string]>([
    ['one object without the field breaks the promise', { path: 'encrypted', is: { equals: true } }, 'broken'],
    ['some object is enough when so stated', { path: 'encrypted', is: { equals: true }, quantifier: 'some' }, 'kept'],
    [
      'only the objects it speaks of',
      { path: 'encrypted', is: { present: true }, where: { ...first, path: 'zones[]' } },
      'kept',
    ],
    [
      'only the objects whose text matches',
      { path: 'encrypted', is: { equals: true }, where: { path: 'zones', matches: /"b"/ } },
      'kept',
    ],
    ['an element without the field passes by []', { path: 'disks[].key', is: { present: true } }, 'kept'],
    [
      'an element without the field breaks the promise by [+]',
      { path: 'disks[+].key', is: { present: true } },
      'broken',
    ],
    ['nor does it match a pattern', { path: 'disks[+].key', is: { matches: /undefined|k/ } }, 'broken'],
    ['every element has the field', { path: 'disks[+].size', is: { atLeast: 1 } }, 'kept'],
    ['no object of the type', { type: 'cache', path: 'encrypted', is: { present: true } }, 'broken'],
    [
      'no object of the type, where there may be none',
      { type: 'cache', path: 'encrypted', is: { present: true }, optional: true },
      'kept',
    ],
    ['no object of the type, and none wanted', { type: 'cache', path: 'encrypted', is: { absent: true } }, 'kept'],
    ['too few', { path: 'zones', is: { atLeast: 3 } }, 'broken'],
    ['enough', { path: 'zones', is: { atLeast: 1 } }, 'kept'],
    ['a text that matches', { path: 'nested[].name', is: { matches: /^[xy]$/ } }, 'kept'],
    ['a path that is missing', { path: 'nested[].size', is: { matches: /./ } }, 'broken'],
    [
      'a Kubernetes object of another kind that counts as well',
      { in: 'kubernetes', type: 'ConfigMap', alsoTypes: ['Secret'], path: 'immutable', is: { equals: true } },
      'kept',
    ],
    ['a Kubernetes object', { in: 'kubernetes', type: 'Secret', path: 'immutable', is: { equals: true } }, 'kept'],
  ])('%s', (_what, entry, status) => expect(statusOf(entry)).toBe(status));

  it('says why a capability is absent and which are idle', () => {
    const evidence = Object.fromEntries(
      Object.keys(capabilities).map((id) => [id, { absent: 'because', instead: 'that' }]),
    ) as unknown as InClusterEvidence;
    const results = checkParity(output, evidence, () => false);
    expect(new Set(results.map(({ status, because }) => `${status} ${because}`))).toEqual(new Set(['absent because']));
  });
});

describe('valuesAt', () => {
  it('enters single blocks that Terraform wraps in lists', () => {
    expect(valuesAt([{ a: [{ b: 1 }, { b: 2 }] }], 'a.b')).toEqual([1, 2]);
  });
});
