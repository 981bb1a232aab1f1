import { environmentJsonSchema, type JsonSchema } from './environment-json-schema';
import { code, markdownPage, table } from './page';

/** One key that may stand in an environment file. */
export interface ConfigurationKey {
  /** e.g. `sites[].role` */
  readonly path: string;
  readonly type: string;
  readonly allowed: string;
  /** What holds when it is left out; `required`: it may not be. */
  readonly fallback: string;
  readonly meaning: string;
}

const plural = (count: number, unit: string): string => (unit === '' ? '' : ` ${unit}${count === 1 ? '' : 's'}`);

/** `Number.MAX_SAFE_INTEGER` is how zod writes "no bound". */
function range(low: number | undefined, high: number | undefined, unit = ''): string[] {
  const top = high === Number.MAX_SAFE_INTEGER ? undefined : high;
  if (low !== undefined && top !== undefined) {
    return [low === top ? `${low}${plural(low, unit)}` : `${low} to ${top}${plural(top, unit)}`];
  }
  if (low !== undefined) return [`at least ${low}${plural(low, unit)}`];
  return top === undefined ? [] : [`at most ${top}${plural(top, unit)}`];
}

function allowedOf(schema: JsonSchema): string {
  const formats: Readonly<Record<string, string>> = {
    cidrv4: 'an IPv4 range in CIDR notation',
    email: 'an e-mail address',
    uri: 'a URL',
    uuid: 'a GUID',
    guid: 'a GUID',
  };
  const format = schema.format === undefined ? undefined : (formats[schema.format] ?? schema.format);
  return [
    ...(schema.const === undefined ? [] : [code(String(schema.const))]),
    ...(schema.enum ? [schema.enum.map((value) => code(String(value))).join(', ')] : []),
    ...(format ? [format] : []),
    ...(schema.pattern && !format ? [code(schema.pattern)] : []),
    ...range(schema.minimum, schema.maximum),
    ...range(schema.minLength, schema.maxLength, 'character'),
    ...range(schema.minItems, schema.maxItems, 'element'),
  ].join('; ');
}

const typeOf = (schema: JsonSchema): string =>
  schema.items ? `list of ${schema.items.oneOf ? 'object' : typeOf(schema.items)}s` : (schema.type ?? 'object');

/** An object whose parts all have defaults is written `{}` in the schema; its own lines say the rest. */
function fallbackOf(schema: JsonSchema, required: boolean): string {
  if (schema.default !== undefined) {
    const text = JSON.stringify(schema.default);
    return text === '{}' ? 'the defaults below' : code(text);
  }
  return required ? 'required' : 'none';
}

/** Every key of an object and of what lies below it, in the order of the schema. */
export function keysOf(schema: JsonSchema, prefix = ''): ConfigurationKey[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, entry]) => {
    const path = `${prefix}${name}`;
    const row: ConfigurationKey = {
      path,
      type: typeOf(entry),
      allowed: allowedOf(entry),
      fallback: fallbackOf(entry, required.has(name)),
      meaning: entry.description ?? '',
    };
    return [row, ...keysOf(entry, `${path}.`)];
  });
}

interface SiteKeys {
  readonly clouds: readonly string[];
  readonly keys: readonly ConfigurationKey[];
}

/** The keys of sites, grouped by the clouds on which they are exactly the same; what most clouds share comes first. */
export function siteKeys(schema: JsonSchema): SiteKeys[] {
  const members = schema.properties?.sites?.items?.oneOf ?? [];
  const cloudsByKey = new Map<string, string[]>();
  for (const member of members) {
    for (const key of keysOf(member, 'sites[].')) {
      const row = JSON.stringify(key);
      cloudsByKey.set(row, [...(cloudsByKey.get(row) ?? []), String(member.properties?.cloud?.const)]);
    }
  }
  const groups = new Map<string, { clouds: string[]; keys: ConfigurationKey[] }>();
  for (const [row, clouds] of cloudsByKey) {
    const group = groups.get(clouds.join()) ?? { clouds, keys: [] };
    group.keys.push(JSON.parse(row) as ConfigurationKey);
    groups.set(clouds.join(), group);
  }
  return [...groups.values()].sort((a, b) => b.clouds.length - a.clouds.length);
}

const keyTable = (keys: readonly ConfigurationKey[]): string =>
  table(
    ['key', 'type', 'allowed', 'default', 'meaning'],
    keys.map(({ path, type, allowed, fallback, meaning }) => [code(path), type, allowed, fallback, meaning]),
  );

export function configurationPage(): string {
  const schema = environmentJsonSchema();
  const top = keysOf(schema);
  const isService = ({ path }: ConfigurationKey) => path.startsWith('services.');
  return markdownPage('Configuration reference', [
    'Everything that may stand in a file of `environments/`; unknown keys are refused. What must hold *between* values is in [errors](errors.md).',
    '## Environment',
    keyTable(top.filter((key) => !isService(key))),
    '## Services',
    'A service that is left out is not run. `{}` runs it with its defaults.',
    keyTable(top.filter(isService)),
    ...siteKeys(schema).flatMap(({ clouds, keys }) => [
      `## ${clouds.length > 1 ? 'Sites' : 'Site'} on ${clouds.map(code).join(', ')}`,
      keyTable(keys),
    ]),
  ]);
}
