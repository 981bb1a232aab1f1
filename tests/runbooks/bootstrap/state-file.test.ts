import { hasSameContent, type StateFacts, stateFacts } from '../../../runbooks/bootstrap/state-file';

const state = (overrides: object = {}): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 7,
    lineage: 'one',
    outputs: {},
    resources: [
      { mode: 'managed', type: 'a', instances: [{}, {}] },
      { mode: 'data', type: 'b', instances: [{}] },
    ],
    ...overrides,
  });
const factsOf = (overrides?: object): StateFacts => {
  const facts = stateFacts(state(overrides));
  if (!facts) throw new Error('no state');
  return facts;
};

it('reads lineage and serial, and counts what is managed', () => {
  expect(factsOf()).toMatchObject({ lineage: 'one', serial: 7, resources: 2 });
  expect(stateFacts('')).toBeUndefined();
  expect(stateFacts('\n')).toBeUndefined();
  // What a bucket without the object gives.
  expect(stateFacts(state({ lineage: '', serial: 0, resources: [] }))).toBeUndefined();
});

it.each(['{', '{}', '{"version":3,"lineage":"x","serial":1}', '[]'])('refuses %s', (text) =>
  expect(() => stateFacts(text)).toThrow(SyntaxError),
);

it('takes copies for the same, whatever their spacing and lineage, and nothing else', () => {
  const spaced = stateFacts(JSON.stringify(JSON.parse(state({ terraform_version: '1.12.0' })), null, 4));
  expect(spaced && hasSameContent(spaced, factsOf())).toBe(true);
  // The first write into an empty place begins both anew.
  expect(hasSameContent(factsOf({ lineage: 'two', serial: 1 }), factsOf())).toBe(true);
  for (const other of [{ outputs: { x: 1 } }, { resources: [] }]) {
    expect(hasSameContent(factsOf(other), factsOf())).toBe(false);
  }
});
