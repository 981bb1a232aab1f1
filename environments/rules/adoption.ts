import { siteName } from '../model/site-name';
import type { EnvironmentView } from '../schema/parse-environment';
import { type ByCloudSite, type CloudSiteConfig, ofCloud } from '../schema/site-schema';
import { statedRanges } from './adopted-ranges';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** One part of an id that must be a certain word, e.g. the region in an ARN. */
interface PartOfId {
  /** Behind `sites[n].adopt.` */
  readonly path: string;
  readonly id: string;
  readonly what: 'region' | 'account' | 'project' | 'subscription' | 'network';
  readonly is: string;
  readonly must: string;
}

const segment = (id: string, after: string): string => {
  const parts = id.split('/');
  return parts[parts.findIndex((part) => part.toLowerCase() === after.toLowerCase()) + 1] ?? '';
};

const regionOfArn = (arn: string): string => arn.split(':')[3] ?? '';

type Keys<K> = Readonly<Partial<Record<string, K>>>;

const eachKey = <K>(keys: Keys<K> | undefined): [string, K][] =>
  Object.entries(keys ?? {}).flatMap(([name, key]) =>
    key === undefined ? [] : [[`keys.${name}`, key] as [string, K]],
  );

const registryIn = (
  id: string | undefined,
  what: PartOfId['what'],
  is: (id: string) => string,
  must: string,
): PartOfId[] => (id === undefined ? [] : [{ path: 'registry.id', id, what, is: is(id), must }]);

type Seen = readonly [what: PartOfId['what'], is: (id: string) => string, must: string];

const clusterIn = (id: string | undefined, seen: readonly Seen[]): PartOfId[] =>
  id === undefined ? [] : seen.map(([what, is, must]) => ({ path: 'cluster.id', id, what, is: is(id), must }));

/** What can be seen of places in the ids alone. Keys may lie in an account of their owner; the region must be the site's. */
const partsOf: ByCloudSite<PartOfId[]> = {
  aws: (site) => [
    ...eachKey<string>(site.adopt?.keys).map(
      ([path, id]): PartOfId => ({ path, id, what: 'region', is: regionOfArn(id), must: site.region }),
    ),
    ...clusterIn(site.adopt?.cluster?.id, [
      ['region', regionOfArn, site.region],
      ['account', (id) => id.split(':')[4] ?? '', site.accountId],
    ]),
    ...(site.adopt?.cluster
      ? [
          {
            path: 'cluster.disks',
            id: site.adopt.cluster.disks,
            what: 'region' as const,
            is: regionOfArn(site.adopt.cluster.disks),
            must: site.region,
          },
        ]
      : []),
    // Private endpoints lead to the registry of their own region only.
    ...registryIn(site.adopt?.registry?.id, 'region', regionOfArn, site.region),
  ],
  google: (site) => {
    const network = site.adopt?.network;
    const subnets = Object.entries(network?.subnets ?? {}).flatMap(([name, { id }]): PartOfId[] => {
      const path = `network.subnets.${name}.id`;
      return [
        { path, id, what: 'region', is: segment(id, 'regions'), must: site.region },
        { path, id, what: 'project', is: segment(id, 'projects'), must: segment(network?.id ?? '', 'projects') },
      ];
    });
    const keys = eachKey<string>(site.adopt?.keys).map(([path, id]): PartOfId => {
      return { path, id, what: 'region', is: segment(id, 'locations'), must: site.region };
    });
    const location = (id: string): string => segment(id, 'locations');
    const cluster = site.adopt?.cluster;
    return [
      ...subnets,
      ...keys,
      // The pool of principals is the project's, and machines of one zone would not survive its loss.
      ...clusterIn(cluster?.id, [
        ['region', location, site.region],
        ['project', (id) => segment(id, 'projects'), site.projectId],
      ]),
      ...(cluster
        ? [
            {
              path: 'cluster.disks',
              id: cluster.disks,
              what: 'region' as const,
              is: location(cluster.disks),
              must: site.region,
            },
          ]
        : []),
      ...registryIn(site.adopt?.registry?.id, 'region', location, site.region),
    ];
  },
  azure: (site) => {
    const network = site.adopt?.network;
    const subscription = (path: string, id: string): PartOfId => ({
      path,
      id,
      what: 'subscription',
      is: segment(id, 'subscriptions'),
      must: site.subscriptionId,
    });
    const subnets = Object.entries(network?.subnets ?? {}).map(([name, { id }]): PartOfId => {
      const path = `network.subnets.${name}.id`;
      return { path, id, what: 'network', is: id.replace(/\/subnets\/[^/]+$/, ''), must: network?.id ?? '' };
    });
    const keys = eachKey(site.adopt?.keys).flatMap(([path, key]) => [
      subscription(`${path}.id`, key.id),
      subscription(`${path}.identityId`, key.identityId),
    ]);
    const api = network?.privateZones?.kubernetes;
    return [
      ...(network ? [subscription('network.id', network.id)] : []),
      ...subnets,
      ...keys,
      ...(site.adopt?.cluster
        ? [subscription('cluster.id', site.adopt.cluster.id), subscription('cluster.disks', site.adopt.cluster.disks)]
        : []),
      ...(site.adopt?.registry ? [subscription('registry.id', site.adopt.registry.id)] : []),
      ...(api
        ? [
            {
              path: 'network.privateZones.kubernetes',
              id: api,
              what: 'region' as const,
              is: segment(api, 'privateDnsZones').split('.')[1] ?? '',
              must: site.region,
            },
          ]
        : []),
    ];
  },
};

