import { groupsOf } from '../../../runbooks/engine/run-runbook';
import { siteInputs } from '../../fixtures/environment';
import { followingEnvironment } from '../../fixtures/following-databases';
import { killedEverywhere } from '../../fixtures/killed-run';
import { changesOf, SimulatedClouds } from '../../fixtures/simulated-clouds';
import { bound, recoveryEnvironment } from '../recovery-input';

const primary = 'test-aws-eu-west-1';
const time = '2026-11-20T10:00:00Z';

/** Every runbook, on every cloud that it can go to. */
type Run = [name: string, options: Readonly<Record<string, string>>, to?: string, databases?: 'follow'];
const runs: Run[] = [
  ['failover', { to: 'test-google-europe-west1' }, 'test-google-europe-west1'],
  ['failover', { to: 'test-azure-westeurope' }, 'test-azure-westeurope'],
  ['failover', { to: 'test-aws-eu-central-1' }, 'test-aws-eu-central-1'],
  ['failover', { to: 'test-azure-northeurope' }, 'test-azure-northeurope'],
  ['failback', { to: primary }],
  ['failover', { to: 'test-google-europe-west1' }, 'test-google-europe-west1', 'follow'],
  ['failback', { to: primary }, primary, 'follow'],
  ['region-loss', { to: 'test-azure-westeurope', second: 'test-google-europe-west1' }, 'test-azure-westeurope'],
  ['restore', { service: 'tracking', to: time }],
  ['restore', { service: 'tracking', to: time, site: 'test-google-europe-west1' }],
  ['restore', { service: 'tracking', to: time, site: 'test-azure-westeurope' }],
  ['cluster-rebuild', { site: primary }],
  ['cluster-rebuild', { site: primary, delivery: 'direct' }],
  ['credential-compromise', { since: time }],
  ['ransomware', { to: time }],
  ['kafka-data-loss', { from: 'test-google-europe-west1' }],
  ['feature-store-rebuild', { to: time }],
  ['model-rollback', { model: 'churn', alias: 'champion', from: '7', to: '6' }],
  ['upgrade-kubernetes', { site: primary, to: '1.35' }],
  ['upgrade-database', { service: 'tracking', need: 'database', to: '18', site: primary }],
  ['upgrade-database', { service: 'tracking', need: 'database', to: '18', site: 'test-google-europe-west1' }],
  ['upgrade-database', { service: 'tracking', need: 'database', to: '18', site: 'test-azure-westeurope' }],
  ['stored-version', { kind: 'Kafka.kafka.strimzi.io', to: 'v1', site: primary }],
];

/** Moments grow with the square of steps: what a runbook has nothing special for is left out. */
const few = { tracking: {} } as const;
const all = { tracking: {}, featureStore: {}, streaming: { mirror: {} } } as const;
/** One from the vault, one from its own backups. */
const regulated = { services: { databases: { dataClass: 'regulated' as const } } };
const withVault = { databases: { postgres: { orders: {} } }, tracking: {} } as const;
const withAll = ['cluster-rebuild', 'feature-store-rebuild', 'kafka-data-loss'];

/** After a failover the roles are the other way round. */
const swapped = [
  { ...siteInputs.aws, role: 'standby' as const },
  { ...siteInputs.google, role: 'primary' as const },
];

/** Backups go from the one to the other. */
const paired = [
  { ...siteInputs.azure, role: 'primary' as const },
  { ...siteInputs.azure, region: 'northeurope' as const, role: 'standby' as const, addressSlot: 3 },
];
const ofPair = (to?: string): boolean => to === 'test-azure-northeurope';

const servicesOf = (name: string, to?: string) => {
  if (name === 'ransomware') return withVault;
  return withAll.includes(name) || to === 'test-google-europe-west1' ? all : few;
};

const environmentOf = (name: string, to?: string, databases?: 'follow') => {
  if (databases) return followingEnvironment(name === 'failback' ? ['google', 'aws'] : ['aws', 'google']);
  return recoveryEnvironment({
    services: servicesOf(name, to),
    ...(name === 'failback' ? { sites: [...swapped, siteInputs.azure] } : {}),
    ...(ofPair(to) ? { sites: paired } : {}),
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440, ...(name === 'ransomware' ? regulated : {}) },
  });
};

it.each<Run>(runs)(
  '%s %p ends in one state wherever it is killed, and does nothing twice',
  async (...[name, options, to = primary, databases]: Run) => {
    const { runbook, input } = await bound(name, options, environmentOf(name, to, databases));
    const steps = runbook.steps(input);
    const fixed = { ...runbook, steps: () => steps };
    let world: SimulatedClouds | undefined;
    const make = (): SimulatedClouds => {
      world = new SimulatedClouds({ steps }, { primary: ofPair(to) ? 'test-azure-westeurope' : primary });
      return world;
    };
    const peopled = {
      ...runbook,
      steps: (given: unknown) => (world ?? make()).peopled(fixed, to).steps(given),
    };
    const { whole, resumed } = await killedEverywhere(peopled, input, make);
    expect(whole.result.steps.map(({ id }) => id)).toEqual(steps.map(({ id }) => id));
    expect(whole.result.steps.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    expect(resumed.length).toBeGreaterThan(3 * steps.length);
    const once = steps.filter(({ again }) => again === 'never').flatMap(changesOf);
    const end = JSON.stringify(whole.state);
    for (const { state, effects } of resumed) {
      if (JSON.stringify(state) !== end) expect(state).toEqual(whole.state);
      for (const change of once) expect(effects.filter((effect) => effect === change)).toHaveLength(1);
    }
  },
);

it.each<Run>(runs)('%s %p names each step once', async (...[name, options, to, databases]: Run) => {
  const { runbook, input } = await bound(name, options, environmentOf(name, to, databases));
  const ids = runbook.steps(input).map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(groupsOf(runbook.steps(input)).flat()).toHaveLength(ids.length);
});
