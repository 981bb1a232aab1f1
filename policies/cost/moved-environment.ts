import { type Cloud, cloudFacts } from '../../environments/facts';
import { siteName } from '../../environments/model/site-name';
import type { EnvironmentInput } from '../../environments/schema/environment-schema';
import { priceFiles } from './prices/price-files';

type SiteInput = EnvironmentInput['sites'][number];
type CloudSiteInput<C extends Cloud = Cloud> = Extract<SiteInput, { cloud: C }>;

/** A site of an environment, and where it is once it has moved. */
export interface SiteMove {
  readonly from: string;
  readonly to: string;
}

export interface MovedEnvironment {
  readonly input: EnvironmentInput;
  /** Every site on a cloud, also those that stay. */
  readonly moves: readonly SiteMove[];
  /** Accounts and people of the cloud are made up: the environment names none there. */
  readonly accountMadeUp: boolean;
}

/** What a site says of the account that it is in; all that no price depends on. */
type Account<C extends Cloud> = Omit<CloudSiteInput<C>, 'region' | keyof typeof ofPlace>;

/** What a site says of its own place and part, wherever it is; the rest of it is its account. */
const ofPlace = {
  role: true,
  addressSlot: true,
  zones: true,
  providers: true,
  pools: true,
  quotas: true,
  import: true,
  adopt: true,
  organisationTrail: true,
} as const;

/** Accounts that nobody has, for environments without one on a cloud. Sources: the forms that `site-schema.ts` checks. */
const madeUp: { readonly [C in Cloud]: Account<C> } = {
  aws: {
    cloud: 'aws',
    accountId: '000000000000',
    organisationRole: 'arn:aws:iam::000000000000:role/priced-only',
    people: { breakGlass: ['arn:aws:iam::000000000000:user/priced-only'] },
  },
  google: {
    cloud: 'google',
    projectId: 'priced-only',
    projectNumber: '000000000000',
    people: { breakGlass: ['priced-only@example.com'] },
  },
  azure: {
    cloud: 'azure',
    subscriptionId: '00000000-0000-4000-8000-000000000000',
    tenantId: '00000000-0000-4000-8000-000000000000',
    people: { breakGlass: ['00000000-0000-4000-8000-000000000000'] },
  },
};

const isOnCloud = (site: SiteInput): site is CloudSiteInput => 'region' in site;

/** Regions in which a site may be by law and by its zones: those with prices of their own first, then those with most GPUs. */
function lawfulRegions(cloud: Cloud, jurisdiction: EnvironmentInput['jurisdiction']): string[] {
  const priced = priceFiles[cloud].prices.map((file) => (file as { readonly region: string }).region);
  return Object.entries(cloudFacts[cloud].regions)
    .filter(([, facts]) => facts.jurisdiction === jurisdiction && facts.zones.length >= 3)
    .sort(
      ([a, one], [b, other]) =>
        Number(priced.includes(b)) - Number(priced.includes(a)) ||
        other.gpus.length - one.gpus.length ||
        (a < b ? -1 : 1),
    )
    .map(([name]) => name);
}

/** The same tree with every name of a site, as a key or as a value, replaced. */
function renamed(tree: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof tree === 'string') return names.get(tree) ?? tree;
  if (Array.isArray(tree)) return tree.map((one) => renamed(one, names));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [names.get(key) ?? key, renamed(value, names)]));
}

/** A zone stands at a cloud: on another one it is made. */
function withoutZone({ edge, ...input }: EnvironmentInput): EnvironmentInput {
  if (!edge) return input;
  const { dns: _, ...rest } = edge;
  return { ...input, edge: rest };
}

/**
 * The same environment on one cloud alone: services, pools, roles and addresses as they are; each site that is elsewhere in a
 * region of the same jurisdiction, all of them in one account. `undefined`: the cloud has too few such regions.
 * @param input a sound environment
 */
export function movedTo(cloud: Cloud, input: EnvironmentInput): MovedEnvironment | undefined {
  const onClouds = input.sites.filter(isOnCloud);
  const staying = onClouds.filter((site) => site.cloud === cloud);
  const taken = staying.map(({ region }) => region);
  const free = lawfulRegions(cloud, input.jurisdiction).filter((region) => !taken.includes(region));
  if (free.length < onClouds.length - staying.length) return undefined;

  const [known] = staying;
  const account = known
    ? Object.fromEntries(Object.entries(known).filter(([key]) => key !== 'region' && !Object.hasOwn(ofPlace, key)))
    : madeUp[cloud];
  const trail = staying.find(({ organisationTrail }) => organisationTrail)?.organisationTrail;
  const moves: SiteMove[] = [];
  const sites = input.sites.map((site): SiteInput => {
    if (!isOnCloud(site)) return site;
    const region = site.cloud === cloud ? site.region : (free.shift() ?? '');
    const nameIn = (where: Pick<CloudSiteInput, 'cloud' | 'region'>) => siteName(input.name, where.cloud, where.region);
    moves.push({ from: nameIn(site), to: nameIn({ cloud, region }) });
    const { role, addressSlot, providers, pools } = site;
    // The first site in an account keeps the trail of its organisation.
    const keeps = trail && moves.length === 1 ? { organisationTrail: trail } : {};
    const { organisationTrail: _, ...own } = site;
    const moved = { ...account, region, role, addressSlot, providers, pools };
    return { ...(site.cloud === cloud ? own : moved), ...keeps } as SiteInput;
  });
  const names = new Map(moves.map(({ from, to }) => [from, to]));
  const zoneStays = onClouds.find(({ role }) => role === 'primary')?.cloud === cloud;
  return {
    input: renamed({ ...(zoneStays ? input : withoutZone(input)), sites }, names) as EnvironmentInput,
    moves,
    accountMadeUp: !known,
  };
}
