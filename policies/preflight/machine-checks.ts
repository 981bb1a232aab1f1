import { cloudFacts } from '../../environments/facts';
import type { Cloud, CloudSite, NodePool, SiteByCloud } from '../../environments/model';
import type { FactCheck } from './check';
import type { LiveAccount } from './live-account';

/** Where each cloud publishes what it offers, and the command by which an account says it of its own zones. */
const offers: {
  readonly [C in Cloud]: { readonly source: string; readonly command: (site: SiteByCloud[C], type: string) => string };
} = {
  aws: {
    source: 'docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-regions.html',
    command: ({ region }, type) =>
      `aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone --filters Name=instance-type,Values=${type}`,
  },
  google: {
    source: 'docs.cloud.google.com/compute/docs/regions-zones and /compute/docs/gpus/gpu-regions-zones',
    command: ({ projectId, region }, type) =>
      `gcloud compute machine-types list --project=${projectId} --filter="name=${type} AND zone~${region}"`,
  },
  azure: {
    source: 'azure.microsoft.com/explore/global-infrastructure/products-by-region',
    command: ({ subscriptionId, region }, type) =>
      `az vm list-skus --subscription ${subscriptionId} --location ${region} --size ${type} --zone`,
  },
};

const offersOf = <C extends Cloud>(site: SiteByCloud[C] & { readonly cloud: C }, type: string) => {
  const { source, command } = offers[site.cloud];
  return { source, command: (command as (site: SiteByCloud[C], type: string) => string)(site, type) };
};

/** Machine types that a pool cannot go without. */
export const firstChoices = ({ pools }: Pick<CloudSite, 'pools'>): readonly string[] => [
  ...new Set(
    pools.filter(({ maxNodes, automatic }) => maxNodes > 0 || automatic).map(({ machineType }) => machineType),
  ),
];

/** Zones that are known to have the GPUs of a pool; `undefined`: the cloud tells accounts only. */
function recordedZones(site: CloudSite, { machine }: NodePool): readonly string[] | undefined {
  const { gpu } = machine;
  return gpu ? cloudFacts[site.cloud].regions[site.region]?.gpuZones?.[gpu.class] : undefined;
}

/** What is recorded of a machine type in a region whose zones have other names in every account. */
function recordedCheck(site: CloudSite, type: string, command: string): Partial<FactCheck> | undefined {
  const { offers, regions } = cloudFacts[site.cloud];
  const region = offers?.fewerZones[site.region];
  if (!offers || !region) return undefined;
  const count = region[type] ?? region[type.split('.')[0] ?? ''];
  const shared = { source: offers.source, asOf: offers.asOf };
  if (count === undefined) return { ...shared, status: 'fine', message: `in every zone of ${site.region}` };
  if (count === 0) {
    const fix = `choose another machine, or see whether it has come since: ${command}`;
    return { ...shared, status: 'act', message: `not in ${site.region} when it was recorded`, fix };
  }
  const of = regions[site.region]?.zones.length ?? site.zones.length;
  const message = `in ${count} of the ${Math.max(of, count)} zones of ${site.region}; which, only the account can tell`;
  return { ...shared, status: 'unsure', message, fix: command };
}

function checkOf(site: CloudSite, type: string, live?: LiveAccount): FactCheck {
  const pools = site.pools.filter(({ machineType }) => machineType === type);
  const { source, command } = offersOf(site, type);
  const shared = {
    topic: 'machines' as const,
    subject: `${type} (${pools.map(({ name }) => name).join(', ')})`,
    source,
    asOf: cloudFacts[site.cloud].asOf,
  };
  const [pool] = pools;
  const zones = live?.offers[type] ?? (pool ? recordedZones(site, pool) : undefined);
  if (zones === undefined) {
    const recorded = recordedCheck(site, type, command);
    if (recorded) return { ...shared, status: 'unsure', message: '', ...recorded };
    const inRegion = pool?.machine.gpu ? `${site.region} has it; which zones do` : 'which zones have it';
    return { ...shared, status: 'unsure', message: `${inRegion}, only the account can tell`, fix: command };
  }
  const offered = site.zones.filter((zone) => zones.includes(zone));
  if (offered.length === site.zones.length) return { ...shared, status: 'fine', message: `in ${offered.join(', ')}` };
  const elsewhere = zones.length > 0 ? `name zones that have it (${zones.join(', ')}), or ` : '';
  if (offered.length === 0) {
    const fix = `${elsewhere}choose another machine for ${pools.map(({ name }) => `pools.${name}`).join(', ')}`;
    return { ...shared, status: 'act', message: `in none of ${site.zones.join(', ')}`, fix };
  }
  // GPUs are in few zones, and their pools live where they are; other machines must survive the loss of a zone.
  const missing = site.zones.filter((zone) => !zones.includes(zone));
  const message = `in ${offered.join(', ')}; not in ${missing.join(', ')}`;
  if (pool?.machine.gpu) return { ...shared, status: 'fine', message };
  return { ...shared, status: 'act', message, fix: `${elsewhere}choose another machine` };
}

/** Whether the machines of the pools can be had in the zones of a site. */
export const machineChecks = (site: CloudSite, live?: LiveAccount): FactCheck[] =>
  firstChoices(site).map((type) => checkOf(site, type, live));
