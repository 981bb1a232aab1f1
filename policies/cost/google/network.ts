import { allMonth, fixed, freeOf, type Pricer, type PricingContext, type PricingTable, usage } from '../pricing';
import { blocksAt, textAt, valueAt } from '../resource';

/** A rule that leads to a published service is an endpoint; any other belongs to a load balancer. */
const forwardingRule: Pricer = ({ values }, { assume }) =>
  valueAt(values, 'load_balancing_scheme') === ''
    ? [allMonth('private-endpoint'), usage('private-endpoint/data', assume('endpointGiB'))]
    : [allMonth('load-balancer/forwarding-rule'), usage('load-balancer/data', assume('balancerGiB'))];

/** Addresses inside the network cost nothing. */
const address: Pricer = ({ values }) =>
  textAt(values, 'address_type', 'EXTERNAL') === 'INTERNAL' ? [] : [allMonth('address/public')];

const zone = /^[a-z]+-[a-z]+\d+-[a-z]$/;

/** Whether anything of a site can talk to another zone: pools are in those that they name, else in those of their cluster. */
const severalZones = ({ atSite }: PricingContext): boolean =>
  ['google_container_cluster', 'google_container_node_pool'].flatMap(atSite).some(({ type, values }) => {
    const named = [valueAt(values, 'node_locations') ?? []].flat();
    if (named.length > 0) return named.length > 1;
    const { location } = values;
    return type === 'google_container_cluster' && typeof location === 'string' && !zone.test(location);
  });

export const network: PricingTable = {
  google_compute_network: (_, context) => [
    usage('traffic/zone', severalZones(context) ? context.assume('betweenZonesGiB') : 0),
    usage('traffic/internet', context.assume('internetGiB')),
  ],
  // By its machines, up to the price of 32; a site has that many when its pools are busy.
  google_compute_router_nat: (_, { assume }) => [
    allMonth('nat/gateway'),
    usage('nat/data', assume('natGiB')),
    usage('logs/ingested', assume('logGiB')),
  ],
  google_compute_address: address,
  google_compute_global_address: address,
  google_compute_forwarding_rule: forwardingRule,
  google_compute_global_forwarding_rule: () => [allMonth('load-balancer/forwarding-rule')],
  google_compute_backend_service: ({ values }, { assume }) => [
    usage(valueAt(values, 'enable_cdn') === true ? 'edge/data' : 'load-balancer/data', assume('edgeGiB')),
  ],
  google_compute_subnetwork: ({ values }, { assume }) =>
    valueAt(values, 'log_config') === undefined ? [] : [usage('logs/ingested', assume('flowLogGiB'))],
  google_compute_vpn_tunnel: (_, { assume }) => [
    allMonth('vpn/tunnel'),
    usage('traffic/internet', assume('betweenSitesGiB')),
  ],
  google_compute_network_peering: (_, { assume }) => [usage('traffic/region', assume('betweenSitesGiB'))],
  google_dns_managed_zone: (_, { assume }) => [fixed('dns/zone', 1), usage('dns/queries', assume('dnsMillionQueries'))],
  google_compute_security_policy: ({ values }, { assume }) => [
    fixed('firewall/policy', 1),
    fixed('firewall/rule', blocksAt(values, 'rule').length),
    usage('firewall/requests', assume('edgeMillionRequests')),
  ],
  ...freeOf('a route, a rule or a part of a network, balancer or zone, which is priced', [
    'google_certificate_manager_certificate',
    'google_certificate_manager_certificate_map',
    'google_certificate_manager_certificate_map_entry',
    'google_certificate_manager_dns_authorization',
    'google_compute_external_vpn_gateway',
    'google_compute_firewall',
    'google_compute_ha_vpn_gateway',
    'google_compute_health_check',
    'google_compute_project_cloud_armor_tier',
    'google_compute_route',
    'google_compute_router',
    'google_compute_router_interface',
    'google_compute_router_peer',
    'google_compute_ssl_policy',
    'google_compute_target_http_proxy',
    'google_compute_target_https_proxy',
    'google_compute_url_map',
    'google_dns_policy',
    'google_dns_record_set',
  ]),
};
