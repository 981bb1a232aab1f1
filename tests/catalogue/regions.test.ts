import { checkSites } from '../../delivery/check-sites';
import { buildEnvironmentTree, type EnvironmentStacksBuild } from '../../delivery/environment-stacks';
import { buildSiteTree } from '../../delivery/site-build';
import { joinedEnvironment, sixSites } from '../fixtures/six-sites';

const environment = joinedEnvironment(sixSites);

describe('two regions of each cloud', () => {
  let built: EnvironmentStacksBuild;
  beforeAll(async () => {
    checkSites(environment, 'test');
    built = await buildEnvironmentTree(environment);
  });

  it('have the stacks of an environment', () => {
    expect(built.summaries.map(({ name }) => name).sort()).toEqual(['interconnect', 'secrets']);
  });

  it.each(environment.sites)('$name builds without a finding', async (site) => {
    const { findings, parity } = await buildSiteTree(site, built.stacks);
    expect(findings.map(({ code, place, message }) => `${code} ${place}: ${message}`)).toEqual([]);
    const links = parity.filter(({ capability }) => capability.startsWith('interconnect.'));
    expect(links.filter(({ status }) => status !== 'kept')).toEqual([]);
  });
});
