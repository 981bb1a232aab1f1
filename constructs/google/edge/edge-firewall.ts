import { ComputeProjectCloudArmorTier } from '@cdktf/provider-google/lib/compute-project-cloud-armor-tier';
import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from '@cdktf/provider-google/lib/compute-security-policy';
import type { Construct } from 'constructs';
import type { GoogleSite, SiteEdge } from '../../../environments/model';
import { computeName } from '../names';

/**
 * Google's own rules, each with how touchy it is: 1 finds least and errs least. Source:
 * cloud.google.com/armor/docs/waf-rules, 2026-11.
 */
const managedRules = {
  'sqli-v33-stable': 1,
  'xss-v33-stable': 1,
  'lfi-v33-stable': 1,
  'rce-v33-stable': 1,
  'rfi-v33-stable': 1,
  'scannerdetection-v33-stable': 1,
  'protocolattack-v33-stable': 1,
  'sessionfixation-v33-stable': 1,
  // Log4j: every rule of it.
  'cve-canary': undefined,
} as const;

const lastPriority = 2_147_483_647;
const anyone = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

export interface GoogleEdgeFirewallProps {
  readonly site: GoogleSite;
  readonly edge: SiteEdge;
  /** Another site has bought the paid level for the project. */
  readonly isBought: boolean;
}

/** The firewall of the site's load balancer: one address may ask so much, then Google's rules; it learns what is usual. */
export function edgeFirewall(scope: Construct, props: GoogleEdgeFirewallProps): ComputeSecurityPolicy {
  const {
    site,
    edge: { waf, ddos },
    isBought,
  } = props;
  const preview = waf.mode === 'count';
  const managed = Object.entries(managedRules).map(
    ([rules, sensitivity], index): ComputeSecurityPolicyRule => ({
      action: 'deny(403)',
      priority: 100 * (index + 1),
      preview,
      description: rules,
      match: {
        expr: {
          expression: `evaluatePreconfiguredWaf('${rules}'${sensitivity ? `, {'sensitivity': ${sensitivity}}` : ''})`,
        },
      },
    }),
  );
  const policy = new ComputeSecurityPolicy(scope, 'firewall', {
    name: computeName(site, 'edge'),
    description: `Before the public routes of ${site.name}`,
    type: 'CLOUD_ARMOR',
    adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: 'STANDARD' } },
    advancedOptionsConfig: { jsonParsing: 'STANDARD', logLevel: 'NORMAL' },
    rule: [
      ...managed,
      {
        action: 'throttle',
        priority: lastPriority - 1,
        preview,
        description: 'One address',
        match: anyone,
        rateLimitOptions: {
          conformAction: 'allow',
          exceedAction: 'deny(429)',
          enforceOnKey: 'IP',
          rateLimitThreshold: { count: waf.requestsPer5Minutes, intervalSec: 300 },
        },
      },
      { action: 'allow', priority: lastPriority, description: 'The rest', match: anyone },
    ],
  });
  if (ddos === 'advanced' && !isBought) {
    new ComputeProjectCloudArmorTier(scope, 'armor', {
      project: site.projectId,
      cloudArmorTier: 'CA_ENTERPRISE_PAYGO',
    });
  }
  return policy;
}
