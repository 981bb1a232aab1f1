import type { KubernetesFacts } from '../../../constructs/contracts';
import { type Cloud, clouds } from '../../../environments/facts';
import type { CloudSite } from '../../../environments/model';
import { priceBook } from '../../../policies/cost/prices/price-book';
import { sitePrices } from '../../../policies/cost/site-prices';
import { automaticSites } from '../../fixtures/automatic-sites';
import { awsSite, azureSite, googleSite } from '../../fixtures/sites';

const book = priceBook();
const sites: { readonly [C in Cloud]: CloudSite } = {
  aws: awsSite(),
  google: googleSite(),
  azure: azureSite(),
};
const classes: { readonly [C in Cloud]: KubernetesFacts['storageClass'] } = {
  aws: { provisioner: 'ebs.csi.aws.com', parameters: { type: 'gp3' } },
  google: { provisioner: 'pd.csi.storage.gke.io', parameters: { type: 'pd-balanced' } },
  azure: { provisioner: 'disk.csi.azure.com', parameters: { skuName: 'Premium_LRS' } },
};

const factsOf = (cloud: Cloud) => ({ storageClass: classes[cloud] }) as KubernetesFacts;

describe.each(clouds)('%s', (cloud) => {
  const site = sites[cloud];
  const prices = sitePrices(site, factsOf(cloud), book);
  const list = (type: string) => book.priceOf(cloud, site.region, `machine/${type}`)?.price ?? Number.NaN;

  it('has a price of every pool, and of volumes', () => {
    expect(Object.keys(prices.pools).sort()).toEqual(site.pools.map(({ name }) => name).sort());
    expect(prices.volumes.encrypted).toBeGreaterThan(0.00002);
    expect(prices.volumes.encrypted).toBeLessThan(0.001);
    expect(prices.region).toBe(site.region);
  });

  it('takes the list price, and its share for machines that can be taken back', () => {
    const share = book.priceOf(cloud, site.region, 'machine/spot-share')?.price ?? Number.NaN;
    for (const { name, machineType, spot } of site.pools) {
      expect(prices.pools[name]).toBeCloseTo(list(machineType) * (spot ? share : 1), 5);
    }
  });

  it('has the list price of every type that may be made for a pod, and says what is cheaper', () => {
    const automatic = automaticSites()[cloud];
    const made = sitePrices(automatic, factsOf(cloud), book);
    const types = automatic.pools.flatMap((pool) => pool.automatic?.machines.map(({ type }) => type) ?? []);
    expect(types.filter((type) => made.machines[type] === undefined)).toEqual([]);
    expect(made.spot).toMatchObject({ share: expect.any(Number) });
    expect(Object.keys(made.pools)).toEqual(automatic.pools.filter((pool) => !pool.automatic).map(({ name }) => name));
  });
});

it('leaves out what has no price', () => {
  const nothing = sitePrices(sites.aws, factsOf('aws'), { priceOf: () => undefined });
  expect(nothing).toEqual({ region: 'eu-west-1', pools: {}, machines: {}, volumes: {} });
});
