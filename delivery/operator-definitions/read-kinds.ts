import { loadAll } from 'js-yaml';
import type { KindVersions } from '../../services/operator-kinds';

interface DefinitionDocument {
  readonly kind?: string;
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  };
}

/** The kinds that the definitions of a YAML text make, by `<group>/<kind>`, sorted; other documents are passed over. */
export function readKinds(text: string): Record<string, KindVersions> {
  const found = (loadAll(text) as (DefinitionDocument | null)[]).flatMap((document): [string, KindVersions][] => {
    if (document?.kind !== 'CustomResourceDefinition' || !document.spec) return [];
    const { group, names, versions } = document.spec;
    const stored = versions.find(({ storage }) => storage)?.name;
    if (stored === undefined) throw new Error(`${group}/${names.kind} has no version that is stored`);
    const named = (served: boolean) => versions.filter((one) => one.served === served).map(({ name }) => name);
    const unserved = named(false);
    return [[`${group}/${names.kind}`, { served: named(true), ...(unserved.length > 0 ? { unserved } : {}), stored }]];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
