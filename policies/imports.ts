import type { ImportedResource } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { addressesOf } from './addresses';
import type { SiteOutput } from './site-output';

const shownNearest = 5;

const words = (address: string): readonly string[] => address.toLowerCase().split(/[._-]+/);

/** Addresses that share the most words with one, the best first. */
function nearest(address: string, known: readonly string[]): readonly string[] {
  const wanted = new Set(words(address));
  const shared = (other: string): number => words(other).filter((word) => wanted.has(word)).length;
  return [...known].sort((a, b) => shared(b) - shared(a) || (a < b ? -1 : 1)).slice(0, shownNearest);
}

/** Imports of a site whose stack has no such address. */
export function unknownImports(imports: readonly ImportedResource[] = [], stacks: SiteOutput['stacks']): RuleFinding[] {
  return imports.flatMap(({ stack, to }, index): RuleFinding[] => {
    const known = addressesOf(stacks[stack as keyof SiteOutput['stacks']] ?? {}).map(({ address }) => address);
    if (known.includes(to)) return [];
    return [
      {
        code: 'IMPORT_TARGET_UNKNOWN',
        place: `import[${index}].to`,
        message: `the stack ${stack} has no resource at this address`,
        value: to,
        allowed: nearest(to, known),
        fix: 'use an address of the list, or find it with `evenkeel addresses <environment> --stack <name>`',
      },
    ];
  });
}
