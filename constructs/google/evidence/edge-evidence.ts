import type { EdgeEvidence } from '../../contracts';

const of = (type: string) => ({ in: 'edge', type }) as const;
const present = { present: true } as const;

const zone = of('google_dns_managed_zone');
const policy = of('google_compute_security_policy');
const backend = of('google_compute_backend_service');
const passed = { ...backend, where: { path: 'name', matches: /-edge$/ } } as const;
const proxy = of('google_compute_target_https_proxy');
const certificate = of('google_certificate_manager_certificate');
const check = of('google_compute_health_check');
const sink = of('google_logging_project_sink');
const door = of('google_compute_firewall');
const tls = of('google_compute_ssl_policy');

/** Where the public edge shows its promises. */
export const edgeEvidence: EdgeEvidence = {
  'edge.zone-signed': [
    { ...zone, path: 'dnssec_config.state', is: { equals: 'on' } },
    { ...zone, path: 'dnssec_config.default_key_specs[].algorithm', is: { equals: 'ecdsap256sha256' } },
    { ...zone, path: 'dnssec_config.default_key_specs', is: { matches: /"keySigning".*"zoneSigning"/ } },
    { ...zone, path: 'cloud_logging_config.enable_logging', is: { equals: true } },
    { ...zone, path: 'force_destroy', is: { equals: false } },
  ],
  'edge.health-checked': {
    absent: 'Cloud DNS probes addresses only, and the edges of the other clouds have names',
    instead: "put the zone on AWS or Azure by `edge.dns.by`, or move names by hand with `failover: 'manual'`",
  },
  'edge.tls': [
    { ...tls, path: 'min_tls_version', is: { equals: 'TLS_1_2' } },
    { ...tls, path: 'profile', is: { equals: 'RESTRICTED' } },
    { ...proxy, path: 'ssl_policy', is: present },
    { ...proxy, path: 'certificate_map', is: present },
    { ...certificate, path: 'managed.dns_authorizations', is: present },
    {
      ...of('google_compute_url_map'),
      where: { path: 'name', matches: /-edge-to-https$/ },
      path: 'default_url_redirect.https_redirect',
      is: { equals: true },
    },
    { ...backend, path: 'custom_response_headers', is: { matches: /Strict-Transport-Security: max-age=31536000/ } },
  ],
  'edge.private-origin': [
    { ...backend, path: 'backend[].group', is: { matches: /\/networkEndpointGroups\// } },
    { ...door, path: 'source_ranges', is: { equals: ['35.191.0.0/16', '130.211.0.0/22'] } },
    { ...door, path: 'allow[].ports', is: { equals: ['8443'] } },
    { ...door, path: 'direction', is: { equals: 'INGRESS' } },
    { ...door, path: 'log_config.metadata', is: present },
  ],
  'edge.origin-tls': [
    { ...backend, path: 'protocol', is: { equals: 'HTTPS' } },
    { ...check, path: 'https_health_check.port', is: { equals: 8443 } },
    { ...check, path: 'https_health_check.request_path', is: { equals: '/edge-health' } },
  ],
  'edge.firewall': [
    { ...backend, path: 'security_policy', is: present },
    { ...policy, path: 'rule', is: { matches: /^(?!.*"preview":true).*sqli-v33-stable.*cve-canary/ } },
    { ...policy, path: 'type', is: { equals: 'CLOUD_ARMOR' } },
    {
      ...policy,
      path: 'adaptive_protection_config.layer_7_ddos_defense_config.enable',
      is: { equals: true },
    },
    { ...policy, path: 'advanced_options_config.log_level', is: { equals: 'NORMAL' } },
    { ...policy, path: 'advanced_options_config.json_parsing', is: { equals: 'STANDARD' } },
  ],
  'edge.rate-limit': [
    { ...policy, path: 'rule[].rate_limit_options.rate_limit_threshold.count', is: { atLeast: 100 } },
    { ...policy, path: 'rule[].rate_limit_options.enforce_on_key', is: { equals: 'IP' } },
    { ...policy, path: 'rule[].rate_limit_options.exceed_action', is: { equals: 'deny(429)' } },
  ],
  'edge.nothing-kept': [{ ...passed, path: 'enable_cdn', is: { equals: false } }],
  'edge.logs': [
    { ...backend, path: 'log_config.enable', is: { equals: true } },
    { ...backend, path: 'log_config.sample_rate', is: { equals: 1 } },
    { ...sink, path: 'destination', is: { matches: /\/locations\/[a-z]+-[a-z]+\d+\/buckets\// } },
    { ...sink, path: 'filter', is: { matches: /http_load_balancer/ } },
    { ...of('google_logging_project_exclusion'), path: 'filter', is: { matches: /http_load_balancer/ } },
    { ...check, path: 'log_config.enable', is: { equals: true } },
  ],
  'edge.deletion-protection': [{ ...zone, path: 'lifecycle.prevent_destroy', is: { equals: true }, optional: true }],
  'edge.ddos-advanced': [
    { ...of('google_compute_project_cloud_armor_tier'), path: 'cloud_armor_tier', is: { matches: /^CA_ENTERPRISE/ } },
  ],
};
