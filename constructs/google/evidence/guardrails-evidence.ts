import { type Evidence, guardrailEvidence } from '../../contracts';
import { type Constraint, constraintsOf } from '../governance/guardrail-policies';

/** Where the rule of a constraint shows, and how it binds. */
function shown(constraint: Constraint): Evidence {
  const where = { path: 'name', matches: new RegExp(`/policies/${constraint.name.replaceAll('.', '\\.')}$`) };
  const policy = { in: 'governance', type: 'google_org_policy_policy', where } as const;
  if ('enforce' in constraint) return { ...policy, path: 'spec.rules[].enforce', is: { equals: 'TRUE' } };
  if ('denyAll' in constraint) return { ...policy, path: 'spec.rules[].deny_all', is: { equals: 'TRUE' } };
  return 'allowed' in constraint
    ? { ...policy, path: 'spec.rules[].values.allowed_values[]', is: { matches: /^in:[a-z0-9-]+-locations$/ } }
    : { ...policy, path: 'spec.rules[].values.denied_values', is: { equals: constraint.denied } };
}

/** Where what binds the project shows. */
export const guardrailsEvidence = guardrailEvidence(constraintsOf([]), (constraint) => [shown(constraint)]);
