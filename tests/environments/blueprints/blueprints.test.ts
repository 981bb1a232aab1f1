import { checkSites } from '../../../delivery/check-sites';
import { buildSiteTree } from '../../../delivery/site-build';
import { type Blueprint, blueprints, feedRanking, mlPlatform } from '../../../environments/blueprints';
import type { Preset } from '../../../environments/blueprints/define-blueprint';
import { InputError } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { objectivesOf, type ServiceDefinition, services } from '../../../services';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const clouds: readonly [string, EnvironmentInput['sites'][number]][] = [
  ['aws', siteInputs.aws],
  ['google', { ...siteInputs.google, role: 'primary' }],
  ['azure', { ...siteInputs.azure, role: 'primary' }],
];

const environmentOf = (preset: Preset, site: EnvironmentInput['sites'][number] = siteInputs.aws) =>
  resolveEnvironment(environmentInput({ ...preset, sites: [site] }));

const named = blueprints.map((blueprint): [string, Blueprint] => [blueprint.name, blueprint]);

describe.each(named)('blueprint %s', (_name, blueprint) => {
  const { preset, targets, sizing } = blueprint.plan();

  it.each(clouds)('builds on %s without a finding', async (_cloud, site) => {
    const environment = environmentOf(preset, site);
    checkSites(environment, 'test');
    const [only] = environment.sites;
    if (!only) throw new Error('no site');
    const { findings, services: built } = await buildSiteTree(only);
    expect(findings).toEqual([]);
    expect(built).toEqual(Object.keys(preset.services).sort());
  });

  it('asks for every target as an objective, and the sizes keep it', () => {
    const [site] = environmentOf(preset).sites;
    const configs = (site?.services ?? {}) as Record<string, Record<string, unknown>>;
    for (const { value, keptBy } of targets) {
      const definition: ServiceDefinition = services[keptBy.service];
      const config = configs[keptBy.service];
      expect(config?.objectives).toMatchObject({ [keptBy.objective]: value });
      expect(objectivesOf(definition, config ?? {})[keptBy.objective]).toBe(value);
    }
    expect(targets.length).toBeGreaterThan(0);
    expect(sizing.length).toBeGreaterThan(0);
  });

  it('has a component for every service, and flows between components only', () => {
    const { components, flows } = blueprint;
    const shown = new Set(Object.values(components).flatMap(({ service }) => service ?? []));
    expect([...shown].sort()).toEqual(Object.keys(preset.services).sort());
    const ends = new Set(flows.flatMap(({ from, to }) => [from, to]));
    expect([...ends].filter((end) => !(end in components))).toEqual([]);
    expect(Object.keys(components).filter((id) => !ends.has(id))).toEqual([]);
  });

  it('refuses a load that it is not made for, all at once', () => {
    const wrong = Object.fromEntries(Object.keys(blueprint.load.shape).map((name) => [name, -1]));
    try {
      blueprint.preset({ ...wrong, customesr: 5 });
      throw new Error('it was taken');
    } catch (error) {
      const findings = error instanceof InputError ? error.findings : [];
      expect(findings.map(({ place }) => place).sort()).toEqual([...Object.keys(wrong), 'customesr'].sort());
    }
  });
});

describe('ml-platform', () => {
  it('gives everybody notebooks once it knows how they sign in', async () => {
    const notebooks = { issuer: 'https://login.example.com', clientId: 'notebooks' };
    const environment = environmentOf(mlPlatform.preset({ notebooks, dataScientists: 30 }));
    checkSites(environment, 'test');
    const [site] = environment.sites;
    if (!site) throw new Error('no site');
    expect(site.services.workbench?.notebooks).toMatchObject({ signIn: notebooks, maxServers: 15, maxUsers: 30 });
    expect((await buildSiteTree(site)).findings).toEqual([]);
  });
});

describe('feed-ranking', () => {
  it('grows from ten thousand people to a million without a redesign: the same services and needs, only larger', () => {
    const shapeOf = (load: { users: number; interactions: number }) => {
      const [site] = environmentOf(feedRanking.preset(load)).sites;
      return Object.entries(site?.services ?? {}).map(([name, config]) => {
        const definition: ServiceDefinition = services[name as keyof typeof services];
        return [name, Object.keys(definition.needs(config as never, new Set()))];
      });
    };
    const pilot = { users: 10_000, interactions: 1_000_000 };
    const whole = { users: 1_000_000, interactions: 1_000_000_000 };
    expect(shapeOf(whole)).toEqual(shapeOf(pilot));
    expect(feedRanking.plan(whole).sizing).not.toEqual(feedRanking.plan(pilot).sizing);
  });
});
