import { evidence as aws } from '../../constructs/aws/evidence/capabilities';
import { evidence as azure } from '../../constructs/azure/evidence/capabilities';
import type { EnvironmentStackName } from '../../constructs/contracts';
import { type CapabilityId, type Evidence, isAbsent } from '../../constructs/contracts';
import { evidence as google } from '../../constructs/google/evidence/capabilities';
import type { Cloud } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import type { StackJson } from '../../policies/site-output';

const evidence = { aws, azure, google } as const;

type Body = Readonly<Record<string, unknown>>;

export const resources = (stack: StackJson, type: string): Body[] =>
  Object.values(stack.resource?.[type] ?? {}) as Body[];

/** How a cloud keeps promises in one stack, in the order of its evidence. */
export const statusOf = (cloud: Cloud, name: EnvironmentStackName, stack: StackJson, ids: readonly CapabilityId[]) =>
  checkParity({ stacks: { [name]: stack }, manifests: [] }, evidence[cloud], (id) => ids.includes(id))
    .filter(({ capability }) => ids.includes(capability))
    .map(({ status }) => status);

/** The stack without one field, wherever the type has it. */
function without(stack: StackJson, { type, path }: Evidence): StackJson {
  const spoil = (value: unknown, [key, ...rest]: readonly string[]): void => {
    for (const entry of [value].flat() as Record<string, unknown>[]) {
      if (typeof entry !== 'object' || entry === null || key === undefined) continue;
      if (rest.length === 0) delete entry[key];
      else spoil(entry[key], rest);
    }
  };
  const copy = structuredClone(stack);
  for (const body of resources(copy, type)) spoil(body, path.replaceAll(/\[\+?\]/g, '').split('.'));
  return copy;
}

/** Fields of a promise that a stack can lose without breaking it: there should be none. */
export function unneededFields(
  cloud: Cloud,
  name: EnvironmentStackName,
  stack: StackJson,
  id: CapabilityId,
): Evidence[] {
  const stated = evidence[cloud][id];
  if (isAbsent(stated)) throw new Error(`${id} is absent on ${cloud}`);
  return stated
    .filter(({ is }) => !('absent' in is))
    .filter((entry) => statusOf(cloud, name, without(stack, entry), [id]).join() !== 'broken');
}
