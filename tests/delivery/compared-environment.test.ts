import { asItStands, comparedEnvironment } from '../../delivery/compared-environment';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { publicModel } from '../fixtures/public-model';
import { openEnvironment } from '../fixtures/six-sites';

const { aws, google, azure } = siteInputs;
const shown = (variants: Awaited<ReturnType<typeof comparedEnvironment>>) =>
  variants.map(({ name, output, findings }) => [name, output !== undefined, findings.map(({ code }) => code)]);

it('builds the environment as it stands and on each cloud alone', async () => {
  const variants = await comparedEnvironment(environmentInput({ sites: [aws, google] }), 'test.ts', [
    'google',
    'azure',
  ]);
  expect(shown(variants)).toEqual([
    [asItStands, true, []],
    ['google', true, []],
    ['azure', true, []],
  ]);
  const providers = variants.map(({ output }) =>
    [
      ...new Set(
        output?.stacks.flatMap(({ json }) => Object.keys(json.resource ?? {}).map((type) => type.split('_')[0])),
      ),
    ]
      .filter((provider) => ['aws', 'google', 'azurerm'].includes(`${provider}`))
      .sort(),
  );
  expect(providers).toEqual([['aws', 'google'], ['google'], ['azurerm']]);
}, 120_000);

it('goes on without what a cloud cannot keep, and says so', async () => {
  const churn = { source: { from: 'image' as const, image: 'registry.example.com/ml/churn:4' } };
  const services = { ...publicModel.services, serving: { models: { churn } } };
  const input = openEnvironment(['aws', 'awsSecond'], { services }).config;
  const variants = await comparedEnvironment(input, 'test.ts', ['google']);
  expect(shown(variants)).toEqual([
    [asItStands, true, []],
    ['google', true, ['EDGE_FAILOVER']],
  ]);
}, 120_000);

it('leaves to the cluster what a cloud does not have, and says so', async () => {
  const input = environmentInput({
    services: { featureStore: {} },
    sites: [{ ...aws, providers: { cache: 'managed' as const } }],
  });
  expect(shown(await comparedEnvironment(input, 'test.ts', ['azure']))).toEqual([
    [asItStands, true, []],
    ['azure', true, ['NEED_UNMET']],
  ]);
}, 120_000);

it('prices what is built where a promise cannot be kept, and says so', async () => {
  const input = environmentInput({
    services: { lakehouse: {} },
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 },
    sites: [aws, google],
  });
  expect(shown(await comparedEnvironment(input, 'test.ts', ['azure']))).toEqual([
    [asItStands, true, []],
    ['azure', true, ['RECOVERY_UNREACHABLE']],
  ]);
}, 120_000);

it('says what a cloud cannot do, and prices the others', async () => {
  const machine = environmentInput({ sites: [{ ...aws, pools: { general: { machine: 'm7i.2xlarge' } } }] });
  expect(shown(await comparedEnvironment(machine, 'test.ts', ['google', 'aws']))).toEqual([
    [asItStands, true, []],
    ['google', false, ['UNKNOWN_MACHINE']],
    ['aws', true, []],
  ]);
  const swiss = environmentInput({
    jurisdiction: 'ch',
    sites: [
      { ...aws, region: 'eu-central-2' },
      { ...azure, region: 'switzerlandnorth' },
    ],
  });
  expect(shown(await comparedEnvironment(swiss, 'test.ts', ['google']))[1]).toEqual([
    'google',
    false,
    ['COST_COMPARE'],
  ]);
}, 120_000);

it.each([
  ['has no site on a cloud', { sites: [{ cloud: 'local' as const }] }, 'COST_COMPARE'],
  ['is wrong as it stands', { sites: [{ ...aws, region: 'moon' }] }, 'UNKNOWN_REGION'],
])('refuses an environment that %s', async (_, overrides, code) => {
  await expect(comparedEnvironment(environmentInput(overrides), 'test.ts', ['aws'])).rejects.toMatchObject({
    findings: [{ code }],
  });
});
