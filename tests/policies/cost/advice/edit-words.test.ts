import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import { asWhatIf, excludes, saidBefore, serviceWords, typedEdit } from '../../../../policies/cost/advice/edit-words';
import { withChanges } from '../../../../policies/cost/what-if';
import { environmentInput, siteInputs } from '../../../fixtures/environment';

const { config } = resolveEnvironment(
  environmentInput({
    pools: { general: { machine: 'general-8' } },
    sites: [{ ...siteInputs.aws, pools: { system: { diskGiB: 50 } } }],
  }),
);

it.each([
  ['pools.gpu.enabled', false, 'pools.gpu.enabled=false'],
  ['sites[1]', undefined, 'sites[1]='],
  ['natGateways', 'single', 'natGateways=single'],
  ['a', '12', 'a="12"'],
  ['a', { b: ['c', 1] }, 'a={"b":["c",1]}'],
])('writes an edit so that --what-if reads the same: %s', (path, value, typed) => {
  expect(typedEdit({ path, value })).toBe(typed);
  expect(asWhatIf([{ path, value }])).toMatchObject([{ value }]);
});

it('finds words of services however deep, also below names that are no words', () => {
  const postgres = { 'a.b': { readReplicas: 2 }, plain: { readReplicas: 1 } };
  const said = { services: { databases: { postgres, list: [{ readReplicas: 2 }] } } } as never;
  const edits = serviceWords(said, 'readReplicas', (value) => value === 2, 0);
  expect(edits.map(typedEdit)).toEqual([
    'services.databases.postgres["a.b"].readReplicas=0',
    'services.databases.list[0].readReplicas=0',
  ]);
  const changed = withChanges(said, asWhatIf(edits)) as never;
  expect(serviceWords(changed, 'readReplicas', (value) => value === 2, 0)).toEqual([]);
});

it.each([
  ['a word', 'natGateways', 'per-zone'],
  ['a word that the file leaves out', 'pools.general.maxNodes', 12],
  ['a word of a site', 'sites[0].pools.system.diskGiB', 50],
  ['a word that a site leaves to its environment', 'sites[0].pools.general.machine', 'general-8'],
  ['nothing', 'sites[0].pools.general.reservation', undefined],
])('knows what holds now: %s', (_, path, says) => {
  expect(saidBefore(config, { path, value: 1 })).toEqual(says);
});

it.each([
  ['the same place', 'pools.gpu.machine', 'pools.gpu.machine', true],
  ['a place below', 'sites[1]', 'sites[1].providers.postgres', true],
  ['a pool of all sites and of one', 'pools.general.machine', 'sites[1].pools.general.machine', true],
  ['other sites', 'sites[0].pools.gpu.machine', 'sites[1].pools.gpu.machine', false],
  ['other words', 'pools.gpu.machine', 'pools.gpu.diskGiB', false],
  ['names that begin alike', 'pools.gpu.max', 'pools.gpu.maxNodes', false],
])('excludes one of two edits of %s', (_, one, other, says) => {
  const [a, b] = [one, other].map((path) => [{ path, value: 1 }]);
  expect([excludes(a ?? [], b ?? []), excludes(b ?? [], a ?? [])]).toEqual([says, says]);
});

it('leaves nothing to say of what is switched off', () => {
  const off = [{ path: 'pools.gpu.enabled', value: false }];
  expect(excludes(off, [{ path: 'sites[2].pools.gpu.machine', value: 'gpu-t4' }])).toBe(true);
  expect(excludes([{ path: 'pools.gpu.enabled', value: true }], [{ path: 'pools.gpu.machine', value: 'a' }])).toBe(
    false,
  );
});
