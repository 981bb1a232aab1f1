import type { CloudQuotas, MachineQuota, Market, Quota, QuotaUnit } from './quota';

/**
 * Quotas of AWS that sites run into, with their codes in Service Quotas, as of 2026-11-21. Values are those of a new
 * account: AWS raises the ones of machines by itself as an account is used, and starts some accounts lower.
 */
const asOf = '2026-11-21';

const source = {
  ec2: 'docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html',
  vpc: 'docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
  eks: 'docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
  rds: 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html',
  ebs: 'docs.aws.amazon.com/general/latest/gr/ebs-service.html',
  vpn: 'docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html',
  elasticfilesystem: 'docs.aws.amazon.com/general/latest/gr/elasticfilesystem.html',
  cloudfront: 'docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html',
  iam: 'docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  s3: 'docs.aws.amazon.com/general/latest/gr/s3.html',
  elasticloadbalancing: 'docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html',
} as const;

const quota = (
  service: keyof typeof source,
  code: string,
  name: string,
  unit: QuotaUnit,
  newAccount: number,
  more: Partial<Quota> = {},
): Quota => ({ code, name, service, unit, newAccount, source: source[service], asOf, ...more });

/** Old accounts have more; AWS raises these by itself with use. */
const grows = { unsure: 'AWS starts accounts with other values, and raises this one with use' };

const machines = {
  standard: {
    'on-demand': quota(
      'ec2',
      'L-1216C47A',
      'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      'vCPUs',
      5,
      grows,
    ),
    spot: quota(
      'ec2',
      'L-34B43A08',
      'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
      'vCPUs',
      5,
      grows,
    ),
  },
  g: {
    'on-demand': quota('ec2', 'L-DB2E81BA', 'Running On-Demand G and VT instances', 'vCPUs', 0),
    spot: quota('ec2', 'L-3819A6DF', 'All G and VT Spot Instance Requests', 'vCPUs', 0),
  },
  p: {
    'on-demand': quota('ec2', 'L-417A185B', 'Running On-Demand P instances', 'vCPUs', 0),
    spot: quota('ec2', 'L-7212CCBC', 'All P4, P3 and P2 Spot Instance Requests', 'vCPUs', 0, {
      unsure: 'its name has changed with the families that it counts; go by the code',
    }),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Market, Quota>>>>;

/** What stacks make, one by one. */
export const awsResourceQuotas = {
  elasticIps: quota('ec2', 'L-0263D0A3', 'EC2-VPC Elastic IPs', 'addresses', 5),
  vpcs: quota('vpc', 'L-F678F1CE', 'VPCs per Region', 'pieces', 5),
  natGateways: quota('vpc', 'L-FE5A380F', 'NAT gateways per Availability Zone', 'pieces', 5),
  interfaceEndpoints: quota('vpc', 'L-29B6F2EB', 'Interface VPC endpoints per VPC', 'endpoints', 50),
  securityGroupRules: quota('vpc', 'L-0EA8095F', 'Inbound or outbound rules per security group', 'pieces', 60),
  clusters: quota('eks', 'L-1194D53C', 'Clusters', 'pieces', 100),
  nodeGroups: quota('eks', 'L-6D54EA21', 'Managed node groups per cluster', 'pieces', 30),
  nodesPerGroup: quota('eks', 'L-BD136A63', 'Nodes per managed node group', 'pieces', 450),
  databases: quota('rds', 'L-7B6409FD', 'DB instances', 'databases', 40),
  databaseStorage: quota('rds', 'L-7ADDB58A', 'Total storage for all DB instances', 'GiB', 100_000),
  volumes: quota('ebs', 'L-7A658B76', 'Storage for General Purpose SSD (gp3) volumes, in TiB', 'GiB', 50, {
    step: 1024,
  }),
  loadBalancers: quota('elasticloadbalancing', 'L-69A177A2', 'Network Load Balancers per Region', 'pieces', 50),
  // Kept by EC2, and written down with the VPN.
  vpnGateways: quota('ec2', 'L-7029FAB6', 'Virtual private gateways per Region', 'pieces', 5, { source: source.vpn }),
  fileSystems: quota('elasticfilesystem', 'L-848C634D', 'File systems per account', 'pieces', 1000),
  distributions: quota('cloudfront', 'L-24B04930', 'Web distributions per AWS account', 'pieces', 200, {
    global: true,
    unsure: 'AWS has raised it for new accounts, and not for all that are there',
  }),
  policies: quota('iam', 'L-E95E4862', 'Customer managed policies per account', 'pieces', 1500, { global: true }),
  roles: quota('iam', 'L-FE177D64', 'Roles per account', 'pieces', 1000, { global: true }),
  buckets: quota('s3', 'L-DC2B2D3D', 'General purpose buckets', 'pieces', 10_000, { global: true }),
} as const;

/** Families by the letters before their number: `g6.xlarge` and `vt1` count together, `p5`, and all others. */
function groupOf(type: string): keyof typeof machines {
  const letters = /^[a-z]+/.exec(type)?.[0];
  if (letters === 'g' || letters === 'vt') return 'g';
  return letters === 'p' ? 'p' : 'standard';
}

const zonesPerSite = 3;
const upgradedShare = 0.33;

export const awsQuotas: CloudQuotas = {
  all: [...Object.values(machines).flatMap((group) => Object.values(group)), ...Object.values(awsResourceQuotas)],
  ofMachine: (type, _machine, market): readonly MachineQuota[] => [
    { quota: machines[groupOf(type)][market], counts: 'vcpus' },
  ],
  // docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html: twice the number of zones, or the share
  // that is upgraded at a time, whichever is more.
  surge: ({ maxNodes }) => Math.max(2 * zonesPerSite, Math.ceil(maxNodes * upgradedShare)),
};
