import { CdnFrontdoorFirewallPolicy } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-firewall-policy';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import type { AzureSite, SiteEdge } from '../../../environments/model';
import { firewallName } from '../names';

/** The only level with Microsoft's own rules and a private way to the origin. */
export const frontDoorSku = 'Premium_AzureFrontDoor';

/** Microsoft's own rules. Source: learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs, 2026-11. */
const managedRules = [
  { type: 'Microsoft_DefaultRuleSet', version: '2.1', action: 'Block' },
  { type: 'Microsoft_BotManagerRuleSet', version: '1.1', action: 'Block' },
];

/** The firewall of the site's Front Door: one address may ask so much, then Microsoft's rules. */
export const edgeFirewall = (
  scope: Construct,
  site: AzureSite,
  { waf }: SiteEdge,
  group: ResourceGroup,
): CdnFrontdoorFirewallPolicy =>
  new CdnFrontdoorFirewallPolicy(scope, 'firewall', {
    name: firewallName(site),
    resourceGroupName: group.name,
    skuName: frontDoorSku,
    enabled: true,
    mode: waf.mode === 'block' ? 'Prevention' : 'Detection',
    requestBodyCheckEnabled: true,
    customRule: [
      {
        name: 'oneAddress',
        type: 'RateLimitRule',
        action: waf.mode === 'block' ? 'Block' : 'Log',
        enabled: true,
        priority: 1,
        rateLimitDurationInMinutes: 5,
        rateLimitThreshold: waf.requestsPer5Minutes,
        // A rate limit counts what its conditions match: this one, every address there is.
        matchCondition: [
          {
            matchVariable: 'SocketAddr',
            operator: 'IPMatch',
            negationCondition: false,
            matchValues: ['0.0.0.0/0', '::/0'],
          },
        ],
      },
    ],
    managedRule: managedRules,
    // Headers that carry secrets: the log says that a rule matched, not what they said.
    logScrubbing: {
      enabled: true,
      scrubbingRule: ['authorization', 'x-api-key'].map((selector) => ({
        enabled: true,
        matchVariable: 'RequestHeaderNames',
        operator: 'Equals',
        selector,
      })),
    },
  });
