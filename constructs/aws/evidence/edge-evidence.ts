import type { EdgeEvidence, Evidence } from '../../contracts';

const of = (type: string) => ({ in: 'edge', type }) as const;
const present = { present: true } as const;
const key = /\$\{aws_kms_key\.[^}]+\.arn\}/;

const zone = of('aws_route53_zone');
const signingKey = { path: 'key_usage', equals: 'SIGN_VERIFY' } as const;
const check = of('aws_route53_health_check');
const moving = { ...of('aws_route53_record'), where: { path: 'set_identifier', matches: /^(first|second)$/ } } as const;
const first = { ...of('aws_route53_record'), where: { path: 'set_identifier', equals: 'first' } } as const;
const certificate = of('aws_acm_certificate');
const distribution = of('aws_cloudfront_distribution');
const balancer = of('aws_lb');
const hidden = { ...balancer, where: { path: 'tags.faces', absent: true } } as const;
const listener = of('aws_lb_listener');
/** Of further sites on the cloud, whose load balancers take callers in themselves. */
const facing = {
  ...of('aws_lb_listener'),
  where: { path: 'routing_http_response_server_enabled', equals: false },
  optional: true,
} as const;
const guarded = { ...of('aws_wafv2_web_acl_association'), optional: true } as const;
const gateway = of('aws_lb_target_group');
const fromCloudfront = {
  ...of('aws_vpc_security_group_ingress_rule'),
  where: { path: 'description', equals: 'CloudFront' },
} as const;
const origin = of('aws_cloudfront_vpc_origin');
const firewall = of('aws_wafv2_web_acl');
const bucket = of('aws_s3_bucket');
const logKey = { ...of('aws_kms_key'), where: { path: 'description', matches: /^Logs / } } as const;
const bucketPolicy = { ...of('aws_s3_bucket_policy'), path: 'policy' } as const;
const refused = (condition: string): RegExp => new RegExp(`"Effect":"Deny",.*"Condition":\\{${condition}\\}`);
const closed: readonly Evidence[] = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
].map((path) => ({ ...of('aws_s3_bucket_public_access_block'), path, is: { equals: true } }));

