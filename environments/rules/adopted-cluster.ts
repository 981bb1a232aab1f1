import { poolsOf } from '../model/pools';
import type { PoolsConfig } from '../schema/pool-schema';
import { type ByCloudSite, type CloudSiteConfig, ofCloud } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const code = 'ADOPT_CLUSTER' as const;

/** What of the cluster nobody could look at, or put in, but its owner, by cloud. */
const ownersAlone: ByCloudSite<RuleFinding[]> = {
  aws: ({ people, adopt }) => [
    ...strangeGroups(adopt?.cluster?.nodeGroups),
    ...(people?.oidc
      ? [
          {
            code,
            place: 'people.oidc',
            message: 'a further identity provider is a setting of the cluster, which its owner has',
            value: people.oidc.issuer,
            fix: 'let people in by IAM roles, or leave adopt.cluster out',
          },
        ]
      : []),
  ],
  google: () => [],
  azure: () => [],
};

/** Two pools in one node group could not have labels of their own. */
function strangeGroups(groups: Readonly<Record<string, string | undefined>> = {}): RuleFinding[] {
  const all = Object.entries(groups);
  return all.flatMap(([pool, group], position) => {
    const first = all.slice(0, position).find(([, other]) => other !== undefined && other === group);
    if (!first) return [];
    return [
      {
        code,
        place: `adopt.cluster.nodeGroups.${pool}`,
        message: `the same node group as that of ${first[0]}`,
        value: group,
        fix: 'name a node group of its own for each pool: machines have the label of one pool',
      },
    ];
  });
}

/** Words that make something, and would make it in the cluster of somebody else. */
function poolFindings(pools: PoolsConfig | undefined, site: CloudSiteConfig): RuleFinding[] {
  if (!pools) return [];
  return poolsOf(pools, site).flatMap(({ pool, mode }): RuleFinding[] => {
    const place = `pools.${pool.name}`;
    return [
      ...(mode === 'automatic'
        ? [
            {
              code,
              place: `${place}.provisioning`,
              message: 'only the owner of a cluster can have machines made for waiting pods',
              value: mode,
              allowed: ['autoscaled'],
              fix: "set pools.provisioning of the site to 'autoscaled': bounds then say what its owner has",
            } as const,
          ]
        : []),
      ...(pool.reservation
        ? [
            {
              code,
              place: `${place}.reservation`,
              message: 'machines of an adopted cluster are reserved by its owner',
              value: pool.reservation,
              fix: 'leave the reservation out for this site',
            } as const,
          ]
        : []),
      ...(pool.scratch
        ? [
            {
              code,
              place: `${place}.scratch`,
              message:
                'what local disks of machines are used for is set by the owner of the cluster, and shows nowhere',
              value: pool.scratch,
              fix: 'leave scratch out for this site',
            } as const,
          ]
        : []),
      ...(pool.sharing
        ? [
            {
              code,
              place: `${place}.sharing`,
              message: 'how GPUs are shared is set on machines, which are those of the owner of the cluster',
              value: pool.sharing,
              fix: 'leave sharing out for this site: pods have whole GPUs',
            } as const,
          ]
        : []),
    ];
  });
}

/** A cluster of somebody else lies in a network of somebody else, and nothing is asked of it that only its owner can do. */
export const adoptedClustersRule: EnvironmentRule = ({ pools, operatorCidrs, ...environment }) =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    const { adopt } = site;
    if (!adopt?.cluster) return [];
    const findings: RuleFinding[] = [
      ...(adopt.network
        ? []
        : [
            {
              code,
              place: 'adopt.cluster',
              message: 'a cluster lies in a network that is there already, and none is adopted',
              value: adopt.cluster.id,
              fix: 'name the network of the cluster in adopt.network',
            } as const,
          ]),
      ...(['cluster', 'disks'] as const).flatMap((name): RuleFinding[] =>
        adopt.keys?.[name] === undefined
          ? []
          : [
              {
                code,
                place: `adopt.keys.${name}`,
                message: 'keys of an adopted cluster are those of its owner',
                value: adopt.keys[name],
                fix: `leave it out${name === 'disks' ? '; volumes are encrypted with adopt.cluster.disks' : ''}`,
              },
            ],
      ),
      ...poolFindings(pools, site),
      ...ofCloud(ownersAlone, site),
    ];
    const noWayIn: RuleFinding[] =
      operatorCidrs?.length === 0
        ? [
            {
              code: 'ADOPT_NO_WAY_IN',
              place: 'operatorCidrs',
              message: `sites[${index}] makes no way into the cluster of somebody else, and no network of operators is named`,
              value: operatorCidrs,
              fix: 'name the networks from which operators and the pipeline reach the adopted cluster',
            },
          ]
        : [];
    return [
      ...findings.map((finding) => ({ ...finding, place: `sites[${index}].${finding.place}` })),
      ...ofCloud(needsWayIn(noWayIn), site),
    ];
  });

/** Google's front end lets the pipeline in by IAM from anywhere; on Azure the network's own rule asks already. */
const needsWayIn = (findings: RuleFinding[]): ByCloudSite<RuleFinding[]> => ({
  aws: () => findings,
  google: () => [],
  azure: () => [],
});
