import { drillScenarioNames } from '../../../environments/model/drills';
import { drillPromise } from '../../../environments/model/recovery/drill-promise';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { assertMayDrill } from '../../../runbooks/drill/production-guard';
import { drillScenarioDetails } from '../../../runbooks/drill/scenarios';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const recovery = { tier: 'warm-standby', rpoMinutes: 60, rtoMinutes: 360 } as const;
const sites: EnvironmentInput['sites'] = [
  siteInputs.aws,
  { ...siteInputs.aws, region: 'eu-central-1', role: 'standby', addressSlot: 1 },
];
const resolved = (change: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(environmentInput({ sites, recovery, ...change }));

it('every scenario is under its own name', () => {
  expect(Object.values(drillScenarioDetails).map(({ name }) => name)).toEqual(drillScenarioNames);
});

it('a drill is held to the strictest objective of what it touches', () => {
  const strict = { ...recovery, services: { tracking: { rtoMinutes: 240 } } };
  expect(drillPromise(resolved({ recovery: strict }).config, 'database-site-loss')).toMatchObject({
    rtoSeconds: 240 * 60,
  });
});

it('a drill of a machine is held to what the mechanism says, where that is stricter', () => {
  expect(drillPromise(resolved().config, 'database-zone-loss')).toEqual({ rpoSeconds: 0, rtoSeconds: 360 * 60 });
});

it('nothing is promised where nothing of the kind is there, or no objective', () => {
  expect(drillPromise(resolved().config, 'stream-site-loss')).toBeUndefined();
  expect(drillPromise(resolved({ recovery: undefined }).config, 'cluster-loss')).toBeUndefined();
  expect(drillPromise(resolved().config, 'name-failover')).toBeUndefined();
});

it.each([
  ['servers made for it', 'test', true, undefined, true],
  ['the real sites', 'sites', true, undefined, false],
  ['the real sites, by another name', 'sites', true, 'prod', false],
  ['the real sites, by their name', 'sites', true, 'test', true],
  ['the sites of an environment that anybody may delete', 'sites', false, undefined, true],
] as const)('a drill on %s (%s)', (_what, ground, deletionProtection, typed, allowed) => {
  const drill = () => assertMayDrill(resolved({ deletionProtection }), { ground }, typed);
  if (allowed) expect(drill).not.toThrow();
  else expect(drill).toThrow('DRILL_PRODUCTION');
});

it('a drill that cannot be run is no part of a schedule: it would hold every release', () => {
  const drills = [{ scenario: 'database-zone-loss', everyDays: 30 } as const];
  expect(() => resolved({ recovery: { ...recovery, drills } })).not.toThrow();
  const vain = [...drills, { scenario: 'stream-site-loss', everyDays: 30 } as const];
  expect(() => resolved({ recovery: { ...recovery, drills: vain } })).toThrow(/DRILL_GROUND recovery\.drills\[1\]/);
});
