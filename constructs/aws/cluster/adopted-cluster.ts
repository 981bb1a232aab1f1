import { DataAwsCloudwatchLogGroup } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-log-group';
import { DataAwsEksAccessEntry } from '@cdktf/provider-aws/lib/data-aws-eks-access-entry';
import { DataAwsEksAddon } from '@cdktf/provider-aws/lib/data-aws-eks-addon';
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsEksNodeGroup } from '@cdktf/provider-aws/lib/data-aws-eks-node-group';
import { Construct } from 'constructs';
import type { AwsAdoptedCluster as AdoptedWords, AwsSite, NodePool } from '../../../environments/model';
import { type Cluster, siteNeeds } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { poolChecks, type ShownPools } from '../../terraform/adopted-pools';
import { AwsAdoptedKey } from '../data/adopted-key';
import { logRetentionDays } from '../log-group';
import { eksName } from '../names';
import { entriesOf } from './cluster-access';

const idsOf = (subnets: readonly { readonly id: string }[] = []): string => JSON.stringify(subnets.map(({ id }) => id));

/** Every log of the control plane. */
const logs = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

const clusterChecks = (
  { adopt, kubernetesVersion, deletionProtection }: AwsSite,
  { serviceRange }: AdoptedWords,
): readonly AdoptedCheck[] => [
  {
    holds: 'self.status == "ACTIVE"',
    message: 'the cluster is not ready for use',
    got: 'self.status',
    fix: 'wait, or ask its owner',
  },
  {
    holds: `self.version == ${quoted(kubernetesVersion)}`,
    message: `the cluster does not run Kubernetes ${kubernetesVersion}`,
    got: 'self.version',
    fix: 'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
  },
  {
    holds: 'one(self.upgrade_policy[*].support_type) == "EXTENDED"',
    message: 'EKS moves the cluster to the next version when standard support ends',
    got: 'self.upgrade_policy',
    fix: 'let its owner turn on extended support',
  },
  {
    holds: 'alltrue([for v in self.vpc_config : v.endpoint_private_access && !v.endpoint_public_access])',
    message: 'the API server answers to the internet',
    got: 'self.vpc_config',
    fix: 'let its owner turn the public endpoint off and the private one on',
  },
  {
    holds: `alltrue([for v in self.vpc_config : v.vpc_id == ${quoted(adopt?.network?.id ?? '')} && length(setsubtract(v.subnet_ids, ${idsOf(adopt?.network?.subnets.endpoints)})) == 0])`,
    message: 'the control plane has its interfaces outside adopt.network.subnets.endpoints',
    got: 'self.vpc_config[*].subnet_ids',
    fix: 'name the subnets of the control plane as endpoints: network policies let services reach the API server there',
  },
  {
    holds: `length(setsubtract(${JSON.stringify(logs)}, self.enabled_cluster_log_types)) == 0`,
    message: 'the control plane does not write all of its five logs',
    got: 'self.enabled_cluster_log_types',
    fix: 'let its owner turn on all five',
  },
  {
    holds: 'one(self.access_config[*].authentication_mode) == "API"',
    message: 'a ConfigMap in the cluster lets people in, besides IAM',
    got: 'self.access_config[*].authentication_mode',
    fix: 'let its owner set the authentication mode to API',
  },
  {
    holds: `one(self.kubernetes_network_config[*].service_ipv4_cidr) == ${quoted(serviceRange)}`,
    message: `the range of services is not ${serviceRange}`,
    got: 'self.kubernetes_network_config[*].service_ipv4_cidr',
    fix: 'state the range as EKS shows it',
  },
  ...(deletionProtection
    ? [
        {
          holds: 'self.deletion_protection',
          message: 'the cluster can be deleted by accident',
          got: 'self.deletion_protection',
          fix: 'let its owner turn on deletion protection',
        },
      ]
    : []),
];

const logChecks = ({ auditLogRetentionDays }: AwsSite): readonly AdoptedCheck[] => {
  const days = logRetentionDays(auditLogRetentionDays);
  return [
    {
      holds: 'self.kms_key_id != ""',
      message: 'logs of the control plane are not encrypted with an own key',
      got: 'self.kms_key_id',
      fix: 'let its owner associate a key with the log group',
    },
    {
      holds: `self.retention_in_days == 0${days === 0 ? '' : ` || self.retention_in_days >= ${days}`}`,
      message: `logs of the control plane are not kept for ${auditLogRetentionDays} days`,
      got: 'self.retention_in_days',
      fix: 'let its owner keep them for longer, or set auditLogRetentionDays to what is agreed',
    },
  ];
};

/** A node group as the only one of its kind: a data source shows one. */
const shown: ShownPools = {
  all: '[self]',
  labels: 'p.labels',
  taints: '[for t in p.taints : format("%s=%s", t.key, t.value) if t.effect != "PREFER_NO_SCHEDULE"]',
  machineTypes: 'p.instance_types',
  maxNodes: 'try(sum(p.scaling_config[*].max_size), 0)',
  besides: () => [],
};

