import { cloudFacts } from '../../../environments/facts';
import { isSitePublicCloud } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const poolsOn = (pools: object) =>
  resolveEnvironment(environmentInput({ pools } as never)).sites.flatMap((site) =>
    isSitePublicCloud(site) ? [[site.cloud, site.pools] as const] : [],
  );

describe('fast disks of machines', () => {
  const sites = poolsOn({ spot: { machine: 'general-8', scratch: true }, gpu: { enabled: false } });

  it('turn a portable class into the machine of that size that has some, on every cloud', () => {
    const spot = sites.map(([cloud, pools]) => [cloud, pools.find(({ name }) => name === 'spot')] as const);
    expect(Object.fromEntries(spot.map(([cloud, pool]) => [cloud, pool?.machineType]))).toEqual({
      aws: 'm6id.2xlarge',
      google: 'c3-standard-8-lssd',
      azure: 'Standard_D8ds_v6',
    });
    for (const [, pool] of spot) {
      expect(pool).toMatchObject({ scratch: true, machine: { vcpus: 8, memoryGiB: 32 } });
      expect(pool?.machine.localDiskGiB).toBeGreaterThan(400);
    }
  });

  it('are in no pool that did not ask for them', () => {
    for (const [, pools] of sites) {
      for (const pool of pools.filter(({ name }) => name !== 'spot')) {
        expect(pool.scratch).toBeUndefined();
        expect(pool.machine.localDiskGiB).toBeUndefined();
      }
    }
  });

  it('are in every machine of an automatic pool that asks for them, and in none of the others', () => {
    for (const scratch of [true, false]) {
      const automatic = poolsOn({ provisioning: 'automatic', spot: { scratch }, gpu: { enabled: false } });
      for (const [, pools] of automatic) {
        const machines = pools.find(({ name }) => name === 'spot')?.automatic?.machines ?? [];
        expect(machines.length).toBeGreaterThan(0);
        expect(machines.map(({ machine }) => machine.localDiskGiB !== undefined)).toEqual(machines.map(() => scratch));
      }
    }
  });

  it('belong to machines that the cloud is known to have', () => {
    for (const { machines, withLocalDisks } of Object.values(cloudFacts)) {
      for (const [without, withDisks] of Object.entries(withLocalDisks)) {
        expect(machines[without]).toBeDefined();
        expect(machines[withDisks]).toMatchObject({
          vcpus: machines[without]?.vcpus,
          memoryGiB: machines[without]?.memoryGiB,
          localDiskGiB: expect.any(Number),
        });
      }
    }
  });
});
