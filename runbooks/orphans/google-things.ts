import { withoutVendor } from '../../constructs/google/names';
import { gcloud } from '../../constructs/google/recovery/call';
import type { GoogleSite } from '../../environments/model';
import { allMonth, type Charge, fixed } from '../../policies/cost/pricing';
import { regionOfZone } from '../../policies/cost/resources';
import type { Ask, Detail, Thing, ThingReader } from './thing';

/** What Cloud Asset Inventory says of one. */
interface Asset {
  /** `//compute.googleapis.com/projects/p/zones/z/disks/d` */
  readonly name: string;
  readonly assetType: string;
  readonly location?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface GoogleType {
  /** Words of the command that tells of one. Default: there is nothing to ask. */
  readonly read?: (name: string, place: readonly string[]) => readonly string[];
  readonly told?: (answer: Readonly<Record<string, unknown>>) => Detail;
  /** Default: no command does. */
  readonly remove?: (name: string, place: readonly string[]) => readonly string[];
  /** Where nothing is asked. Default: nobody knows. */
  readonly charges?: readonly Charge[];
}

/** `https://.../diskTypes/pd-balanced` */
const last = (path: unknown): string => `${path}`.split('/').at(-1) ?? '';

const free: readonly Charge[] = [];

const types: Readonly<Record<string, GoogleType>> = {
  'compute.googleapis.com/Disk': {
    read: (name, place) => ['compute', 'disks', 'describe', name, ...place],
    told: ({ type, sizeGb, users }) => ({
      charges: [fixed(`disk/${last(type)}`, Number(sizeGb))],
      parents: (Array.isArray(users) ? users : []).map((user) => `${user}`),
    }),
    remove: (name, place) => ['compute', 'disks', 'delete', name, ...place],
  },
  'compute.googleapis.com/Snapshot': {
    read: (name) => ['compute', 'snapshots', 'describe', name],
    told: ({ storageBytes }) => ({ charges: [fixed('disk/snapshot', Number(storageBytes ?? 0) / 2 ** 30)] }),
    remove: (name) => ['compute', 'snapshots', 'delete', name],
  },
  'compute.googleapis.com/Instance': {
    read: (name, place) => ['compute', 'instances', 'describe', name, ...place],
    told: ({ machineType, status }) => ({
      charges: status === 'RUNNING' ? [allMonth(`machine/${last(machineType)}`)] : free,
    }),
    remove: (name, place) => ['compute', 'instances', 'delete', name, ...place],
  },
  'compute.googleapis.com/ForwardingRule': {
    charges: [allMonth('load-balancer/forwarding-rule')],
    remove: (name, place) => ['compute', 'forwarding-rules', 'delete', name, ...place],
  },
  'compute.googleapis.com/Address': {
    read: (name, place) => ['compute', 'addresses', 'describe', name, ...place],
    told: ({ addressType }) => ({ charges: addressType === 'INTERNAL' ? free : [allMonth('address/public')] }),
    remove: (name, place) => ['compute', 'addresses', 'delete', name, ...place],
  },
  'storage.googleapis.com/Bucket': {
    remove: (name) => ['storage', 'rm', '--recursive', `gs://${name}`],
  },
  'secretmanager.googleapis.com/Secret': { remove: (name) => ['secrets', 'delete', name] },
  'container.googleapis.com/Cluster': {
    charges: [allMonth('gke/cluster')],
    remove: (name, place) => ['container', 'clusters', 'delete', name, ...place],
  },
  'sqladmin.googleapis.com/Instance': { remove: (name) => ['sql', 'instances', 'delete', name] },
  'dns.googleapis.com/ManagedZone': {
    charges: [fixed('dns/zone', 1)],
    remove: (name) => ['dns', 'managed-zones', 'delete', name],
  },
  // A key has no end, only its versions do: the names of keys stay, and cost nothing.
  'cloudkms.googleapis.com/CryptoKey': { charges: free },
  'cloudkms.googleapis.com/KeyRing': { charges: free },
  'pubsub.googleapis.com/Topic': { charges: free, remove: (name) => ['pubsub', 'topics', 'delete', name] },
  'artifactregistry.googleapis.com/Repository': {
    remove: (name, place) => ['artifacts', 'repositories', 'delete', name, ...place],
  },
};

/** `--zone` or `--region`, as the path of a name says. */
const placeIn = (name: string): string[] => {
  const [, kind, place] = /\/(zones|regions|locations)\/([^/]+)\//.exec(name) ?? [];
  if (place === undefined) return /\/global\//.test(name) ? ['--global'] : [];
  return [kind === 'zones' ? '--zone' : kind === 'regions' ? '--region' : '--location', place];
};

function thingOf(site: GoogleSite, ask: Ask, { name, assetType, location, labels = {} }: Asset, why: string): Thing {
  const type = types[assetType];
  const short = last(name);
  const place = placeIn(name);
  const cluster = labels['goog-k8s-cluster-name'];
  const { read, told } = type ?? {};
  return {
    cloud: 'google',
    account: site.projectId,
    region: location === undefined ? site.region : regionOfZone(location),
    site: site.name,
    id: name,
    type: assetType,
    why,
    // Inventories speak of the number of a project where states have its id.
    names: [name.replace(`/projects/${site.projectNumber}/`, `/projects/${site.projectId}/`)],
    parents: cluster === undefined ? [] : [`google_container_cluster:${cluster}`],
    detail: async () => {
      if (!read || !told) return type?.charges ? { charges: type.charges } : {};
      return told(
        (await ask(gcloud(site, [...read(short, place), '--format', 'json']))) as Readonly<Record<string, unknown>>,
      );
    },
    ...(type?.remove ? { remove: gcloud(site, type.remove(short, place)) } : {}),
  };
}

const searched = async (site: GoogleSite, ask: Ask, query: string): Promise<readonly Asset[]> =>
  ((await ask(
    gcloud(site, [
      'asset',
      'search-all-resources',
      '--scope',
      `projects/${site.projectId}`,
      '--query',
      query,
      '--format',
      'json',
    ]),
  )) ?? []) as readonly Asset[];

interface SoftBucket {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly soft_delete_time?: string;
  readonly hard_delete_time?: string;
}

/** Buckets that are deleted and still paid for. */
async function softBuckets(site: GoogleSite, ask: Ask): Promise<Thing[]> {
  const found = (await ask(gcloud(site, ['storage', 'buckets', 'list', '--soft-deleted', '--format', 'json']))) as
    | readonly SoftBucket[]
    | null;
  return (found ?? [])
    .filter(({ name }) => name.startsWith(`${withoutVendor(`${site.organisation}-${site.name}`)}-`))
    .map(({ name, hard_delete_time: end }) => ({
      cloud: 'google' as const,
      account: site.projectId,
      region: site.region,
      site: site.name,
      id: `//storage.googleapis.com/${name}#soft-deleted`,
      type: 'storage.googleapis.com/Bucket',
      why: 'its name begins with that of the site',
      detail: () => Promise.resolve({ kept: { why: 'it is deleted, and kept for a while', until: end?.slice(0, 10) } }),
    }));
}

interface ZoneAnswer {
  readonly name: string;
  readonly dnsName: string;
}
interface RecordAnswer {
  readonly name: string;
  readonly type: string;
}

async function dnsRecords(site: GoogleSite, ask: Ask): Promise<Thing[]> {
  const zones = ((await ask(gcloud(site, ['dns', 'managed-zones', 'list', '--format', 'json']))) ??
    []) as readonly ZoneAnswer[];
  const found: Thing[] = [];
  for (const zone of zones.filter(({ dnsName }) => `.${dnsName}`.endsWith(`.${site.domain}.`))) {
    const words = ['dns', 'record-sets', 'list', '--zone', zone.name, '--format', 'json'];
    const records = ((await ask(gcloud(site, words))) ?? []) as readonly RecordAnswer[];
    for (const { name, type } of records) {
      if (name === zone.dnsName && (type === 'NS' || type === 'SOA')) continue;
      found.push({
        cloud: 'google',
        account: site.projectId,
        region: 'global',
        site: site.name,
        id: `projects/${site.projectId}/managedZones/${zone.name}/rrsets/${name}/${type}`,
        type: 'dns.googleapis.com/ResourceRecordSet',
        why: `a record in the zone of ${site.domain}`,
        parents: [`google_container_cluster:${site.name}`],
        detail: () => Promise.resolve({ charges: [] }),
        remove: gcloud(site, ['dns', 'record-sets', 'delete', name, '--type', type, '--zone', zone.name]),
      });
    }
  }
  return found;
}

/** What Google Cloud has of a site: by its labels, by the sign of its cluster, buckets that are deleted softly, and records. */
export const googleThings: ThingReader<GoogleSite> = async (site, ask) => [
  ...(await searched(site, ask, `labels.environment=${site.environment} AND labels.site=${site.name}`)).map((asset) =>
    thingOf(site, ask, asset, 'it has the labels of the site'),
  ),
  ...(await searched(site, ask, `labels.goog-k8s-cluster-name=${site.name}`)).map((asset) =>
    thingOf(site, ask, asset, 'the cluster of the site signed it'),
  ),
  ...(await softBuckets(site, ask)),
  ...(await dnsRecords(site, ask)),
];
