import type { Source, Tool } from '../tool';

/** A provider of Terraform: from its registry where that answers, else built. */
export const provider = (
  name: string,
  version: string,
  minutes: number,
  proves: string,
  without: string,
  ...more: readonly Source[]
): Tool => ({
  name: `provider-${name}`,
  version,
  proves,
  minutes,
  cached: { kind: 'provider', provider: name },
  sources: [{ kind: 'registry' }, ...more],
  without,
});

export const validationSkipped = (stacks: string) => `validation and mock apply of ${stacks} are skipped by name`;
