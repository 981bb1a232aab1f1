import type { ServiceTenant } from '../../constructs/contracts';
import { unmetByStores } from '../../policies/store-settings';
import type { BucketNeed, Need, PostgresNeed } from '../../services';
import { awsSite, azureSite, googleSite, localSite } from '../fixtures/sites';

const tenant = (need: Need): ServiceTenant => ({
  service: 'databases',
  name: 'databases',
  namespace: 'databases',
  needs: { asked: need },
});

const database = (changes: Partial<PostgresNeed>): ServiceTenant =>
  tenant({
    kind: 'postgres',
    database: 'orders',
    majorVersion: 17,
    size: 'small',
    storageGiB: 20,
    backupRetentionDays: 7,
    highlyAvailable: true,
    ...changes,
  });

const locked = (mode: 'governance' | 'compliance'): ServiceTenant => {
  const need: BucketNeed = { kind: 'bucket', versionRetentionDays: 7, lock: { days: 30, mode } };
  return tenant(need);
};

it.each([
  [awsSite(), 15],
  [googleSite(), 10],
  [azureSite(), 5],
  [localSite(), 5],
])('refuses more copies than a server may have', (site, most) => {
  expect(unmetByStores(site, 0, [database({ readReplicas: most })])).toEqual([]);
  expect(unmetByStores(site, 0, [database({ readReplicas: most + 1 })])).toMatchObject([
    { code: 'NEED_UNMET', place: 'services.databases', value: most + 1, allowed: [`0 to ${most}`] },
  ]);
});

it('refuses a parameter on the clouds that are not known to let it be set, and says what to do instead', () => {
  const asked = [database({ parameters: { transaction_timeout: '1h', work_mem: '64MB' } })];
  expect(unmetByStores(awsSite(), 0, asked)).toEqual([]);
  expect(unmetByStores(localSite(), 0, asked)).toEqual([]);
  for (const site of [googleSite(), azureSite()]) {
    expect(unmetByStores(site, 1, asked)).toMatchObject([
      { value: '1h', fix: expect.stringMatching(/ALTER ROLE/), message: expect.stringContaining(site.name) },
    ]);
  }
  const inside = azureSite({ providers: { ...azureSite().providers, postgres: 'in-cluster' } });
  expect(unmetByStores(inside, 0, asked)).toEqual([]);
});

it('refuses a lock for good where the environment is to be free to delete, and lets one pass that can be lifted', () => {
  expect(unmetByStores(awsSite(), 0, [locked('compliance')])).toEqual([]);
  for (const site of [awsSite, googleSite, azureSite].map((make) => make({ deletionProtection: false }))) {
    expect(unmetByStores(site, 0, [locked('governance')])).toEqual([]);
    expect(unmetByStores(site, 0, [locked('compliance')])).toMatchObject([
      { value: 'compliance', allowed: ['governance', 'deletionProtection: true'] },
    ]);
  }
});

it('refuses a lock that the store inside the cluster would only claim', () => {
  const inside = awsSite({ providers: { ...awsSite().providers, bucket: 'in-cluster' } });
  for (const site of [localSite(), inside]) {
    expect(unmetByStores(site, 0, [locked('governance')])).toMatchObject([
      { code: 'NEED_UNMET', place: 'services.databases', value: 'governance' },
    ]);
  }
});
