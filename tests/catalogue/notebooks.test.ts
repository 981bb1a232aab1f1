import { checkSites } from '../../delivery/check-sites';
import { buildSiteTree } from '../../delivery/site-build';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { environmentInput, siteInputs } from '../fixtures/environment';

const profiles = [
  { name: 'small', cpus: 1, memoryGiB: 4 },
  { name: 'cheap', pool: 'spot', cpus: 2, memoryGiB: 8 },
  { name: 'gpu', pool: 'gpu', gpus: 1, cpus: 3, memoryGiB: 12 },
] as const;

const signIn = { issuer: 'https://login.example.com', clientId: 'notebooks' };

async function findingsOn(site: EnvironmentInput['sites'][number], overrides: object, gpus = 1): Promise<string[]> {
  const environment = resolveEnvironment(
    environmentInput({
      sites: [site],
      services: {
        tracking: overrides,
        monitoring: {},
        workbench: {
          notebooks: { signIn, profiles: profiles.map((each) => ({ ...each, gpus: 'gpus' in each ? gpus : 0 })) },
        },
      } as EnvironmentInput['services'],
    }),
  );
  checkSites(environment, 'test');
  const [only] = environment.sites;
  if (!only) throw new Error('no site');
  const { findings } = await buildSiteTree(only);
  return findings.map(({ code, place, value }) => `${code} ${place} ${value}`);
}

const sites: readonly [string, EnvironmentInput['sites'][number], object][] = [
  ['aws', siteInputs.aws, {}],
  ['google', { ...siteInputs.google, role: 'primary' }, {}],
  ['azure', { ...siteInputs.azure, role: 'primary' }, {}],
  ['local', { cloud: 'local' }, { ownKey: false }],
];

it.each(sites)(
  'on %s notebooks with profiles of every pool build without a finding',
  async (_cloud, site, overrides) => {
    expect(await findingsOn(site, overrides)).toEqual([]);
  },
);

it('a profile with more GPUs than any machine of the site is a finding', async () => {
  await expect(findingsOn(siteInputs.aws, {}, 8)).rejects.toThrow('GPU_POOL_MISSING');
});
