import { type Evidence, guardrailEvidence } from '../../contracts';
import { type GuardrailPolicy, guardrailId, guardrailPolicies } from '../governance/guardrail-policies';

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

/** Where what binds the subscription shows. */
export const guardrailsEvidence = guardrailEvidence(
  guardrailPolicies({ regions: [], governanceGroup: '', flowLogAccounts: [] }),
  (policy, guardrail, index) => shown(guardrailId(guardrail, index), policy),
);
