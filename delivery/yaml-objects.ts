import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { InputError } from '../environments/model';
import type { PlacedObject } from '../policies/upgrades/removed-apis';

const wrong = (folder: string, message: string, value: string): InputError =>
  new InputError([
    {
      code: 'UPGRADE_INPUT',
      file: folder,
      place: '--from',
      message,
      value,
      fix: 'name a folder with YAML files of Kubernetes objects',
    },
  ]);

const isYaml = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

/**
 * Every Kubernetes object in the YAML files of a folder and of those in it.
 * @throws InputError UPGRADE_INPUT where the folder or a file cannot be read
 */
export function yamlObjects(folder: string): PlacedObject[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) throw wrong(folder, 'there is no such folder', folder);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isYaml(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return files.flatMap((file) => {
    let documents: unknown[];
    try {
      documents = loadAll(readFileSync(file, 'utf8'));
    } catch (error) {
      throw wrong(folder, `a file is no YAML: ${(error as Error).message.split('\n')[0]}`, file);
    }
    return documents
      .filter((one): one is PlacedObject['object'] => {
        const { apiVersion, kind } = (one ?? {}) as Partial<PlacedObject['object']>;
        return typeof apiVersion === 'string' && typeof kind === 'string';
      })
      .map((object) => ({ of: file, object }));
  });
}
