import { awsQuotas, awsResourceQuotas as quotas } from '../../environments/facts/quotas/aws';
import { type AwsSite, hasCloudEdge } from '../../environments/model';
import type { QuotaDemand } from '../../environments/model/machine-demand';
import type { SiteOutput } from '../site-output';
import { bootDisksGiB, demand, numberOf, resourcesOf, sumOf } from './site-resources';
import { volumeStorageGiB } from './volume-storage';

/** What stands beside Bottlerocket's own volume. */
const systemVolumeGiB = 4;

/** The most rules that one security group has. */
function mostRules(output: SiteOutput): number {
  const groups = resourcesOf(output, 'aws_vpc_security_group_ingress_rule').map((rule) => rule.security_group_id);
  return Math.max(0, ...[...new Set(groups)].map((group) => groups.filter((other) => other === group).length));
}

/** Machines outside the pools are the smallest there are: the operators' way in. */
const vcpusOfOwnMachine = 2;

/** What the stacks of a site on AWS make that accounts have only so many of. */
export function awsDemands(site: AwsSite, output: SiteOutput): QuotaDemand[] {
  const count = (type: string): number => resourcesOf(output, type).length;
  const databases = resourcesOf(output, 'aws_db_instance');
  const storage = sumOf(databases.map((one) => numberOf(one.max_allocated_storage) || numberOf(one.allocated_storage)));
  const endpoints = resourcesOf(output, 'aws_vpc_endpoint').filter((one) => one.vpc_endpoint_type === 'Interface');
  const ownMachines = sumOf(resourcesOf(output, 'aws_autoscaling_group').map((one) => numberOf(one.max_size)));
  const gateways = output.manifests.filter(({ kind }) => kind === 'Gateway');
  const boot = bootDisksGiB(
    site.pools.map((pool) => ({ ...pool, diskGiB: pool.diskGiB + systemVolumeGiB })),
    awsQuotas.surge,
  );
  const volumes = volumeStorageGiB(output.manifests);
  const [standard] = awsQuotas.ofMachine('t4g.nano', { vcpus: 2, memoryGiB: 0.5, architecture: 'arm64' }, 'on-demand');
  return [
    ...(standard
      ? demand(standard.quota, ownMachines * vcpusOfOwnMachine, `${ownMachines} machine as the operators' way in`)
      : []),
    ...demand(quotas.elasticIps, count('aws_eip'), 'addresses of NAT gateways'),
    ...demand(quotas.vpcs, count('aws_vpc'), 'the network of the site'),
    ...demand(
      quotas.natGateways,
      Math.ceil(count('aws_nat_gateway') / site.zones.length),
      `${count('aws_nat_gateway')} over ${site.zones.length} zones`,
    ),
    ...demand(quotas.interfaceEndpoints, endpoints.length, 'private endpoints of the network'),
    ...demand(quotas.securityGroupRules, mostRules(output), 'the group with the most inbound rules'),
    ...demand(quotas.clusters, count('aws_eks_cluster'), 'the cluster of the site'),
    ...demand(quotas.nodeGroups, count('aws_eks_node_group'), 'autoscaled pools'),
    ...demand(
      quotas.nodesPerGroup,
      Math.max(0, ...site.pools.map((pool) => (pool.automatic ? 0 : pool.maxNodes + awsQuotas.surge(pool)))),
      'the largest pool, during an upgrade',
    ),
    ...demand(quotas.databases, databases.length, `${databases.length} databases of services`),
    ...demand(quotas.databaseStorage, storage, 'databases, grown as far as they may'),
    ...demand(quotas.volumes, boot, 'boot disks of all machines'),
    ...demand(quotas.volumes, volumes, 'volumes of pods'),
    ...demand(quotas.loadBalancers, gateways.length, 'the gateway of the site'),
    // Of stacks of the whole environment: one at each end of its links, and one before the first site with an edge.
    ...demand(quotas.vpnGateways, (site.linkedTo ?? []).length > 0 ? 1 : 0, 'the links to other sites'),
    ...demand(
      quotas.distributions,
      site.edge && hasCloudEdge(site.name, site.edge) ? 1 : 0,
      'the public edge of the site',
    ),
    ...demand(quotas.fileSystems, count('aws_efs_file_system'), 'folders that services share'),
    ...demand(quotas.policies, count('aws_iam_policy'), 'policies of the pipeline, and the boundary of all roles'),
    ...demand(quotas.roles, count('aws_iam_role'), 'roles of the cluster, services and pipeline'),
    ...demand(quotas.buckets, count('aws_s3_bucket'), 'buckets of services, logs and state'),
  ];
}
