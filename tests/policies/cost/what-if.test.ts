import { whatIfOf, withChanges } from '../../../policies/cost/what-if';

const input = {
  pools: { general: { minNodes: 3 }, spot: { maxNodes: 9 } },
  services: { tracking: {}, streaming: { parameters: { 'compression.type': 'zstd' } } },
  sites: [
    { region: 'eu-west-1', pools: { general: { maxNodes: 5, minNodes: 4 } } },
    { region: 'europe-west4', pools: {} },
  ],
};
const before = structuredClone(input);
const changed = (...typed: string[]) => withChanges(input, whatIfOf(typed));
afterEach(() => expect(input).toEqual(before));

it.each([
  ['a number', 'pools.general.maxNodes=7', { pools: { general: { minNodes: 3, maxNodes: 7 } } }],
  ['a switch', 'pools.spot.enabled=false', { pools: { spot: { maxNodes: 9, enabled: false } } }],
  ['text', 'services.tracking.size=large', { services: { tracking: { size: 'large' } } }],
  ['text that has the sign', 'services.tracking.size="a=b"', { services: { tracking: { size: 'a=b' } } }],
  ['text that is a number in quotes', 'domain="1"', { domain: '1' }],
  ['what is not there yet', 'a.b.c={"d":[1]}', { a: { b: { c: { d: [1] } } } }],
  [
    'a key with a dot, and a sign',
    'services.streaming.parameters["compression.type=x"]=lz4',
    { services: { streaming: { parameters: { 'compression.type': 'zstd', 'compression.type=x': 'lz4' } } } },
  ],
])('sets %s', (_, typed, says) => {
  expect(changed(typed)).toMatchObject(says);
});

it('leaves out what is given nothing', () => {
  expect(Object.keys((changed('services.tracking=') as typeof input).services)).toEqual(['streaming']);
  expect((changed('sites[0]=') as typeof input).sites).toEqual([input.sites[1]]);
  expect(changed('nothing.there=')).toMatchObject(input);
});

it('changes one site alone, or a pool of all sites, also of those that said otherwise', () => {
  expect((changed('sites[0].pools.general.maxNodes=1') as typeof input).sites).toEqual([
    { region: 'eu-west-1', pools: { general: { maxNodes: 1, minNodes: 4 } } },
    input.sites[1],
  ]);
  expect(changed('pools.general.maxNodes=1')).toMatchObject({
    pools: { general: { minNodes: 3, maxNodes: 1 } },
    sites: [{ region: 'eu-west-1', pools: { general: { minNodes: 4 } } }, input.sites[1]],
  });
  expect((changed('pools.general.maxNodes=1') as typeof input).sites[0]?.pools.general).not.toHaveProperty('maxNodes');
});

it('makes one change after the other', () => {
  expect(changed('a.b=1', 'a.c=2', 'a.b=')).toMatchObject({ a: { c: 2 } });
});

const finds = (act: () => unknown): readonly unknown[] => {
  try {
    act();
  } catch (error) {
    return (error as { findings: { code: string; value: unknown }[] }).findings.map(({ code, value }) => [code, value]);
  }
  return [];
};

it('refuses what is no path with a value, all at once', () => {
  const wrong = ['', 'a', '=3', 'a..b=1', 'a.=1', '[0]=1', 'a[x]=1', 'a[-1]=1', 'a b=1', '.a=1'];
  expect(finds(() => whatIfOf([...wrong, 'a=1']))).toEqual(wrong.map((value) => ['COST_WHAT_IF', value]));
});

it('refuses places that cannot be there, all at once', () => {
  const wrong = ['sites[2].region=x', 'pools[0]=1', 'sites.first=1', 'sites[0].region.name=1'];
  expect(finds(() => changed(...wrong))).toEqual(wrong.map((value) => ['COST_WHAT_IF', value]));
});