/** Where the public edge shows its promises. */
export const edgeEvidence: EdgeEvidence = {
  'edge.zone-signed': [
    { ...of('aws_route53_hosted_zone_dnssec'), path: 'signing_status', is: { equals: 'SIGNING' } },
    { ...of('aws_route53_key_signing_key'), path: 'status', is: { equals: 'ACTIVE' } },
    { ...of('aws_kms_key'), where: signingKey, path: 'customer_master_key_spec', is: { equals: 'ECC_NIST_P256' } },
    { ...of('aws_kms_key'), where: signingKey, path: 'key_usage', is: { equals: 'SIGN_VERIFY' } },
    { ...of('aws_kms_key'), path: 'deletion_window_in_days', is: { equals: 30 } },
    { ...of('aws_kms_key'), path: 'policy', is: { matches: /^(?!.*"AWS":"\*")/ } },
    { ...zone, path: 'force_destroy', is: { equals: false } },
  ],
  'edge.health-checked': [
    { ...check, path: 'type', is: { equals: 'HTTPS' } },
    { ...check, path: 'enable_sni', is: { equals: true } },
    { ...check, path: 'resource_path', is: { equals: '/edge-health' } },
    { ...check, path: 'regions', is: { atLeast: 3 } },
    { ...moving, path: 'failover_routing_policy.type', is: { matches: /^(PRIMARY|SECONDARY)$/ } },
    { ...moving, path: 'ttl', is: { equals: 60 } },
    { ...first, path: 'health_check_id', is: present },
  ],
  'edge.tls': [
    { ...certificate, path: 'validation_method', is: { equals: 'DNS' } },
    { ...certificate, path: 'options.certificate_transparency_logging_preference', is: { equals: 'ENABLED' } },
    { ...certificate, path: 'lifecycle.create_before_destroy', is: { equals: true } },
    { ...distribution, path: 'viewer_certificate.minimum_protocol_version', is: { equals: 'TLSv1.2_2021' } },
    { ...distribution, path: 'viewer_certificate.acm_certificate_arn', is: present },
    { ...distribution, path: 'viewer_certificate.ssl_support_method', is: { equals: 'sni-only' } },
    { ...distribution, path: 'default_cache_behavior.viewer_protocol_policy', is: { equals: 'redirect-to-https' } },
    {
      ...of('aws_cloudfront_response_headers_policy'),
      path: 'security_headers_config.strict_transport_security.access_control_max_age_sec',
      is: { atLeast: 31_536_000 },
    },
    {
      ...of('aws_cloudfront_response_headers_policy'),
      path: 'security_headers_config.strict_transport_security.override',
      is: { equals: true },
    },
    {
      ...of('aws_cloudfront_response_headers_policy'),
      path: 'security_headers_config.strict_transport_security.include_subdomains',
      is: { equals: true },
    },
    {
      ...of('aws_cloudfront_response_headers_policy'),
      path: 'security_headers_config.content_type_options.override',
      is: { equals: true },
    },
    { ...distribution, path: 'default_cache_behavior.response_headers_policy_id', is: present },
    {
      ...facing,
      path: 'routing_http_response_strict_transport_security_header_value',
      is: { matches: /^max-age=31536000; includeSubDomains$/ },
    },
    { ...facing, path: 'routing_http_response_x_content_type_options_header_value', is: { equals: 'nosniff' } },
  ],
  'edge.private-origin': [
    { ...hidden, path: 'internal', is: { equals: true } },
    { ...balancer, path: 'security_groups', is: present },
    { ...balancer, path: 'drop_invalid_header_fields', is: { equals: true } },
    { ...balancer, path: 'desync_mitigation_mode', is: { equals: 'strictest' } },
    { ...fromCloudfront, path: 'prefix_list_id', is: present },
    { ...fromCloudfront, path: 'cidr_ipv4', is: { absent: true } },
    { ...distribution, path: 'origin[].vpc_origin_config.vpc_origin_id', is: present },
    { ...distribution, path: 'origin[].custom_origin_config', is: { absent: true } },
  ],
  'edge.origin-tls': [
    { ...origin, path: 'vpc_origin_endpoint_config[].origin_protocol_policy', is: { equals: 'https-only' } },
    {
      ...origin,
      path: 'vpc_origin_endpoint_config[].origin_ssl_protocols[].items',
      is: { equals: ['TLSv1.2'] },
    },
    { ...origin, path: 'vpc_origin_endpoint_config[].https_port', is: { equals: 443 } },
    { ...origin, path: 'vpc_origin_endpoint_config[].origin_ssl_protocols[].quantity', is: { equals: 1 } },
    { ...listener, path: 'protocol', is: { equals: 'HTTPS' } },
    { ...listener, path: 'ssl_policy', is: { matches: /^ELBSecurityPolicy-TLS13-1-2-/ } },
    { ...listener, path: 'certificate_arn', is: present },
    { ...gateway, path: 'protocol', is: { equals: 'HTTPS' } },
    { ...gateway, path: 'health_check.protocol', is: { equals: 'HTTPS' } },
  ],
  'edge.firewall': [
    { ...distribution, path: 'web_acl_id', is: present },
    { ...guarded, path: 'web_acl_arn', is: present },
    { ...guarded, path: 'resource_arn', is: present },
    {
      ...firewall,
      path: 'rule',
      is: {
        matches:
          /"override_action":\{"none":\{\}\}.*"AWSManagedRulesCommonRuleSet".*"override_action":\{"none":\{\}\}.*"AWSManagedRulesKnownBadInputsRuleSet"/,
      },
    },
    {
      ...firewall,
      path: 'rule[].visibility_config.cloudwatch_metrics_enabled',
      is: { equals: true },
    },
  ],
  'edge.rate-limit': [
    {
      ...firewall,
      path: 'rule[].statement.rate_based_statement.limit',
      is: { atLeast: 100 },
    },
    {
      ...firewall,
      path: 'rule[].statement.rate_based_statement.aggregate_key_type',
      is: { equals: 'IP' },
    },
  ],
  'edge.nothing-kept': [
    {
      ...distribution,
      path: 'default_cache_behavior.cache_policy_id',
      is: { equals: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
    },
  ],
  'edge.logs': [
    { ...of('aws_wafv2_web_acl_logging_configuration'), path: 'log_destination_configs', is: present },
    {
      ...of('aws_wafv2_web_acl_logging_configuration'),
      path: 'redacted_fields',
      is: { matches: /"authorization".*"cookie".*"x-api-key"/ },
    },
    { ...of('aws_cloudwatch_log_delivery_source'), path: 'log_type', is: { equals: 'ACCESS_LOGS' } },
    {
      ...of('aws_cloudwatch_log_delivery_destination'),
      path: 'delivery_destination_configuration[].destination_resource_arn',
      is: present,
    },
    { ...of('aws_cloudwatch_log_delivery'), path: 'delivery_destination_arn', is: present },
    {
      ...of('aws_s3_bucket_server_side_encryption_configuration'),
      path: 'rule[].apply_server_side_encryption_by_default.kms_master_key_id',
      is: { matches: key },
    },
    {
      ...of('aws_s3_bucket_server_side_encryption_configuration'),
      path: 'rule[].apply_server_side_encryption_by_default.sse_algorithm',
      is: { equals: 'aws:kms' },
    },
    {
      ...of('aws_s3_bucket_lifecycle_configuration'),
      path: 'rule',
      is: {
        matches: /"expiration":\[\{"days":[1-9]\d*\}\].*"noncurrent_version_expiration":\[\{"noncurrent_days":1\}\]/,
      },
    },
    { ...of('aws_s3_bucket_versioning'), path: 'versioning_configuration.status', is: { equals: 'Enabled' } },
    { ...of('aws_s3_bucket_logging'), path: 'target_bucket', is: present },
    { ...of('aws_s3_bucket_ownership_controls'), path: 'rule.object_ownership', is: { equals: 'BucketOwnerEnforced' } },
    { ...bucketPolicy, is: { matches: refused('"Bool":\\{"aws:SecureTransport":"false"\\}') } },
    { ...bucketPolicy, is: { matches: refused('"NumericLessThan":\\{"s3:TlsVersion":"1\\.2"\\}') } },
    {
      ...bucketPolicy,
      is: { matches: refused('"StringNotEqualsIfExists":\\{"s3:x-amz-server-side-encryption":"aws:kms"\\}') },
    },
    { ...logKey, path: 'enable_key_rotation', is: { equals: true } },
    { ...logKey, path: 'rotation_period_in_days', is: { equals: 90 } },
    ...closed,
  ],
  'edge.deletion-protection': [
    { ...zone, path: 'lifecycle.prevent_destroy', is: { equals: true }, optional: true },
    { ...of('aws_kms_key'), path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...bucket, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...bucket, path: 'force_destroy', is: { equals: false } },
    { ...balancer, path: 'enable_deletion_protection', is: { equals: true } },
  ],
  'edge.ddos-advanced': [
    { ...of('aws_shield_protection'), path: 'resource_arn', is: present },
    { ...of('aws_shield_subscription'), path: 'auto_renew', is: { equals: 'ENABLED' } },
  ],
};
