import { az } from '../../constructs/azure/recovery/call';
import type { AzureSite } from '../../environments/model';
import { premiumDisk } from '../../policies/cost/azure/disks';
import { allMonth, type Charge, fixed } from '../../policies/cost/pricing';
import type { Ask, Detail, Thing, ThingReader } from './thing';

/** What `az resource list` says of one. */
interface Listed {
  readonly id: string;
  readonly type: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly managedBy?: string | null;
  readonly sku?: { readonly name?: string } | null;
}

type Answer = Readonly<Record<string, unknown>>;

const free: readonly Charge[] = [];

/** What of one alone tells its price. The rest is known, or it depends on what is in it. */
const told: Readonly<Record<string, (answer: Answer) => Detail>> = {
  'microsoft.compute/disks': ({ properties, sku }) => {
    const { diskSizeGB } = (properties ?? {}) as Answer;
    const kind = `${((sku ?? {}) as Answer).name}`;
    return kind === 'Premium_LRS' ? { charges: [fixed(premiumDisk(Number(diskSizeGB)), 1)] } : {};
  },
  'microsoft.compute/snapshots': ({ properties }) => ({
    charges: [fixed('disk/snapshot', Number(((properties ?? {}) as Answer).diskSizeGB))],
  }),
};

const known: Readonly<Record<string, readonly Charge[]>> = {
  'microsoft.network/loadbalancers': [allMonth('load-balancer/standard')],
  'microsoft.network/publicipaddresses': [allMonth('address/public')],
  'microsoft.network/natgateways': [allMonth('nat/gateway')],
  'microsoft.network/networkinterfaces': free,
  'microsoft.network/networksecuritygroups': free,
  'microsoft.network/dnszones': [fixed('dns/zone', 1)],
  'microsoft.managedidentity/userassignedidentities': free,
};

const remove = (site: AzureSite, id: string) => az(site, ['resource', 'delete', '--ids', id]);

const listed = async (site: AzureSite, ask: Ask, words: readonly string[]): Promise<readonly Listed[]> =>
  ((await ask(az(site, [...words, '--output', 'json']))) ?? []) as readonly Listed[];

/** The group that AKS makes for nodes, disks and balancers; it goes with the cluster. */
const nodeGroup = (site: AzureSite): string => `${site.name}-nodes`;

function thingOf(site: AzureSite, ask: Ask, { id, type, location, managedBy }: Listed, why: string): Thing {
  const kind = type.toLowerCase();
  const tell = told[kind];
  const inNodeGroup = id.toLowerCase().includes(`/resourcegroups/${nodeGroup(site)}/`);
  return {
    cloud: 'azure',
    account: site.subscriptionId,
    region: location ?? site.region,
    site: site.name,
    id,
    type,
    why,
    parents: [
      ...(inNodeGroup ? [`azurerm_kubernetes_cluster:${site.name}`] : []),
      ...(typeof managedBy === 'string' && managedBy !== '' ? [managedBy] : []),
    ],
    detail: async () => {
      if (!tell) return known[kind] ? { charges: known[kind] } : {};
      return tell((await ask(az(site, ['resource', 'show', '--ids', id, '--output', 'json']))) as Answer);
    },
    remove: remove(site, id),
  };
}

interface DeletedVault {
  readonly name: string;
  readonly properties?: {
    readonly vaultId?: string;
    readonly location?: string;
    readonly scheduledPurgeDate?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** Vaults that are deleted, and whose names are taken until their day. */
async function deletedVaults(site: AzureSite, ask: Ask): Promise<Thing[]> {
  const words = ['keyvault', 'list-deleted', '--resource-type', 'vault', '--output', 'json'];
  const found = ((await ask(az(site, words))) ?? []) as readonly DeletedVault[];
  return found
    .filter(({ properties }) => properties?.tags?.site === site.name)
    .map(({ name, properties = {} }) => ({
      cloud: 'azure' as const,
      account: site.subscriptionId,
      region: properties.location ?? site.region,
      site: site.name,
      id: `${properties.vaultId ?? name}#soft-deleted`,
      type: 'Microsoft.KeyVault/deletedVaults',
      why: 'it has the tags of the site',
      detail: () =>
        Promise.resolve({
          charges: free,
          kept: { why: 'it is deleted, and can be brought back', until: properties.scheduledPurgeDate?.slice(0, 10) },
        }),
      remove: az(site, ['keyvault', 'purge', '--name', name]),
    }));
}

/** What Azure has of a site: by its tags, what lies in the group of its nodes, and vaults that are deleted. */
export const azureThings: ThingReader<AzureSite> = async (site, ask) => [
  ...(await listed(site, ask, ['resource', 'list', '--tag', `site=${site.name}`]))
    .filter(({ tags }) => tags?.environment === site.environment)
    .map((one) => thingOf(site, ask, one, 'it has the tags of the site')),
  ...(await listed(site, ask, ['resource', 'list', '--query', `[?resourceGroup=='${nodeGroup(site)}']`])).map((one) =>
    thingOf(site, ask, one, 'it lies in the group of the nodes of the site'),
  ),
  ...(await deletedVaults(site, ask)),
];
