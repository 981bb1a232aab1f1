import type { Cloud } from '../../environments/facts';
import type { Manifest } from '../site-output';
import { Unpriceable } from './unpriceable';

type Tree = Readonly<Record<string, unknown>>;

/** Tags or labels by name, as the clouds' own bills show them. */
export type Tags = Readonly<Record<string, string>>;

/** A resource as it stands in the Terraform of one stack. */
export interface Resource {
  readonly site: string;
  readonly stack: string;
  readonly type: string;
  /** Name inside the stack. */
  readonly name: string;
  readonly values: Tree;
  /** The configuration of the provider that makes it. */
  readonly provider?: Tree;
  /** Default: neither it nor its provider says where it is. */
  readonly region?: string;
}

/** The resources of the same stack, of a type, whose field refers to this one. */
export type AboutIt = (type: string, field: string) => readonly Resource[];

export const addressOf = ({ type, name }: Pick<Resource, 'type' | 'name'>): string => `${type}.${name}`;

/** `<kind>/<namespace>/<name>`. */
export const addressOfObject = ({ kind, metadata }: Manifest): string =>
  [kind, metadata.namespace, metadata.name].filter(Boolean).join('/');

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** A block is written as an object, or as a list of one: both mean the same. */
const step = (value: unknown, key: string): unknown => {
  const block = Array.isArray(value) ? value[0] : value;
  return isTree(block) ? block[key] : undefined;
};

/** What stands at `a.b.c`; `undefined` where nothing does. */
export const valueAt = (values: unknown, path: string): unknown => path.split('.').reduce(step, values);

/** All blocks at a place: none, one or several. */
export function blocksAt(values: unknown, path: string): readonly Tree[] {
  const found = valueAt(values, path);
  return (Array.isArray(found) ? found : [found]).filter(isTree);
}

/** @throws Unpriceable when something else stands there, such as an expression that only Terraform can tell */
export function numberAt(values: unknown, path: string, unlessStated: number): number {
  const found = valueAt(values, path);
  if (found === undefined || found === null) return unlessStated;
  const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Unpriceable(`${path} is no number before it is applied`);
  return value;
}

/** @throws Unpriceable when an expression stands there */
export function textAt(values: unknown, path: string, unlessStated?: string): string {
  const found = valueAt(values, path) ?? unlessStated;
  if (typeof found !== 'string') throw new Unpriceable(`${path} is not stated`);
  if (found.includes('${')) throw new Unpriceable(`${path} is not known before it is applied`);
  return found;
}

/** Whether a field names something by itself and not by a reference: what it names is of another stack. */
export const isElsewhere = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('${');

/** Labels as they stand at a place; none where nothing does. */
export const labelsAt = (values: unknown, path: string): Tree => {
  const found = valueAt(values, path);
  return isTree(found) ? found : {};
};

/** Whether a switch is on; Terraform JSON takes it as text as well. */
export const isOn = (values: unknown, path: string): boolean => `${valueAt(values, path)}` === 'true';

/** Beginning of the type of a resource, by the provider that it comes from. */
export const cloudByProvider: Readonly<Record<string, Cloud>> = { aws: 'aws', google: 'google', azurerm: 'azure' };

export const providerOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('_'))) || type;
