import { allMonth, fixed, freeOf, type PricingTable, usage } from '../pricing';
import { textAt } from '../resource';

export const network: PricingTable = {
  // Between zones nothing is paid for.
  azurerm_virtual_network: (_, { assume }) => [usage('traffic/internet', assume('internetGiB'))],
  azurerm_nat_gateway: (_, { assume }) => [allMonth('nat/gateway'), usage('nat/data', assume('natGiB'))],
  azurerm_public_ip: () => [allMonth('address/public')],
  azurerm_private_endpoint: (_, { assume }) => [
    allMonth('private-endpoint'),
    usage('private-endpoint/data', assume('endpointGiB')),
  ],
  azurerm_bastion_host: ({ values }) => [allMonth(`bastion/${textAt(values, 'sku', 'Basic')}`)],
  azurerm_virtual_network_gateway: ({ values }) => [allMonth(`vpn/${textAt(values, 'sku')}`)],
  azurerm_virtual_network_gateway_connection: (_, { assume }) => [usage('traffic/internet', assume('betweenSitesGiB'))],
  azurerm_virtual_network_peering: (_, { assume }) => [usage('traffic/peering', assume('betweenSitesGiB'))],
  // One beside each tunnel of a link, whose connection is made by a template; ten connections of a gateway are free.
  azurerm_local_network_gateway: (_, { assume }) => [usage('traffic/internet', assume('betweenSitesGiB'))],
  azurerm_private_dns_zone: (_, { assume }) => [
    fixed('dns/zone', 1),
    usage('dns/queries', assume('dnsMillionQueries')),
  ],
  azurerm_dns_zone: (_, { assume }) => [fixed('dns/zone', 1), usage('dns/queries', assume('dnsMillionQueries'))],
  azurerm_network_watcher_flow_log: (_, { assume }) => [usage('logs/flows', assume('flowLogGiB'))],
  azurerm_cdn_frontdoor_profile: ({ values }, { assume }) => [
    fixed(`edge/${textAt(values, 'sku_name')}`, 1),
    usage('edge/data', assume('edgeGiB')),
    usage('edge/requests', assume('edgeMillionRequests') * 100),
  ],
  azurerm_traffic_manager_profile: (_, { assume }) => [usage('traffic-manager/queries', assume('dnsMillionQueries'))],
  azurerm_traffic_manager_external_endpoint: () => [fixed('traffic-manager/endpoint', 1)],
  ...freeOf('a route, a rule or a part of a network, a zone or an edge, which is priced', [
    'azurerm_cdn_frontdoor_custom_domain',
    'azurerm_cdn_frontdoor_endpoint',
    'azurerm_cdn_frontdoor_firewall_policy',
    'azurerm_cdn_frontdoor_origin',
    'azurerm_cdn_frontdoor_origin_group',
    'azurerm_cdn_frontdoor_route',
    'azurerm_cdn_frontdoor_rule',
    'azurerm_cdn_frontdoor_rule_set',
    'azurerm_cdn_frontdoor_security_policy',
    'azurerm_dns_a_record',
    'azurerm_dns_cname_record',
    'azurerm_dns_ns_record',
    'azurerm_dns_txt_record',
    'azurerm_nat_gateway_public_ip_association',
    'azurerm_network_security_group',
    'azurerm_network_security_rule',
    'azurerm_private_dns_a_record',
    'azurerm_private_dns_zone_virtual_network_link',
    'azurerm_route_table',
    'azurerm_subnet',
    'azurerm_subnet_nat_gateway_association',
    'azurerm_subnet_network_security_group_association',
  ]),
};
