import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import type { Block, Json, JsonObject, PlannedElement, PlannedObject } from './plan';
import { isObject } from './plan';

/** An element as it stands in a synthesized stack. */
export interface BuiltElement extends Pick<PlannedElement, 'stack' | 'block' | 'type' | 'name'> {
  readonly attributes: JsonObject;
}

export interface Build {
  /** Synthesized stacks by name. */
  readonly stacks: ReadonlyMap<string, JsonObject>;
  readonly objects: readonly PlannedObject[];
}

const filesUnder = (folder: string, end: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

export const child = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) ? value[key] : undefined;

/** Every synthesized stack below a folder, without the engine's own notes. */
export function readStacks(folder: string): Map<string, JsonObject> {
  return new Map(
    filesUnder(folder, 'cdk.tf.json').map((path) => {
      const { '//': notes, ...stack } = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
      const name = child(child(notes, 'metadata'), 'stackName');
      if (typeof name !== 'string') throw new Error(`${path} does not name its stack`);
      return [name, stack];
    }),
  );
}

/** Reads what `evenkeel build` left in its output folder. */
export function readBuild(folder: string): Build {
  const objects = filesUnder(folder, '.yaml').map((file) => {
    const path = relative(folder, file).replaceAll('\\', '/');
    const manifest = parse(readFileSync(file, 'utf8')) as JsonObject;
    return { site: path.split('/').slice(0, 2).join('-'), path, manifest };
  });
  return { stacks: readStacks(folder), objects };
}

const entries = (value: Json | undefined): [string, Json][] => (isObject(value) ? Object.entries(value) : []);

const withoutNotes = (value: Json): JsonObject => {
  const { '//': _notes, ...attributes } = isObject(value) ? value : {};
  return attributes;
};

function named(stack: string, block: Block, byType: Json | undefined): BuiltElement[] {
  return entries(byType).flatMap(([type, byName]) =>
    entries(byName).map(([name, value]) => ({ stack, block, type, name, attributes: withoutNotes(value) })),
  );
}

/** Every element of a stack that is a construct in the engines. */
export function elementsOf(stack: string, synthesized: JsonObject): BuiltElement[] {
  const backend = entries(child(synthesized.terraform, 'backend')).map(
    ([type, value]): BuiltElement => ({ stack, block: 'backend', type, name: '', attributes: withoutNotes(value) }),
  );
  const providers = entries(synthesized.provider).flatMap(([type, list]) =>
    (Array.isArray(list) ? (list as readonly Json[]) : [list]).map((value): BuiltElement => {
      const alias = child(value, 'alias');
      return {
        stack,
        block: 'provider',
        type,
        name: typeof alias === 'string' ? alias : '',
        attributes: withoutNotes(value),
      };
    }),
  );
  const outputs = entries(synthesized.output).map(
    ([name, value]): BuiltElement => ({ stack, block: 'output', type: '', name, attributes: withoutNotes(value) }),
  );
  return [
    ...backend,
    ...providers,
    ...named(stack, 'data', synthesized.data),
    ...named(stack, 'resource', synthesized.resource),
    ...outputs,
  ];
}
