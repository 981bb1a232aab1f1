import { allMonth, fixed, freeOf, type Pricer, type PricingContext, type PricingTable, usage } from '../pricing';
import { isOn, textAt, valueAt } from '../resource';

/** An interface endpoint is paid for in each of its subnets; one that is a route costs nothing. */
const endpoint: Pricer = ({ values }, { assume }) => {
  if (textAt(values, 'vpc_endpoint_type', 'Gateway') !== 'Interface') return [];
  const subnets = [valueAt(values, 'subnet_ids') ?? []].flat().length;
  return [allMonth('private-endpoint', Math.max(1, subnets)), usage('private-endpoint/data', assume('endpointGiB'))];
};

const balancer: Pricer = ({ values }, { assume }) => {
  const type = textAt(values, 'load_balancer_type', 'application');
  return [allMonth(`load-balancer/${type}`), usage(`load-balancer/${type}-capacity`, assume('balancerUnits') * 730)];
};

/** Zones at which checks come from outside: HTTPS is a feature that costs more; AWS counts any address as outside. */
const healthCheck: Pricer = ({ values }) => [
  fixed('dns/health-check', 1),
  ...(textAt(values, 'type').startsWith('HTTPS') ? [fixed('dns/health-check-feature', 1)] : []),
];

/** Whether anything of a site can talk to another zone. */
const severalZones = ({ atSite }: PricingContext): boolean =>
  new Set(atSite('aws_subnet').map(({ values }) => values.availability_zone ?? values.availability_zone_id)).size > 1;

export const network: PricingTable = {
  aws_vpc: (_, context) => [
    usage('traffic/zone', severalZones(context) ? context.assume('betweenZonesGiB') : 0),
    usage('traffic/internet', context.assume('internetGiB')),
  ],
  aws_nat_gateway: (_, { assume }) => [allMonth('nat/gateway'), usage('nat/data', assume('natGiB'))],
  aws_eip: () => [allMonth('address/public')],
  aws_vpc_endpoint: endpoint,
  aws_lb: balancer,
  aws_vpn_connection: (_, { assume }) => [
    allMonth('vpn/connection'),
    usage('traffic/internet', assume('betweenSitesGiB')),
  ],
  aws_vpc_peering_connection: (_, { assume }) => [usage('traffic/region', assume('betweenSitesGiB'))],
  aws_route53_zone: (_, { assume }) => [fixed('dns/zone', 1), usage('dns/queries', assume('dnsMillionQueries'))],
  aws_route53_health_check: healthCheck,
  aws_flow_log: (_, { assume }) => [usage('logs/ingested', assume('flowLogGiB'))],
  aws_wafv2_web_acl: ({ values }, { assume }) => [
    fixed('firewall/list', 1),
    fixed('firewall/rule', [valueAt(values, 'rule') ?? []].flat().length),
    usage('firewall/requests', assume('edgeMillionRequests')),
  ],
  aws_cloudfront_distribution: ({ values }, { assume }) => [
    usage('edge/data', isOn(values, 'enabled') ? assume('edgeGiB') : 0),
    usage('edge/requests', isOn(values, 'enabled') ? assume('edgeMillionRequests') * 100 : 0),
  ],
  aws_shield_subscription: () => [fixed('ddos/subscription', 1)],
  ...freeOf('an address, a route or a rule of a network whose gateways, endpoints and traffic are priced', [
    'aws_customer_gateway',
    'aws_default_security_group',
    'aws_ec2_managed_prefix_list',
    'aws_internet_gateway',
    'aws_network_interface',
    'aws_route',
    'aws_route_table',
    'aws_route_table_association',
    'aws_security_group',
    'aws_subnet',
    'aws_vpc_ipv4_cidr_block_association',
    'aws_vpc_peering_connection_accepter',
    'aws_vpc_peering_connection_options',
    'aws_vpc_security_group_egress_rule',
    'aws_vpc_security_group_ingress_rule',
    'aws_vpn_gateway',
    'aws_vpn_gateway_route_propagation',
  ]),
  ...freeOf('part of a zone, a balancer or an edge, which is priced', [
    'aws_acm_certificate',
    'aws_acm_certificate_validation',
    'aws_cloudfront_response_headers_policy',
    'aws_cloudfront_vpc_origin',
    'aws_lb_listener',
    'aws_lb_target_group',
    'aws_lb_target_group_attachment',
    'aws_route53_hosted_zone_dnssec',
    'aws_route53_key_signing_key',
    'aws_route53_record',
    'aws_shield_protection',
    'aws_wafv2_web_acl_association',
    'aws_wafv2_web_acl_logging_configuration',
  ]),
};
