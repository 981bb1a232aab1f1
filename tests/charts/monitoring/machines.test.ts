import { watchedMachines } from '../../../charts/monitoring/machines';
import type { AutomaticNodePool, CloudSite } from '../../../environments/model';
import { awsSite, azureSite, googleSite, localSite } from '../../fixtures/sites';
import { parseExpression } from './metric-names';

const automatic = (vcpus: number) =>
  ({ limits: { vcpus, memoryGiB: 4 * vcpus, gpus: 0 } }) as AutomaticNodePool['automatic'];

/** Its general pool is made for pods; the others have machines of their own. */
const making = <S extends CloudSite>(site: S): S => ({
  ...site,
  pools: site.pools.map((pool) => (pool.purpose === 'general' ? { ...pool, automatic: automatic(100) } : pool)),
});

const alertsOf = (site: Parameters<typeof watchedMachines>[0]) => watchedMachines(site).flatMap(({ alerts }) => alerts);

it('says nothing where every pool has machines of its own', () => {
  expect([awsSite(), googleSite(), azureSite(), localSite()].flatMap(watchedMachines)).toEqual([]);
});

it("goes by Karpenter's own metrics where it runs in the cluster", () => {
  expect(alertsOf(making(awsSite())).map(({ name, severity }) => `${name} ${severity}`)).toEqual([
    'PodsWaitForMachines ticket',
    'NoMachineMade page',
    'NodePoolAtLimit ticket',
    'MachinesFailToLaunch ticket',
  ]);
});

it.each([googleSite(), azureSite()])(
  'goes by what the cluster says of itself on $name, whose controller is out of sight',
  (site) => {
    const alerts = alertsOf(making<CloudSite>(site));
    expect(alerts.map(({ name }) => name)).toEqual(['PodsWaitForMachines', 'MachinesAtLimit']);
    // 100 that may be made, and three pools of six machines with four each; nine tenths of that.
    expect(alerts[1]?.expression).toBe('sum(kube_node_status_capacity{resource="cpu"}) > 154.8');
  },
);

it('writes PromQL', () => {
  const watched = [making(awsSite()), making(googleSite())].flatMap(watchedMachines);
  const expressions = watched.flatMap(({ alerts, panels }) => [
    ...alerts.map(({ expression }) => expression),
    ...panels.flatMap(({ queries }) => Object.values(queries)),
  ]);
  expect(expressions.filter((expression) => !parseExpression(expression).valid)).toEqual([]);
});
