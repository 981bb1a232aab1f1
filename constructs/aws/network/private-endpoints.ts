import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { siteNeeds } from '../../contracts';
import { policyDocument, type Statement } from '../iam';
import { siteScoped } from '../names';

/** Services that nodes, pods and operators reach without leaving the network. */
const interfaceServices = [
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'kms',
  'logs',
  'secretsmanager',
  'ssm',
  'ssmmessages',
  'sts',
] as const;

/** Only where a service of the site asks for a warehouse: each costs by the hour and zone. */
const warehouseServices = ['athena', 'glue'] as const;

/** Services whose endpoint serves the site's own account only: nobody can carry data out with another one's keys. */
const ownAccountOnly: readonly string[] = ['kms', 'logs', 'secretsmanager', ...warehouseServices];

const ownPrincipals = ({ accountId }: AwsSite): Statement => ({
  sid: 'OwnPrincipals',
  actions: ['*'],
  resources: ['*'],
  principals: { AWS: '*' },
  conditions: { StringEquals: { 'aws:PrincipalAccount': accountId } },
});

/** Buckets of the site's account, and those of Amazon's that images and packages come from. */
const s3Statements = ({ accountId, region }: AwsSite): Statement[] => [
  {
    sid: 'OwnBuckets',
    actions: ['s3:*'],
    resources: ['*'],
    principals: { AWS: '*' },
    conditions: { StringEquals: { 'aws:PrincipalAccount': accountId, 'aws:ResourceAccount': accountId } },
  },
  {
    sid: 'ImagesAndPackages',
    actions: ['s3:GetObject'],
    resources: [
      `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
      `arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
    ],
    principals: { AWS: '*' },
  },
];

/** Services of AWS that answer at addresses of the site's network; S3 does by a route. */
export const endpointServices = (site: AwsSite): readonly string[] => [
  ...interfaceServices,
  ...(siteNeeds(site, 'warehouse') ? warehouseServices : []),
];

export const endpointServiceName = ({ region }: AwsSite, service: string): string =>
  `com.amazonaws.${region}.${service}`;

export interface AwsPrivateEndpointsProps {
  readonly site: AwsSite;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
}

/** Private ways to AWS's own services: S3 by route, the others by an address in each zone. */
export class AwsPrivateEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: AwsPrivateEndpointsProps) {
    super(scope, id);
    const { site, vpcId } = props;
    const name = siteScoped(site, 'endpoints');
    const group = new SecurityGroup(this, 'group', {
      vpcId,
      name,
      description: 'Private endpoints: TLS from the network of the site',
      tags: { Name: name },
    });
    for (const range of ['network', 'pods'] as const) {
      new VpcSecurityGroupIngressRule(this, `from-${range}`, {
        securityGroupId: group.id,
        description: `TLS from ${range}`,
        cidrIpv4: site.addresses[range],
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
      });
    }
    new VpcEndpoint(this, 's3', {
      vpcId,
      serviceName: endpointServiceName(site, 's3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...props.routeTableIds],
      policy: policyDocument(s3Statements(site)),
      tags: { Name: siteScoped(site, 's3') },
    });
    for (const interfaceService of endpointServices(site)) {
      new VpcEndpoint(this, interfaceService, {
        vpcId,
        serviceName: endpointServiceName(site, interfaceService),
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [group.id],
        ...(ownAccountOnly.includes(interfaceService) ? { policy: policyDocument([ownPrincipals(site)]) } : {}),
        tags: { Name: siteScoped(site, interfaceService) },
      });
    }
  }
}
