import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { united, type ValueNode, type ValueTree } from './value-tree';

/** The values that a chart knows, with those of the charts inside it. */
export interface ReadChart {
  readonly name: string;
  readonly version: string;
  readonly tree: ValueTree;
}

interface ChartFile {
  readonly name: string;
  readonly version: string | number;
  readonly dependencies?: readonly {
    readonly name: string;
    readonly alias?: string;
    readonly condition?: string;
  }[];
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What the defaults show: what is empty or a list is handed on, or was meant to be. */
function nodeOf(value: unknown): ValueNode {
  if (value === null || value === undefined || Array.isArray(value)) return 'free';
  if (typeof value !== 'object') return 'single';
  const entries = Object.entries(value);
  return entries.length === 0 ? 'free' : Object.fromEntries(entries.map(([name, below]) => [name, nodeOf(below)]));
}

/**
 * A tree that knows this path too; of one that is only asked for, nobody says what it is. What stands below one value, or
 * is free already, stays as it is.
 */
function withPath(node: ValueNode | undefined, [first, ...rest]: readonly string[], leaf?: ValueNode): ValueNode {
  if (first === undefined) return leaf === undefined ? (node ?? 'free') : united(node, leaf);
  if (typeof node === 'string') return node;
  return { ...node, [first]: withPath(node?.[first], rest, leaf) };
}

const path = '\\.Values((?:\\.[A-Za-z0-9_]+)+)';
/** Paths that a template writes out whole, whatever stands below them. */
const handedOn = [
  new RegExp(`to(?:Yaml|Json)\\s+\\(?\\$?${path}`, 'g'),
  new RegExp(`${path}\\s*\\|\\s*(?:default[^|}]*\\|\\s*)?to(?:Yaml|Json)`, 'g'),
  new RegExp(`with\\s+\\$?${path}\\s*-?}}\\s*(?:[\\w./-]+:\\s*)?{{-?\\s*(?:tpl\\s+\\()?to(?:Yaml|Json)\\s+\\.`, 'g'),
  new RegExp(`range\\s+(?:\\$\\w+\\s*,\\s*)?\\$\\w+\\s*:=\\s*\\$?${path}`, 'g'),
];
const mentioned = new RegExp(path, 'g');
const byName = /(?:index|hasKey)\s+\(?\s*\$?\.Values((?:\.[A-Za-z0-9_]+)*)\s*\)?((?:\s+"[^"]+")+)/g;

type Known = readonly [path: readonly string[], node?: ValueNode];

const steps = (text: string): string[] => text.split('.').filter(Boolean);

function namesIn(text: string): Known[] {
  const found = (patterns: readonly RegExp[], node?: ValueNode) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, at = '']): Known => [steps(at), node]));
  return [
    ...found(handedOn, 'free'),
    ...found([mentioned]),
    ...[...text.matchAll(byName)].map(
      ([, at = '', names = '']): Known => [
        [...steps(at), ...[...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)],
      ],
    ),
  ];
}

/** The deepest first: what has something below it is no single value. */
const withPaths = (tree: ValueNode, known: readonly Known[]): ValueNode =>
  [...known].sort(([a], [b]) => b.length - a.length).reduce((all, [names, node]) => withPath(all, names, node), tree);

const textsBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ya?ml|tpl|txt)$/.test(entry.name))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    : [];

function schemaNode(schema: Schema, root: unknown): ValueNode {
  const { $ref, type = 'object', properties } = schema;
  if ($ref !== undefined) {
    const target = $ref.replace(/^#\//, '').split('/');
    const found = target.reduce<unknown>(
      (at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name],
      root,
    );
    return found === undefined ? 'free' : schemaNode(found as Schema, root);
  }
  const types = [type].flat();
  if (properties === undefined) return types.some((one) => one === 'object' || one === 'array') ? 'free' : 'single';
  return Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, schemaNode(below, root)]));
}

/** Names of the schema that the defaults do not show. */
function schemaOf(folder: string): ValueNode {
  const file = join(folder, 'values.schema.json');
  if (!existsSync(file)) return {};
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  return schemaNode(schema, schema);
}

const yamlIn = (folder: string, file: string): unknown => {
  const whole = join(folder, file);
  return existsSync(whole) ? load(readFileSync(whole, 'utf8')) : undefined;
};

/** Reads an unpacked chart: its defaults, its schema, and what its templates ask for beyond both. */
export function readChart(folder: string): ReadChart {
  const { name, version, dependencies = [] } = yamlIn(folder, 'Chart.yaml') as ChartFile;
  const defaults = nodeOf(yamlIn(folder, 'values.yaml') ?? {});
  const asked = [...textsBelow(join(folder, 'templates')), ...textsBelow(join(folder, 'files'))].flatMap(namesIn);
  const inside = join(folder, 'charts');
  const below = (existsSync(inside) ? readdirSync(inside, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory())
    .map(({ name: sub }) => readChart(join(inside, sub)));
  const whole = withPaths(typeof defaults === 'string' ? {} : defaults, [
    ...asked,
    ...dependencies.flatMap(({ condition }) => condition?.split(',') ?? []).map((one): Known => [steps(one.trim())]),
    ...below.map((sub): Known => [[dependencies.find((one) => one.name === sub.name)?.alias ?? sub.name], sub.tree]),
    ...(below.length > 0 ? [[['global'], 'free'] satisfies Known] : []),
  ]);
  const tree = united(schemaOf(folder), whole);
  return { name, version: `${version}`, tree: typeof tree === 'string' ? {} : tree };
}