/** What is adopted lies where the site lies. */
export const adoptedPlacesRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }) =>
    ofCloud(partsOf, site)
      .filter(({ is, must }) => is.toLowerCase() !== must.toLowerCase())
      .map(({ path, id, what, is, must }) => ({
        code: 'ADOPT_PLACE' as const,
        place: `sites[${index}].adopt.${path}`,
        message: `the ${what} is ${is}, that of the site ${must}`,
        value: id,
        allowed: [must],
        fix: `adopt one whose ${what} is ${must}`,
      })),
  );

const isJoined = ({ interconnect, name = '' }: EnvironmentView, site: CloudSiteConfig): boolean =>
  interconnect !== undefined &&
  (interconnect.links === 'all' ||
    interconnect.links.some(({ between }) => between.includes(siteName(name, site.cloud, site.region))));

/** What a network that is shared with the site's project or account cannot give. */
const sharedNetwork: ByCloudSite<RuleFinding[]> = {
  aws: () => [],
  google: ({ adopt, projectId, providers }) =>
    segment(adopt?.network?.id ?? '', 'projects') !== projectId && providers.cache === 'managed'
      ? [
          {
            code: 'ADOPT_PLACE',
            place: 'providers.cache',
            message: "endpoints of Memorystore in a shared VPC are let in by its host project, which is not the site's",
            value: providers.cache,
            allowed: ['in-cluster'],
            fix: "set providers.cache to 'in-cluster', or adopt a network of the project of the site",
          },
        ]
      : [],
  azure: () => [],
};

/** Where the site makes no way in of its own into a network of somebody else. */
const wayIn = (operatorCidrs: readonly string[] | undefined, index: number): ByCloudSite<RuleFinding[]> => ({
  aws: () => [],
  google: () => [],
  azure: () =>
    operatorCidrs?.length === 0
      ? [
          {
            code: 'ADOPT_NO_WAY_IN',
            place: 'operatorCidrs',
            message: `sites[${index}] makes no Bastion in a network of somebody else, and no network of operators is named`,
            value: operatorCidrs,
            fix: 'name the networks from which operators and the pipeline reach the adopted network',
          },
        ]
      : [],
});

/** Who owns a network joins it to others; and operators come in by it, where the site makes no way of its own. */
export const adoptedNetworksRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    if (statedRanges(site).length === 0) return [];
    const place = `sites[${index}].adopt.network`;
    return [
      ...(isJoined(environment, site)
        ? [
            {
              code: 'ADOPT_INTERCONNECT' as const,
              place,
              message: 'a link of `interconnect` would put a gateway and routes into the network of somebody else',
              value: site.adopt?.network?.id,
              fix: 'let the owner of the network join it, and list links between the other sites only',
            },
          ]
        : []),
      ...ofCloud(sharedNetwork, site).map((finding) => ({ ...finding, place: `sites[${index}].${finding.place}` })),
      ...ofCloud(wayIn(environment.operatorCidrs, index), site),
    ];
  });

/** Where a registry is looked at repository by repository, some must be named. */
const unseenRegistry = (repositories: readonly string[]): ByCloudSite<readonly string[]> => ({
  aws: ({ adopt }) => (adopt?.registry && repositories.length === 0 ? [adopt.registry.id] : []),
  google: () => [],
  azure: () => [],
});

/** What a site pulls from a registry of somebody else is named, so that it can be looked at. */
export const adoptedRegistriesRule: EnvironmentRule = ({ registry, ...environment }) =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] =>
    ofCloud(unseenRegistry(registry?.repositories ?? []), site).map((id) => ({
      code: 'ADOPT_REGISTRY' as const,
      place: `sites[${index}].adopt.registry`,
      message: 'ECR is looked at repository by repository, and registry.repositories names none',
      value: id,
      fix: 'name the repositories under it in registry.repositories',
    })),
  );

/** No two imports take one address. */
export const importsRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }) => {
    const all = site.import ?? [];
    return all.flatMap(({ stack, to }, position) => {
      const first = all.findIndex((other) => other.stack === stack && other.to === to);
      if (first === position) return [];
      return [
        {
          code: 'IMPORT_TWICE' as const,
          place: `sites[${index}].import[${position}]`,
          message: `the same address as import[${first}]`,
          value: to,
          fix: 'remove one of the two',
        },
      ];
    });
  });
