import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import {
  type AwsSite,
  automaticPools,
  provisioningModesOf,
  reservedPools,
  steadyPools,
} from '../../../environments/model';
import { type Cluster, siteNeeds } from '../../contracts';
import { siteKey } from '../data/adopted-key';
import { autoscalingRoleArn, machineStarters } from '../data/key';
import { AwsRole, serviceTrust } from '../iam';
import { logGroup } from '../log-group';
import { diskKeyName, siteScoped } from '../names';
import { AwsAccessHost } from '../network/access-host';
import type { AwsSiteNetwork } from '../site-network';
import { AwsAddOns, addOns } from './add-ons';
import { AwsAutoscalerIdentity } from './autoscaler-identity';
import { AwsClusterAccess } from './cluster-access';
import { AwsKarpenter, nodePolicies } from './karpenter';
import { spotRoleArn } from './karpenter-grants';
import { AwsNodePool } from './node-pools';
import { AwsReservation } from './reservations';

export interface AwsClusterProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
}

const controlPlaneLogs = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/**
 * An EKS cluster: private API server in three zones, secrets and disks under own keys, all five control plane logs kept
 * under the site's log key, IAM as the only way in, pods with identities of their own, network policies enforced.
 *
 * The way in for operators and the pipeline: the API server has no public address. It answers to the site's
 * `operatorCidrs` (VPN, Direct Connect, runners) and to the access host, through which Session Manager forwards a port
 * (see `AwsAccessHost`).
 *
 * The minor version is pinned: extended support keeps EKS from moving it until that ends, too. Nodes and add-ons move
 * when Terraform moves them, never by themselves.
 */
export class AwsCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  constructor(scope: Construct, id: string, { site, network }: AwsClusterProps) {
    super(scope, id);
    const secretsKey = siteKey(this, 'secrets-key', 'cluster', {
      site,
      name: 'cluster-secrets',
      description: `Kubernetes secrets of ${site.name}`,
    });
    const diskKey = siteKey(this, 'disk-key', 'disks', {
      site,
      name: diskKeyName,
      description: `Node disks and volumes of ${site.name}`,
      users: machineStarters(site, {
        AutoScaling: autoscalingRoleArn(site),
        ...(automaticPools(site).length > 0 ? { Spot: spotRoleArn(site) } : {}),
      }),
    });
    const accessHost = new AwsAccessHost(this, 'access-host', { site, network, diskKeyId: diskKey.keyId });

    const logs = logGroup(this, 'logs', {
      site,
      name: `/aws/eks/${site.name}/cluster`,
      keyId: network.logKeyId,
    });
    const role = this.controlPlaneRole(site, secretsKey.keyId);
    const cluster = new EksCluster(this, 'cluster', {
      name: site.name,
      version: site.kubernetesVersion,
      roleArn: role.arn,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      enabledClusterLogTypes: controlPlaneLogs,
      encryptionConfig: { provider: { keyArn: secretsKey.keyId }, resources: ['secrets'] },
      vpcConfig: {
        subnetIds: [...network.endpointSubnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        securityGroupIds: [this.apiAccess(site, network, accessHost.securityGroupId)],
      },
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: site.addresses.services },
      upgradePolicy: { supportType: 'EXTENDED' },
      // A failing zone gets no traffic.
      zonalShiftConfig: { enabled: true },
      // Every add-on is one of Terraform's.
      bootstrapSelfManagedAddons: false,
      deletionProtection: site.deletionProtection,
      dependsOn: [...role.ready, logs],
    });
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.oidcIssuer = cluster.identity.get(0).oidc.get(0).issuer;

    new AwsClusterAccess(this, 'access', { site, clusterName: cluster.name });
    const shared = { site, clusterName: cluster.name, diskKeyId: diskKey.keyId };
    const nodes = this.nodeRole(site);
    const base = new AwsAddOns(this, 'base', { ...shared, addOns: addOns.beforeNodes, dependsOn: [] });
    const pools = steadyPools(site).map(
      (pool) =>
        new AwsNodePool(this, `pool-${pool.name}`, {
          ...shared,
          pool,
          nodeRoleArn: nodes.arn,
          subnetIds: network.nodeSubnetIds,
          dependsOn: [...nodes.ready, ...base.ready],
        }).group,
    );
    new AwsAddOns(this, 'add-ons', {
      ...shared,
      addOns: [...addOns.afterNodes, ...(siteNeeds(site, 'files') ? addOns.files : [])],
      dependsOn: pools,
    });
    for (const pool of reservedPools(site).filter(({ automatic, reservation }) => automatic && !reservation.existing)) {
      new AwsReservation(this, `reserved-${pool.name}`, { site, pool });
    }
    const modes = provisioningModesOf(site);
    if (modes.includes('autoscaled')) new AwsAutoscalerIdentity(this, 'autoscaler', { site, cluster: this });
    if (modes.includes('automatic')) {
      new AwsKarpenter(this, 'karpenter', {
        site,
        cluster: this,
        clusterSecurityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
        diskKeyId: diskKey.keyId,
      });
    }
  }

  private controlPlaneRole(site: AwsSite, secretsKeyId: string): AwsRole {
    return new AwsRole(this, 'role', {
      site,
      name: ['cluster'],
      description: `Control plane of ${site.name}`,
      trust: serviceTrust('eks.amazonaws.com', { StringEquals: { 'aws:SourceAccount': site.accountId } }),
      managedPolicies: ['AmazonEKSClusterPolicy'],
      grants: [
        {
          actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
          resources: [secretsKeyId],
        },
      ],
    });
  }

  private nodeRole(site: AwsSite): AwsRole {
    return new AwsRole(this, 'node-role', {
      site,
      name: ['nodes'],
      description: `Nodes of ${site.name}`,
      trust: serviceTrust('ec2.amazonaws.com'),
      managedPolicies: nodePolicies,
    });
  }

  /** Who reaches the API server besides the nodes, which EKS lets in by itself. */
  private apiAccess(site: AwsSite, network: AwsSiteNetwork, accessHostGroupId: string): string {
    const name = siteScoped(site, 'api');
    const group = new SecurityGroup(this, 'api-access', {
      vpcId: network.networkId,
      name,
      description: 'API server: TLS from operators',
      tags: { Name: name },
    });
    const tls = { securityGroupId: group.id, ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
    for (const cidrIpv4 of site.operatorCidrs) {
      new VpcSecurityGroupIngressRule(this, `from-${cidrIpv4}`, { ...tls, cidrIpv4, description: 'Operators' });
    }
    new VpcSecurityGroupIngressRule(this, 'from-access-host', {
      ...tls,
      referencedSecurityGroupId: accessHostGroupId,
      description: 'Access host',
    });
    return group.id;
  }
}
