import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { toolPath } from './skips';

/** A CustomResourceDefinition of an operator. */
export interface Definition {
  readonly group: string;
  readonly text: string;
}

const checkout = join(__dirname, '..', '..');

/** Folder with definitions of real operators: named by the user, kept beside the checkout, or downloaded. */
export const definitionsFolder = (): string | undefined =>
  [
    process.env.EVENKEEL_CRDS,
    join(checkout, '..', 'crds'),
    join(checkout, '..', 'shared', 'crds'),
    toolPath('definitions'),
  ].find((folder): folder is string => folder !== undefined && existsSync(folder));

/** What a proof needs to have definitions: nothing, where a folder has them already. */
export const definitionTools = (): readonly string[] => (definitionsFolder() === undefined ? ['definitions'] : []);

/** Definitions that are got on their own, beside those of that folder. */
const furtherFolders = (): string[] =>
  ['definitions-percona-mongodb'].flatMap((tool) => {
    const folder = toolPath(tool);
    return folder !== undefined && existsSync(folder) ? [folder] : [];
  });

interface DefinitionDocument {
  readonly kind?: string;
  readonly metadata?: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly group: string };
}

/** Gateway API's experimental channel defines the standard channel's kinds again: only one of them may be loaded. */
const isExperimental = ({ metadata }: DefinitionDocument): boolean =>
  metadata?.annotations?.['gateway.networking.k8s.io/channel'] === 'experimental';

/** How many of the groups a definition speaks of. */
const spoken = ({ text }: Definition, groups: ReadonlySet<string>): number =>
  [...groups].filter((group) => text.includes(group)).length;

/** Definitions of these API groups, each once. */
export function definitionsOf(groups: ReadonlySet<string>): Definition[] {
  const folder = definitionsFolder();
  const byName = new Map<string, Definition>();
  const files = [...(folder === undefined ? [] : [folder]), ...furtherFolders()].flatMap((one) =>
    readdirSync(one)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => join(one, file)),
  );
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    // Most files belong to other operators and are long: look before parsing.
    if (![...groups].some((group) => text.includes(`group: ${group}`))) continue;
    for (const document of parseAllDocuments(text)) {
      const definition = document.toJS() as DefinitionDocument | null;
      const group = definition?.spec?.group ?? '';
      if (definition?.kind !== 'CustomResourceDefinition' || !groups.has(group) || isExperimental(definition)) continue;
      const name = definition.metadata?.name ?? '';
      const found = { group, text: JSON.stringify(definition) };
      const before = byName.get(name);
      // Clouds that share a kind have rules of their own for it: theirs is the one that speaks of their other groups.
      if (before === undefined || spoken(found, groups) >= spoken(before, groups)) byName.set(name, found);
    }
  }
  return [...byName.values()];
}
