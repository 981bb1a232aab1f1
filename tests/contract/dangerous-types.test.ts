import type { CapabilityEvidence, Evidence } from '../../constructs/contracts';
import { isAbsent } from '../../constructs/contracts';
import type { Cloud } from '../../environments/model';
import { dangerOf } from '../../policies/dangerous-types';

const evidenceOf: { readonly [C in Cloud]: () => Promise<CapabilityEvidence> } = {
  aws: async () => (await import('../../constructs/aws/evidence/capabilities')).evidence,
  google: async () => (await import('../../constructs/google/evidence/capabilities')).evidence,
  azure: async () => (await import('../../constructs/azure/evidence/capabilities')).evidence,
};

const isEvidence = (line: unknown): line is Evidence => typeof line === 'object' && line !== null && 'type' in line;

/** Types of lines by which promises of protection from deletion show. */
const protectedTypes = (all: CapabilityEvidence): string[] => [
  ...new Set(
    Object.entries(all)
      .filter(([id, lines]) => id.endsWith('.deletion-protection') && !isAbsent(lines as never))
      .flatMap(([, lines]) => (Array.isArray(lines) ? lines.filter(isEvidence).map(({ type }) => type) : [])),
  ),
];

describe.each(Object.keys(evidenceOf) as Cloud[])('%s', (cloud) => {
  it('asks before the loss of whatever it promises to protect from deletion', async () => {
    const types = protectedTypes(await evidenceOf[cloud]());
    expect(types.length).toBeGreaterThan(5);
    expect(types.filter((type) => dangerOf(type) === undefined)).toEqual([]);
  });
});
