import { isObject, type Json, type JsonObject } from './plan';

export const camelCase = (key: string): string =>
  key.replaceAll(/[_-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Terraform attributes under the names a binding reads them by, and a record of what it read. */
export interface RecordedConfig {
  /** What the binding is given: answers to `vpcId` with `vpc_id`, and to its own keys as they are. */
  readonly proxy: object;
  /** The same as plain data: camelCase where the binding asked so, maps such as tags with their own keys. */
  written(): JsonObject;
}

/**
 * Finds out the camelCase arguments behind synthesized attributes. Only the binding knows which objects are structures,
 * whose keys it renames, and which are maps, whose keys belong to the user; so it is asked: a key is a structure's when
 * the binding reads it by its camelCase name.
 */
export function recordConfig(raw: JsonObject): RecordedConfig {
  const children = new Map<string, { readonly value: unknown; written(): Json }>();
  const own = new Map(Object.keys(raw).map((key) => [camelCase(key), key]));
  const renamed = new Set<string>();
  for (const [key, value] of Object.entries(raw)) children.set(key, recordValue(value));
  const proxy = new Proxy(raw, {
    get(target, key) {
      if (typeof key !== 'string') return Reflect.get(target, key);
      if (Object.hasOwn(target, key)) return children.get(key)?.value;
      const source = own.get(key);
      if (source === undefined) return undefined;
      renamed.add(source);
      return children.get(source)?.value;
    },
  });
  return {
    proxy,
    written: () =>
      Object.fromEntries(
        [...children].map(([key, child]) => [renamed.has(key) ? camelCase(key) : key, child.written()]),
      ),
  };
}

function recordValue(value: Json): { readonly value: unknown; written(): Json } {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(recordValue);
    return { value: items.map((item) => item.value), written: () => items.map((item) => item.written()) };
  }
  if (!isObject(value)) return { value, written: () => value };
  const recorded = recordConfig(value);
  return { value: recorded.proxy, written: recorded.written };
}
