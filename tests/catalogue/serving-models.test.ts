import { checkSites } from '../../delivery/check-sites';
import { buildSiteTree } from '../../delivery/site-build';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { everyModel } from '../charts/serving/serving-sites';
import { environmentInput, siteInputs } from '../fixtures/environment';

const sites: readonly [string, EnvironmentInput['sites'][number], object][] = [
  ['aws', siteInputs.aws, {}],
  ['google', { ...siteInputs.google, role: 'primary' }, {}],
  ['azure', { ...siteInputs.azure, role: 'primary' }, {}],
  ['local', { cloud: 'local' }, { ownKey: false }],
];

it.each(sites)('on %s models of every kind build without a finding', async (_cloud, site, key) => {
  const services = { tracking: key, monitoring: {}, serving: { ...everyModel, ...key } };
  const environment = resolveEnvironment(
    environmentInput({ sites: [site], services: services as unknown as EnvironmentInput['services'] }),
  );
  checkSites(environment, 'test');
  const [only] = environment.sites;
  if (!only) throw new Error('no site');
  const { findings } = await buildSiteTree(only);
  expect(findings.map(({ code, place, value }) => `${code} ${place} ${value}`)).toEqual([]);
});
