import type { Absent, Evidence, GuardrailEvidence, GuardrailName } from '../contracts';
import { isAbsent } from '../contracts';
import { type Constraint, constraintsOf } from './guardrail-policies';

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

const stated = constraintsOf([]);

function evidenceOf(guardrail: GuardrailName): Absent | readonly [Evidence, ...Evidence[]] {
  const guarded = stated[guardrail];
  if (isAbsent(guarded)) return guarded;
  const [first, ...rest] = guarded.map(shown);
  if (!first) throw new Error(`no constraint keeps ${guardrail}`);
  return [first, ...rest];
}

/** Where what binds the project shows. */
export const guardrailsEvidence: GuardrailEvidence = {
  'guardrails.regions': evidenceOf('regions'),
  'guardrails.public-storage': evidenceOf('publicStorage'),
  'guardrails.encryption': evidenceOf('encryption'),
  'guardrails.tags': evidenceOf('tags'),
  'guardrails.public-databases': evidenceOf('publicDatabases'),
  'guardrails.public-machines': evidenceOf('publicMachines'),
  'guardrails.tls': evidenceOf('tls'),
  'guardrails.long-lived-keys': evidenceOf('longLivedKeys'),
  'guardrails.trail': evidenceOf('trail'),
  'guardrails.machines': evidenceOf('machines'),
};
