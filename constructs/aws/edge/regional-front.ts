import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import type { Construct } from 'constructs';
import type { EntryTarget } from '../../contracts';
import { siteScoped } from '../names';
import { AwsEdgeBalancer, type AwsEdgeBalancerProps } from './edge-balancer';
import { edgeFirewall } from './edge-firewall';
import { AwsEdgeLogs } from './edge-logs';
import { shielded } from './shield';

/**
 * The front of a site whose cloud has its distribution before another site: CloudFront knows a public name once in the
 * whole world, and goes by it alone, wherever DNS led. So a load balancer of the region takes callers in, behind the same
 * firewall; it needs nothing of the other site, and keeps no answers.
 */
export function regionalFront(scope: Construct, props: Omit<AwsEdgeBalancerProps, 'facing'>): EntryTarget {
  const { site, edge } = props;
  const { balancer } = new AwsEdgeBalancer(scope, 'balancer', { ...props, facing: 'internet' });
  const firewall = edgeFirewall(scope, { site, edge, before: 'balancer' });
  new Wafv2WebAclAssociation(scope, 'guarded', { resourceArn: balancer.arn, webAclArn: firewall.arn });
  new AwsEdgeLogs(scope, 'logs', { site, firewall });
  if (edge.ddos === 'advanced') shielded(scope, site, { name: siteScoped(site, 'edge'), resourceArn: balancer.arn });
  return { type: 'CNAME', value: balancer.dnsName };
}
