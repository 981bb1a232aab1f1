import { type Absent, type Evidence, type GuardrailEvidence, type GuardrailName, isAbsent } from '../contracts';
import { type GuardrailPolicy, guardrailId, guardrailPolicies } from './guardrail-policies';

const stated = guardrailPolicies({ regions: [], governanceGroup: '', flowLogAccount: '' });

/** The fields that a condition looks at. */
const fieldsOf = ({ when }: GuardrailPolicy): string[] =>
  [...JSON.stringify(when).matchAll(/"field":"([^"]+)"/g)].map(([, field = '']) => field);

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A definition that looks at its fields and denies, and its assignment to the subscription. */
function shown(id: string, policy: GuardrailPolicy): Evidence[] {
  const effect = policy.effect === 'keep' ? 'denyAction' : 'deny';
  const looks = fieldsOf(policy).map((field) => `"field":"${quoted(field)}".*`);
  return [
    {
      in: 'governance',
      type: 'azurerm_policy_definition',
      path: 'policy_rule',
      is: { matches: new RegExp(`${looks.join('')}"effect":"${effect}"`) },
      where: { path: 'name', matches: new RegExp(`-[a-z]+\\d?-${id}$`) },
    },
    {
      in: 'governance',
      type: 'azurerm_subscription_policy_assignment',
      path: 'enforce',
      is: { equals: true },
      where: { path: 'name', matches: new RegExp(`-[a-z]+\\d?-${id}$`) },
    },
  ];
}

function evidenceOf(guardrail: GuardrailName): Absent | readonly [Evidence, ...Evidence[]] {
  const policies = stated[guardrail];
  if (isAbsent(policies)) return policies;
  const [first, ...rest] = policies.flatMap((policy, index) => shown(guardrailId(guardrail, index), policy));
  if (!first) throw new Error(`no policy keeps ${guardrail}`);
  return [first, ...rest];
}

/** Where what binds the subscription shows. */
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
