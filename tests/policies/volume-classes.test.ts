import type { Site } from '../../environments/model';
import { unmetByVolumes } from '../../policies/volume-classes';
import { databases, monitoring, streaming, vectorStore } from '../../services';
import { awsSite, azureSite, localSite } from '../fixtures/sites';

const fast = { storageClass: 'fast' } as const;

const services = {
  streaming: streaming.config.parse({ ...fast, storageGiB: 200 }),
  monitoring: monitoring.config.parse(fast),
  vectorStore: vectorStore.config.parse({ store: { engine: 'qdrant', ...fast } }),
  databases: databases.config.parse({ documents: { notes: { ...fast, storageGiB: 100 } } }),
};

const inside = { ...awsSite().providers, postgres: 'in-cluster', kafka: 'in-cluster', topic: 'in-cluster' } as const;
const refused = (site: Site): string[] =>
  unmetByVolumes(site, 0).map(({ code, place, value }) => `${code} ${place} ${value}`);

test('a cloud takes fast volumes of everything that keeps data on them', () =>
  expect(refused(awsSite({ services, providers: inside }))).toEqual([]));

test('a volume too small for the speed is refused, with the least that has it', () => {
  const small = { databases: databases.config.parse({ postgres: { one: { ...fast, storageGiB: 20 } } }) };
  const site = awsSite({ services: small, providers: inside });
  expect(refused(site)).toEqual(['NEED_UNMET services.databases.postgres.one.storageClass 20']);
  expect(unmetByVolumes(site, 0)[0]?.allowed).toEqual(['24 GiB and more', "'standard'"]);
});

test('what the cloud runs has disks of its choosing', () =>
  expect(refused(awsSite({ services, providers: { ...inside, kafka: 'managed', topic: 'managed' } }))).toEqual([
    'NEED_UNMET services.streaming.storageClass fast',
  ]));

test('a cluster without a cloud has no class of fast volumes', () =>
  expect(refused(localSite({ services: { monitoring: services.monitoring } }))).toEqual([
    'NEED_UNMET services.monitoring.storageClass fast',
  ]));

test('machines that cannot attach the disks are refused', () => {
  const site = azureSite({ services: { monitoring: services.monitoring } });
  const pools = site.pools.map((pool) =>
    pool.purpose === 'general' ? { ...pool, machineType: 'Standard_D8d_v5' } : pool,
  );
  expect(refused(site)).toEqual([]);
  expect(refused({ ...site, pools })).toEqual(['NEED_UNMET services.monitoring.storageClass Standard_D8d_v5']);
});
