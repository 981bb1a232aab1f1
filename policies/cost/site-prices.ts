import type { SitePrices } from '../../charts/monitoring/cost/site-prices';
import type { KubernetesFacts } from '../../constructs/contracts';
import { volumeClasses } from '../../constructs/kubernetes/volume-classes';
import { cloudFacts } from '../../environments/facts';
import { automaticPools, type CloudSite, type NodePool, steadyPools } from '../../environments/model';
import { clusterPricing } from './kubernetes/cluster';
import type { PriceBook } from './prices/price-book';
import { hoursPerMonth, spotShare } from './pricing';

/** Disks are sold in sizes on some clouds: what a GiB of one of middle size costs stands for all. */
const middleGiB = 128;

/** Money has no more digits than its price list. */
const round = (usd: number): number => Number(usd.toPrecision(6));

type Entry = readonly [name: string, usd: number];

/**
 * What machines and volumes of a site cost by the price book. What has no price there is left out: a bill says so
 * (`UNPRICED`), and what watches cost while the platform runs counts it at its default rates.
 */
export function sitePrices(site: CloudSite, facts: KubernetesFacts, { priceOf }: PriceBook): SitePrices {
  const { cloud, region } = site;
  const usd = (item: string): number | undefined => priceOf(cloud, region, item)?.price;
  const share = usd(spotShare);
  const machine = (type: string, factor: number | undefined): number | undefined => {
    const price = usd(`machine/${type}`);
    return price === undefined || factor === undefined ? undefined : round(price * factor);
  };
  const known = (name: string, price: number | undefined): Entry[] => (price === undefined ? [] : [[name, price]]);
  const poolEntry = ({ name, machineType, spot }: NodePool) => known(name, machine(machineType, spot ? share : 1));
  const automatic = automaticPools(site);
  const types = [...new Set(automatic.flatMap((pool) => pool.automatic.machines.map(({ type }) => type)))];
  const classes = { [volumeClasses.standard]: facts.storageClass, [volumeClasses.fast]: facts.fastStorageClass };
  const volumes = Object.entries(classes).flatMap(([name, stated]): Entry[] => {
    if (!stated) return [];
    const charges = clusterPricing[cloud].volume(middleGiB, stated.parameters);
    const prices = charges.map(({ item, quantity }) => (usd(item) ?? Number.NaN) * quantity);
    const monthly = prices.reduce((sum, price) => sum + price, 0);
    return Number.isFinite(monthly) ? [[name, round(monthly / middleGiB / hoursPerMonth)]] : [];
  });
  const takesSpot = automatic.some((pool) => pool.automatic.spotPercent > 0);
  const { name: label, value } = cloudFacts[cloud].provisioning.spotLabel;
  return {
    region,
    pools: Object.fromEntries(steadyPools(site).flatMap(poolEntry)),
    machines: Object.fromEntries(types.flatMap((type) => known(type, machine(type, 1)))),
    volumes: Object.fromEntries(volumes),
    ...(takesSpot && share !== undefined ? { spot: { label, value, share } } : {}),
  };
}
