import { PolicyDefinition } from '@cdktf/provider-azurerm/lib/policy-definition';
import { SubscriptionPolicyAssignment } from '@cdktf/provider-azurerm/lib/subscription-policy-assignment';
import { Construct } from 'constructs';
import type { AzureSite, GuardrailSettings } from '../../../environments/model';
import { accountSites, isAbsent } from '../../contracts';
import { groupName, storageAccountName } from '../names';
import { type GuardrailPolicy, guardrailId, guardrailPolicies, policyRule } from './guardrail-policies';

export interface AzureGuardrailsProps {
  readonly site: AzureSite;
  readonly settings: GuardrailSettings;
}

/**
 * What binds the subscription of a site, whoever acts in it: definitions of its own, each assigned to the whole of it.
 * What is there already is not touched, and shows as not compliant.
 */
export class AzureGuardrails extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureGuardrailsProps,
  ) {
    super(scope, id);
    const { site, settings } = props;
    const guarded = guardrailPolicies({
      regions: settings.regions,
      governanceGroup: groupName(site, 'governance'),
      flowLogAccounts: accountSites(site).map((name) => storageAccountName({ ...site, name }, 'flows')),
    });
    for (const [guardrail, policies] of Object.entries(guarded)) {
      if (isAbsent(policies)) continue;
      for (const [index, policy] of policies.entries()) this.assign(guardrailId(guardrail, index), policy);
    }
  }

  private assign(id: string, policy: GuardrailPolicy): void {
    const { site } = this.props;
    // Names of assignments have at most 64 characters.
    const name = `${site.name}-${id}`;
    const definition = new PolicyDefinition(this, id, {
      name,
      displayName: policy.message,
      policyType: 'Custom',
      mode: policy.mode,
      metadata: JSON.stringify({ category: 'Evenkeel' }),
      policyRule: policyRule(policy),
    });
    new SubscriptionPolicyAssignment(this, `${id}-of-subscription`, {
      name,
      displayName: policy.message,
      subscriptionId: `/subscriptions/${site.subscriptionId}`,
      policyDefinitionId: definition.id,
      enforce: true,
      nonComplianceMessage: [{ content: policy.message }],
    });
  }
}
