import { anyPool, volumePool } from '../../charts/monitoring/cost/cost-series';
import type { SiteEstimate } from '../../charts/monitoring/cost/estimate-chart';
import { weightOf } from '../../charts/monitoring/cost/resource-rates';
import type { SitePrices } from '../../charts/monitoring/cost/site-prices';
import { servicesByNamespace } from '../../charts/monitoring/cost/watched-cost';
import type { CloudSite, NodePool } from '../../environments/model';
import type { Manifest } from '../site-output';
import { attributionOf } from './attribution';
import { type BillLine, totalOf } from './bill';
import { clusterStack, type PricedOutput } from './estimate';
import { steadyPods } from './kubernetes/pods';
import { hoursPerMonth } from './pricing';
import { addressOfObject, valueAt } from './resource';

/** Where the pods of an object run: objects of GitOps engines say it of their charts. */
const namespaceOf = ({ metadata, spec }: Manifest): string =>
  `${valueAt(spec, 'destination.namespace') ?? valueAt(spec, 'targetNamespace') ?? metadata.namespace ?? ''}`;

/** USD an hour of one machine: of the type that the pool names first. */
function machineUsd({ name, machineType, spot }: NodePool, { pools, machines, spot: taken }: SitePrices): number {
  const own = pools[name];
  if (own !== undefined) return own;
  return (machines[machineType] ?? 0) * (spot ? (taken?.share ?? 1) : 1);
}

const openTo = ({ pools }: CloudSite): readonly NodePool[] => pools.filter(({ taints }) => taints.length === 0);

/** What of a machine a pod pays, by what it asks for. */
const shareOf = (size: Parameters<typeof weightOf>[0], { machine }: NodePool): number =>
  weightOf(size) / weightOf({ vcpus: machine.vcpus, memoryGiB: machine.memoryGiB, gpus: machine.gpu?.count ?? 0 });

function podCosts(site: CloudSite, prices: SitePrices, namespace: string, objects: readonly Manifest[]) {
  const open = openTo(site);
  const widest = [...open].sort((a, b) => b.maxNodes - a.maxNodes)[0];
  return steadyPods(objects.filter((object) => namespaceOf(object) === namespace)).flatMap(({ size, count, pool }) => {
    const named = site.pools.find(({ name }) => name === pool);
    const runsOn = named ?? widest;
    if (!runsOn) return [];
    const key = open.includes(runsOn) ? anyPool : runsOn.name;
    return [{ pool: key, monthly: shareOf(size, runsOn) * machineUsd(runsOn, prices) * count * hoursPerMonth }];
  });
}

/**
 * What of the bill of one site OpenCost will see, by pool and by service, and how much it will not. Services pay for what
 * their pods ask for; what comes and goes is in the pools alone.
 */
export function siteEstimate(
  site: CloudSite,
  prices: SitePrices,
  output: PricedOutput,
  lines: readonly BillLine[],
): SiteEstimate {
  const objects = output.objects.map(({ manifest }) => manifest);
  const attributed = attributionOf(output);
  const services = servicesByNamespace(site);
  const isMachine = ({ item }: BillLine): boolean => item.startsWith('machine/');
  const placeOf = new Map(objects.map((object) => [addressOfObject(object), namespaceOf(object)]));
  const machines = lines.filter((line) => isMachine(line) && attributed(line).pool !== undefined);
  const volumes = lines.filter(
    (line) => line.stack === clusterStack && line.item.startsWith('disk/') && attributed(line).pool === undefined,
  );
  const pools = new Map<string, number>();
  for (const line of machines) {
    const pool = attributed(line).pool ?? anyPool;
    pools.set(pool, (pools.get(pool) ?? 0) + line.monthly);
  }
  const costs = [
    ...Object.keys(services).flatMap((namespace) =>
      podCosts(site, prices, namespace, objects).map((cost) => ({ ...cost, namespace })),
    ),
    ...volumes.map(({ address, monthly }) => ({ pool: volumePool, monthly, namespace: placeOf.get(address) ?? '' })),
  ];
  const sums = new Map<string, { service: string; pool: string; monthly: number }>();
  for (const { namespace, pool, monthly } of costs) {
    const service = services[namespace];
    if (service === undefined) continue;
    const key = `${service} ${pool}`;
    const sum = sums.get(key) ?? { service, pool, monthly: 0 };
    sums.set(key, sum);
    sum.monthly += monthly;
  }
  return {
    pools: Object.fromEntries(pools),
    services: [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum),
    elsewhere: totalOf(lines) - totalOf(machines) - totalOf(volumes),
    openPools: openTo(site).map(({ name }) => name),
    ...(site.spending?.budgetUsd === undefined ? {} : { budgetUsd: site.spending.budgetUsd }),
  };
}