const groupChecks = (
  { adopt, kubernetesVersion }: AwsSite,
  { nodeRole }: AdoptedWords,
  pool: NodePool,
): readonly AdoptedCheck[] => [
  ...poolChecks(shown, [pool]),
  {
    holds: `self.capacity_type == ${quoted(pool.spot ? 'SPOT' : 'ON_DEMAND')}`,
    message: pool.spot ? 'AWS does not sell the machines as Spot' : 'AWS can take the machines back at any time',
    got: 'self.capacity_type',
    fix: 'name another node group in adopt.cluster.nodeGroups',
  },
  {
    holds: `self.version == ${quoted(kubernetesVersion)}`,
    message: `the machines do not run Kubernetes ${kubernetesVersion}`,
    got: 'self.version',
    fix: 'let its owner upgrade the node group with the cluster',
  },
  {
    holds: `length(setsubtract(self.subnet_ids, ${idsOf(adopt?.network?.subnets.nodes)})) == 0`,
    message: 'machines lie outside adopt.network.subnets.nodes',
    got: 'self.subnet_ids',
    fix: 'name the subnets of the node group as nodes: databases and network policies let in what comes from there',
  },
  // Those that services run on without a wish survive the loss of a zone.
  ...(pool.taints.length === 0
    ? [
        {
          holds: `length(setsubtract(${idsOf(adopt?.network?.subnets.nodes)}, self.subnet_ids)) == 0`,
          message: 'machines do not lie in all three zones',
          got: 'self.subnet_ids',
          fix: 'let its owner spread the node group over the three subnets of nodes',
        },
      ]
    : []),
  {
    holds: `self.node_role_arn == ${quoted(nodeRole)}`,
    message: 'machines have another role than adopt.cluster.nodeRole',
    got: 'self.node_role_arn',
    fix: 'state the role of the node groups, which is one for all',
  },
];

/** Add-ons that the platform rests on, with what must hold of each. That there is one, the data source itself asks. */
const addOns = (site: AwsSite): Readonly<Record<string, readonly AdoptedCheck[]>> => {
  const there: AdoptedCheck = {
    holds: 'self.addon_version != ""',
    message: 'the add-on is not installed',
    fix: 'let its owner install it as an add-on of EKS',
  };
  return {
    'eks-pod-identity-agent': [there],
    'vpc-cni': [
      {
        holds: 'can(regex("\\"enableNetworkPolicy\\"\\\\s*:\\\\s*\\"?true", self.configuration_values))',
        message: 'network policies are not enforced',
        got: 'self.configuration_values',
        fix: 'let its owner set enableNetworkPolicy to "true" in the configuration of vpc-cni',
      },
    ],
    'aws-ebs-csi-driver': [there],
    'snapshot-controller': [there],
    'metrics-server': [there],
    ...(siteNeeds(site, 'files') ? { 'aws-efs-csi-driver': [there] } : {}),
  };
};

export interface AwsAdoptedClusterProps {
  readonly site: AwsSite;
  readonly words: AdoptedWords;
}

/**
 * An EKS cluster of somebody else in the adopted network, with its machines and add-ons. Data sources look at it each time
 * Terraform plans; nothing of it is made here. What the site adds later lies beside it: associations of its own roles
 * with its own service accounts. Access entries of the pipeline and of people its owner makes, and each is looked at.
 */
export class AwsAdoptedCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  constructor(scope: Construct, id: string, { site, words }: AwsAdoptedClusterProps) {
    super(scope, id);
    const place = `${site.name} adopt.cluster`;
    const cluster = new DataAwsEksCluster(this, 'cluster', {
      name: eksName(site),
      lifecycle: adoptedLifecycle(`${place}.id`, clusterChecks(site, words)),
    });
    new DataAwsCloudwatchLogGroup(this, 'logs', {
      name: `/aws/eks/${eksName(site)}/cluster`,
      lifecycle: adoptedLifecycle(`${place}.id`, logChecks(site)),
    });
    new AwsAdoptedKey(this, 'disk-key', { site, place: 'cluster.disks', arn: words.disks });
    for (const [addonName, checks] of Object.entries(addOns(site))) {
      new DataAwsEksAddon(this, addonName, {
        clusterName: cluster.name,
        addonName,
        lifecycle: adoptedLifecycle(`${place}.id ${addonName}`, checks),
      });
    }
    for (const pool of site.pools) {
      new DataAwsEksNodeGroup(this, `pool-${pool.name}`, {
        clusterName: cluster.name,
        nodeGroupName: words.nodeGroups[pool.purpose] ?? pool.name,
        lifecycle: adoptedLifecycle(`${place}.nodeGroups.${pool.name}`, groupChecks(site, words, pool)),
      });
    }
    this.access(site, cluster.name);
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.oidcIssuer = cluster.identity.get(0).oidc.get(0).issuer;
  }

  private access(site: AwsSite, clusterName: string): void {
    for (const [principalArn, { policy, groups = [] }] of Object.entries(entriesOf(site))) {
      const role = principalArn.replace(/^.*\//, '');
      new DataAwsEksAccessEntry(this, role, {
        clusterName,
        principalArn,
        lifecycle: adoptedLifecycle(`${site.name} adopt.cluster.id ${role}`, [
          {
            holds: `self.type == "STANDARD" && length(setsubtract(${JSON.stringify(groups)}, self.kubernetes_groups)) == 0`,
            message: `the access entry is not of type STANDARD with the groups ${groups.join(', ') || '-'}`,
            got: '[self.type, self.kubernetes_groups]',
            fix: `let the owner of the cluster make it so${policy ? `, with the policy ${policy}` : ''}`,
          },
        ]),
      });
    }
  }
}
