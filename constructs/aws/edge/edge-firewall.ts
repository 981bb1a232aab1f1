import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import type { Construct } from 'constructs';
import type { AwsSite, SiteEdge } from '../../../environments/model';
import { globalRegion } from '../names';

/** Amazon's own rules: common attacks, known bad input (Log4j among it), addresses of bots and scanners. */
const managedRules = [
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesAmazonIpReputationList',
] as const;

const watched = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

/** The bindings type no statement, so statements are in Terraform's own spelling. */
const managed = (name: string, index: number, { mode }: SiteEdge['waf']): Wafv2WebAclRule => ({
  name,
  priority: 10 * (index + 1),
  overrideAction: mode === 'block' ? { none: {} } : { count: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: 'AWS',
      name,
      // Models are asked with bodies beyond 8 KiB; the gateway's own limit holds.
      ...(name === 'AWSManagedRulesCommonRuleSet'
        ? { rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }] }
        : {}),
    },
  },
  visibilityConfig: watched(name),
});

/** Where the firewall stands: that of a distribution is run from one region for the whole world. */
const places = {
  distribution: { region: globalRegion, scope: 'CLOUDFRONT' },
  balancer: { region: undefined, scope: 'REGIONAL' },
} as const;

export interface AwsEdgeFirewallProps {
  readonly site: AwsSite;
  readonly edge: SiteEdge;
  readonly before: keyof typeof places;
}

/** The firewall before the site: one address may ask so much, then Amazon's rules. */
export const edgeFirewall = (scope: Construct, { site, edge: { waf }, before }: AwsEdgeFirewallProps): Wafv2WebAcl =>
  new Wafv2WebAcl(scope, 'firewall', {
    ...places[before],
    name: `${site.name}-edge`,
    description: `Before the public routes of ${site.name}`,
    defaultAction: { allow: {} },
    rule: [
      {
        name: 'one-address',
        priority: 0,
        action: waf.mode === 'block' ? { block: {} } : { count: {} },
        statement: {
          rate_based_statement: {
            limit: waf.requestsPer5Minutes,
            evaluation_window_sec: 300,
            aggregate_key_type: 'IP',
          },
        },
        visibilityConfig: watched('one-address'),
      },
      ...managedRules.map((name, index) => managed(name, index, waf)),
    ],
    visibilityConfig: watched(`${site.name}-edge`),
  });
