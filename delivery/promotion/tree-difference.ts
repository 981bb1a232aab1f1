import { loadAll } from 'js-yaml';
import { type DangerKind, dangerOf } from '../../policies/dangerous-types';
import type { Manifest, StackJson } from '../../policies/site-output';

/** A rendered tree of an environment: path in it to content. */
export type RenderedTree = ReadonlyMap<string, string>;

/** A Terraform resource or an object of a cluster, as its site has it. */
export interface TreeItem {
  readonly site: string;
  readonly type: 'resource' | 'object';
  /** Terraform type, or `kind`. */
  readonly kind: string;
  /** `<stack>.<name>`, or `<namespace>/<name>`. */
  readonly name: string;
  /** What is said of it, as JSON. */
  readonly content: string;
  readonly value: unknown;
}

export type ChangeOf = 'added' | 'changed' | 'removed';

export interface TreeChangeItem extends Pick<TreeItem, 'site' | 'type' | 'kind' | 'name'> {
  readonly change: ChangeOf;
  /** It keeps data. */
  readonly stateful: boolean;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Kinds of objects that keep data. */
const statefulKinds: ReadonlySet<string> = new Set([
  'StatefulSet',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Cluster',
  'Kafka',
  'KafkaNodePool',
  'PerconaServerMongoDB',
  'OpenSearchCluster',
  'Valkey',
]);

/** What of Terraform keeps data, or is what data is read with. */
const statefulDangers: ReadonlySet<DangerKind | undefined> = new Set<DangerKind>(['data', 'keys', 'secrets']);

const isStateful = ({ type, kind }: Pick<TreeItem, 'type' | 'kind'>): boolean =>
  type === 'object' ? statefulKinds.has(kind) : statefulDangers.has(dangerOf(kind)?.kind);

const siteOf = (path: string): string => path.split('/', 1)[0] ?? '';

function resourcesIn(path: string, text: string): TreeItem[] {
  const stack = path.split('/').at(-2) ?? '';
  const { resource = {} } = JSON.parse(text) as StackJson;
  return Object.entries(resource).flatMap(([kind, named]) =>
    Object.entries(named).map(([name, value]) => ({
      site: siteOf(path),
      type: 'resource' as const,
      kind,
      name: `${stack}.${name}`,
      content: JSON.stringify(value),
      value,
    })),
  );
}

const objectsIn = (path: string, text: string): TreeItem[] =>
  (loadAll(text) as (Manifest | undefined)[]).flatMap((value) =>
    value?.kind
      ? [
          {
            site: siteOf(path),
            type: 'object' as const,
            kind: value.kind,
            name: [value.metadata.namespace, value.metadata.name].filter(Boolean).join('/'),
            content: JSON.stringify(value),
            value,
          },
        ]
      : [],
  );

/** Everything that a file of the tree makes. */
export function itemsIn(path: string, text: string): TreeItem[] {
  if (path.endsWith('.tf.json')) return resourcesIn(path, text);
  return /\.ya?ml$/.test(path) ? objectsIn(path, text) : [];
}

const keyOf = ({ site, type, kind, name }: TreeItem): string => [site, type, kind, name].join('\0');

/** Files that are the same on both sides make the same, and are not read. */
function itemsOf(tree: RenderedTree, other: RenderedTree): Map<string, TreeItem> {
  const items = [...tree].flatMap(([path, text]) => (other.get(path) === text ? [] : itemsIn(path, text)));
  return new Map(items.map((item) => [keyOf(item), item]));
}

/** Resources and objects that two trees have differently, by site, kind and name. */
export function treeDifference(before: RenderedTree, after: RenderedTree): TreeChangeItem[] {
  const [old, fresh] = [itemsOf(before, after), itemsOf(after, before)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((key): TreeChangeItem[] => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const item = is ?? was;
    if (!item || was?.content === is?.content) return [];
    const { site, type, kind, name } = item;
    return [
      {
        site,
        type,
        kind,
        name,
        change: !was ? 'added' : !is ? 'removed' : 'changed',
        stateful: isStateful(item),
        ...(was ? { before: was.value } : {}),
        ...(is ? { after: is.value } : {}),
      },
    ];
  });
}
