import { checkSites } from '../../delivery/check-sites';
import { buildSiteTree } from '../../delivery/site-build';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { environmentInput, siteInputs } from '../fixtures/environment';

const environment = resolveEnvironment(
  environmentInput({
    sites: [siteInputs.aws, { ...siteInputs.google, role: 'standby' }, { ...siteInputs.azure, role: 'standby' }],
    services: { streaming: { mirror: {}, connect: { enabled: true } } },
  }),
);

test.each(environment.sites)('$name of an environment with a mirror builds without a finding', async (site) => {
  checkSites(environment, 'test');
  const { findings, files } = await buildSiteTree(site);
  expect(findings.map(({ code, place, value }) => `${code} ${place} ${value}`)).toEqual([]);
  const mirrors = files.filter(({ path }) => path.includes('/kafkamirrormaker2-'));
  expect(mirrors).toHaveLength(site.role === 'standby' ? 1 : 0);
});
