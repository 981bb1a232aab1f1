import type { Site } from '../../environments/model';
import type { Evidence, GuardrailCapabilityId, GuardrailEvidence } from './capabilities';
import { type Absent, isAbsent } from './need-provider';

/** What binds the account of a site; `undefined`: its organisation does that centrally, or the site has no account. */
export const guardrailsOf = (site: Site) => ('governance' in site ? site.governance?.guardrails : undefined);

/** What nobody in the account can do, by the cloud's own policies, and the promise that says so. Which policies they are each cloud says. */
const promised = {
  regions: 'guardrails.regions',
  publicStorage: 'guardrails.public-storage',
  encryption: 'guardrails.encryption',
  tags: 'guardrails.tags',
  publicDatabases: 'guardrails.public-databases',
  publicMachines: 'guardrails.public-machines',
  tls: 'guardrails.tls',
  longLivedKeys: 'guardrails.long-lived-keys',
  trail: 'guardrails.trail',
  machines: 'guardrails.machines',
} as const satisfies Readonly<Record<string, GuardrailCapabilityId>>;

export type GuardrailName = keyof typeof promised;

/** One entry a guardrail; a cloud that misses one does not compile. */
export type PerGuardrail<T> = { readonly [G in GuardrailName]: T };

/** Tags without which what keeps data is refused: who answers, who pays, what it is for, how sensitive it is. */
export const requiredTags = ['environment', 'owner', 'cost-centre', 'data-class'] as const;

/**
 * Where guardrails show, from what each of them is made of.
 * @throws where a guardrail is made of nothing and nobody says why
 */
export function guardrailEvidence<T>(
  made: PerGuardrail<readonly T[] | Absent>,
  shown: (one: T, guardrail: GuardrailName, index: number) => readonly Evidence[],
): GuardrailEvidence {
  const names = Object.keys(promised) as GuardrailName[];
  return Object.fromEntries(
    names.map((guardrail) => {
      const parts = made[guardrail];
      if (isAbsent(parts)) return [promised[guardrail], parts];
      const all = parts.flatMap((one, index) => shown(one, guardrail, index));
      if (all.length === 0) throw new Error(`nothing keeps ${promised[guardrail]}`);
      return [promised[guardrail], all];
    }),
  ) as unknown as GuardrailEvidence;
}
