import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { AwsSiteNetwork } from '../site-network';

export interface ClusterOnlyGroupProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly name: string;
  readonly description: string;
  /** What is reached, as rules describe it. */
  readonly software: string;
  readonly port: number;
}

/** Nodes and pods of the site come in by TCP; nothing goes out. Which pods, the network policies say. Gives the id. */
export function clusterOnlyGroup(scope: Construct, props: ClusterOnlyGroupProps): string {
  const { site, network, name, description, software, port } = props;
  const group = new SecurityGroup(scope, 'group', {
    vpcId: network.networkId,
    name,
    description,
    tags: { Name: name },
  });
  for (const cidr of [...site.addresses.nodes, site.addresses.pods]) {
    new VpcSecurityGroupIngressRule(scope, `from-${cidr}`, {
      securityGroupId: group.id,
      description: `${software} from the cluster`,
      cidrIpv4: cidr,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    });
  }
  return group.id;
}
