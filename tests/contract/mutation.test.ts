import { type CapabilityId, capabilities, type Evidence, isAbsent, type StackName } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const sites: [string, () => CloudSite][] = [
  ['aws', awsSite],
  ['google', googleSite],
  ['azure', azureSite],
];

type Json = Record<string, unknown>;

/** Takes the last key of a path away wherever the path leads. */
function spoil(value: unknown, keys: readonly string[]): void {
  const [key, ...rest] = keys;
  if (Array.isArray(value)) {
    for (const entry of value) spoil(entry, keys);
  } else if (typeof value === 'object' && value !== null && key !== undefined) {
    if (rest.length === 0) delete (value as Json)[key];
    else spoil((value as Json)[key], rest);
  }
}

/** The site's output with the field of one evidence gone from every object it speaks of. */
function without({ in: source, type, path }: Evidence, stacks: SynthesizedSite['stacks']): SynthesizedSite['stacks'] {
  const name = source as StackName;
  const stack = structuredClone(stacks[name]);
  for (const object of Object.values(stack?.resource?.[type] ?? {})) {
    spoil(
      object,
      path.split(/[.]|\[\]/).filter((key) => key !== ''),
    );
  }
  return { ...stacks, [name]: stack };
}

describe.each(sites)('every protective field on %s', (_cloud, makeSite) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(makeSite());
  });

  it.each(Object.keys(capabilities) as CapabilityId[])('%s breaks when its field is taken away', (capability) => {
    const stated = built.model.evidence[capability];
    if (isAbsent(stated)) throw new Error(`${capability} is absent`);
    for (const evidence of stated.filter(({ is }) => !('absent' in is))) {
      const output = { stacks: without(evidence, built.stacks), manifests: [] };
      const result = checkParity(output, built.model.evidence, () => true).find(
        (entry) => entry.capability === capability,
      );
      expect({ evidence, status: result?.status }).toEqual({ evidence, status: 'broken' });
    }
  });
});
