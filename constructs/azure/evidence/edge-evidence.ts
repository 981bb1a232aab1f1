import type { EdgeEvidence } from '../../contracts';

const of = (type: string) => ({ in: 'edge', type }) as const;
const present = { present: true } as const;

const monitor = { ...of('azurerm_traffic_manager_profile') } as const;
const domain = of('azurerm_cdn_frontdoor_custom_domain');
const route = of('azurerm_cdn_frontdoor_route');
const passed = { ...route, where: { path: 'name', equals: 'passed' } } as const;
const origin = of('azurerm_cdn_frontdoor_origin');
const firewall = of('azurerm_cdn_frontdoor_firewall_policy');
const guarded = of('azurerm_cdn_frontdoor_security_policy');
const logs = of('azurerm_monitor_diagnostic_setting');

/** Where the public edge shows its promises. */
export const edgeEvidence: EdgeEvidence = {
  'edge.zone-signed': {
    absent: 'Azure signs public zones, and the Terraform provider has no word for it yet',
    instead: '`az network dns dnssec-config create`, as the guide shows, or put the zone on another cloud',
  },
  'edge.health-checked': [
    { ...monitor, path: 'traffic_routing_method', is: { equals: 'Priority' } },
    { ...monitor, path: 'monitor_config.protocol', is: { equals: 'HTTPS' } },
    { ...monitor, path: 'monitor_config.path', is: { equals: '/edge-health' } },
    { ...monitor, path: 'monitor_config.expected_status_code_ranges', is: { equals: ['200-200'] } },
    { ...monitor, path: 'dns_config.ttl', is: { equals: 60 } },
    { ...of('azurerm_traffic_manager_external_endpoint'), path: 'priority', is: { atLeast: 1 } },
    {
      ...of('azurerm_dns_cname_record'),
      path: 'target_resource_id',
      is: present,
      quantifier: 'some',
    },
  ],
  'edge.tls': [
    { ...domain, path: 'tls.minimum_version', is: { equals: 'TLS12' } },
    { ...domain, path: 'tls.certificate_type', is: { equals: 'ManagedCertificate' } },
    { ...route, path: 'https_redirect_enabled', is: { equals: true } },
    { ...route, path: 'cdn_frontdoor_rule_set_ids', is: present },
    {
      ...of('azurerm_cdn_frontdoor_rule'),
      path: 'actions.modify_response_header',
      is: { matches: /Strict-Transport-Security.*max-age=31536000.*nosniff/ },
    },
  ],
  'edge.private-origin': [
    { ...origin, path: 'private_link.private_link_target_id', is: { matches: /\/privateLinkServices\// } },
    { ...route, path: 'link_to_default_domain', is: { equals: false } },
  ],
  'edge.origin-tls': [
    { ...route, path: 'forwarding_protocol', is: { equals: 'HttpsOnly' } },
    { ...origin, path: 'https_port', is: { equals: 8443 } },
    { ...origin, path: 'certificate_name_check_enabled', is: { equals: true } },
    {
      ...of('azurerm_cdn_frontdoor_origin_group'),
      path: 'health_probe.protocol',
      is: { equals: 'Https' },
    },
  ],
  'edge.firewall': [
    { ...firewall, path: 'enabled', is: { equals: true } },
    { ...firewall, path: 'mode', is: { equals: 'Prevention' } },
    { ...firewall, path: 'request_body_check_enabled', is: { equals: true } },
    {
      ...firewall,
      path: 'managed_rule',
      is: {
        matches:
          /"action":"Block","type":"Microsoft_DefaultRuleSet".*"action":"Block","type":"Microsoft_BotManagerRuleSet"/,
      },
    },
    {
      ...guarded,
      path: 'security_policies.firewall.association.domain[].cdn_frontdoor_domain_id',
      is: present,
    },
    { ...guarded, path: 'security_policies.firewall.association.patterns_to_match', is: { equals: ['/*'] } },
    { ...guarded, path: 'security_policies.firewall.cdn_frontdoor_firewall_policy_id', is: present },
  ],
  'edge.rate-limit': [
    { ...firewall, path: 'custom_rule[].rate_limit_threshold', is: { atLeast: 100 } },
    { ...firewall, path: 'custom_rule[].type', is: { equals: 'RateLimitRule' } },
    { ...firewall, path: 'custom_rule[].enabled', is: { equals: true } },
  ],
  'edge.nothing-kept': [
    { ...passed, path: 'patterns_to_match', is: { equals: ['/*'] } },
    { ...passed, path: 'cache', is: { absent: true } },
  ],
  'edge.logs': [
    {
      ...logs,
      path: 'enabled_log',
      is: { matches: /FrontDoorAccessLog.*FrontDoorHealthProbeLog.*FrontDoorWebApplicationFirewallLog/ },
    },
    { ...logs, path: 'storage_account_id', is: { matches: /\/storageAccounts\// } },
    { ...firewall, path: 'log_scrubbing.enabled', is: { equals: true } },
    {
      ...firewall,
      path: 'log_scrubbing.scrubbing_rule',
      is: { matches: /"enabled":true.*"authorization".*"enabled":true.*"x-api-key"/ },
    },
  ],
  'edge.deletion-protection': [
    { ...of('azurerm_dns_zone'), path: 'lifecycle.prevent_destroy', is: { equals: true }, optional: true },
  ],
  'edge.ddos-advanced': {
    absent:
      'Front Door has one level, always on, with all of its capacity; the plan that Azure sells is for addresses of networks',
    instead: 'nothing to buy: lower `edge.waf.requestsPer5Minutes`',
  },
};
