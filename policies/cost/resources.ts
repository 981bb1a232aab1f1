import type { StackJson } from '../site-output';
import { type AboutIt, addressOf, blocksAt, providerOf, type Resource, valueAt } from './resource';
import { Unpriceable } from './unpriceable';

type Tree = Readonly<Record<string, unknown>>;

/** The configuration that a resource is made with: the one it names, or the first of its provider. */
function providerBlock(values: Tree, type: string, json: StackJson): Tree | undefined {
  const provider = providerOf(type);
  const blocks = blocksAt(json, `provider.${provider}`);
  const alias = /^[a-z]+\.(.+)$/.exec(`${values.provider ?? ''}`)?.[1];
  return alias === undefined ? blocks[0] : blocks.find((block) => block.alias === alias);
}

const named = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && !value.includes('${') && value !== 'global' ? value : undefined;

/** `europe-west4` of `europe-west4-a`, and any region as it is. */
export const regionOfZone = (place: string): string => place.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1').toLowerCase();

/** Where a resource says itself that it is. Zones of AWS and Azure do not tell: their resources have a region beside them. */
function ownRegion(values: Tree): string | undefined {
  const found = named(values.region) ?? named(values.location);
  if (found !== undefined) return regionOfZone(found);
  const zone = named(values.zone);
  return zone !== undefined && regionOfZone(zone) !== zone ? regionOfZone(zone) : undefined;
}

/** Site of a resource of a stack that several sites share: the one whose provider or tags it has, or that its name begins with. */
function siteOf(name: string, values: Tree, block: Tree | undefined, sites: ReadonlySet<string>): string | undefined {
  const said = [
    valueAt(values, 'tags.site'),
    valueAt(values, 'labels.site'),
    block?.alias,
    valueAt(block, 'default_tags.tags.site'),
    valueAt(block, 'default_labels.site'),
    name.split('_')[0],
  ];
  return said.find((one): one is string => typeof one === 'string' && sites.has(one));
}

interface Stack {
  readonly site: string;
  readonly stack: string;
  readonly json: StackJson;
}

type FoundResource = Resource & { readonly folder: string };

/** Everything that a stack makes; what it only looks at costs nothing. */
function resourcesIn({ site, stack, json }: Stack, sites: ReadonlySet<string>): FoundResource[] {
  const all = Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, found]) => {
      const values = found as Tree;
      const block = providerBlock(values, type, json);
      return { type, name, values, block, site: siteOf(name, values, block, sites) ?? site };
    }),
  );
  // A provider without a region of its own is where most of what it makes says to be.
  const regionOfSite = new Map<string, string>();
  for (const { type, values, site: owner } of all) {
    const region = ownRegion(values);
    const key = `${owner} ${providerOf(type)}`;
    if (region !== undefined && !regionOfSite.has(key)) regionOfSite.set(key, region);
  }
  return all.map(({ type, name, values, block, site: owner }) => ({
    folder: site,
    site: owner,
    stack,
    type,
    name,
    values,
    provider: block,
    region: ownRegion(values) ?? named(block?.region) ?? regionOfSite.get(`${owner} ${providerOf(type)}`),
  }));
}

const reference = /\$\{([a-z0-9_]+)\.([A-Za-z0-9_-]+)\./;

/** Finds what `${type.name.field}` refers to, in the stack of the one that refers. */
export function referencesIn(resources: readonly (Resource & { readonly folder: string })[]) {
  const byAddress = new Map(resources.map((one) => [`${one.folder} ${one.stack} ${addressOf(one)}`, one]));
  return ({ folder, stack }: { readonly folder: string; readonly stack: string }) =>
    (value: unknown): Resource | undefined => {
      const [, type, name] = reference.exec(`${value ?? ''}`) ?? [];
      return byAddress.get(`${folder} ${stack} ${type}.${name}`);
    };
}

/** Finds what refers to a resource, by one look at each field of all of them. */
export function referrersIn(resources: readonly (Resource & { readonly folder: string })[]) {
  const find = referencesIn(resources);
  const referrers = new Map<Resource, Map<string, Resource[]>>();
  for (const one of resources) {
    for (const [field, value] of Object.entries(one.values)) {
      const target = typeof value === 'string' ? find(one)(value) : undefined;
      if (!target) continue;
      const fields = referrers.get(target) ?? new Map<string, Resource[]>();
      referrers.set(target, fields);
      const key = `${one.type} ${field}`;
      const same = fields.get(key) ?? [];
      fields.set(key, same);
      same.push(one);
    }
  }
  return (resource: Resource): AboutIt =>
    (type, field) =>
      referrers.get(resource)?.get(`${type} ${field}`) ?? [];
}

/**
 * Everything that stacks make. What does not say where it is, and whose stack does not either, is where other stacks of its site
 * are at the same cloud.
 */
export function resourcesOf(stacks: readonly Stack[]): FoundResource[] {
  const sites = new Set(stacks.map(({ site }) => site));
  const all = stacks.flatMap((stack) => resourcesIn(stack, sites));
  const regions = new Map<string, string>();
  const keyOf = ({ site, type }: Resource): string => `${site} ${providerOf(type)}`;
  for (const one of all) if (one.region !== undefined && !regions.has(keyOf(one))) regions.set(keyOf(one), one.region);
  return all.map((one) => ({ ...one, region: one.region ?? regions.get(keyOf(one)) }));
}

/**
 * How many a resource stands for: `count`, or the entries of `for_each`. Default: one.
 * @throws Unpriceable when only Terraform can tell
 */
export function copiesOf({ values }: Pick<Resource, 'values'>): number {
  const { count, for_each: each } = values;
  if (typeof count === 'number') return count;
  if (typeof each === 'object' && each !== null) return Object.keys(each).length;
  if (count !== undefined || each !== undefined) {
    throw new Unpriceable('how many there are is not known before it is applied');
  }
  return 1;
}

/** Resources by site, then by type. */
export function resourcesBySite(resources: readonly Resource[]): Map<string, Map<string, Resource[]>> {
  const bySite = new Map<string, Map<string, Resource[]>>();
  for (const one of resources) {
    const types = bySite.get(one.site) ?? new Map<string, Resource[]>();
    bySite.set(one.site, types);
    const same = types.get(one.type) ?? [];
    same.push(one);
    types.set(one.type, same);
  }
  return bySite;
}
