import { OrgPolicyPolicy, type OrgPolicyPolicySpecRules } from '@cdktf/provider-google/lib/org-policy-policy';
import { Construct } from 'constructs';
import type { GoogleSite, GuardrailSettings } from '../../../environments/model';
import { isAbsent } from '../../contracts';
import { type Constraint, constraintsOf } from './guardrail-policies';

export interface GoogleGuardrailsProps {
  readonly site: GoogleSite;
  readonly settings: GuardrailSettings;
}

const ruleOf = (constraint: Constraint): OrgPolicyPolicySpecRules => {
  if ('enforce' in constraint) return { enforce: 'TRUE' };
  if ('denyAll' in constraint) return { denyAll: 'TRUE' };
  return 'allowed' in constraint
    ? { values: { allowedValues: [...constraint.allowed] } }
    : { values: { deniedValues: [...constraint.denied] } };
};

/**
 * What binds the project of a site, whoever acts in it, its owners too: policies that only an administrator of the
 * organisation's policies sets, who is none of the project. What its folder or organisation says more strictly still holds.
 */
export class GoogleGuardrails extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: GoogleGuardrailsProps) {
    super(scope, id);
    const guarded = Object.values(constraintsOf(settings.regions));
    for (const constraint of guarded.flatMap((each) => (isAbsent(each) ? [] : each))) {
      const { name } = constraint;
      new OrgPolicyPolicy(this, name.replaceAll('.', '-'), {
        name: `projects/${site.projectId}/policies/${name}`,
        parent: `projects/${site.projectId}`,
        spec: { inheritFromParent: false, rules: [ruleOf(constraint)] },
      });
    }
  }
}
