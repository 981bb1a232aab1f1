import type { Cloud } from '../../environments/facts';
import { blocksAt, cloudByProvider, labelsAt, providerOf, type Tags } from './resource';

/** Where each cloud keeps tags: on its resources, and what a provider puts on everything that it makes. */
const places: { readonly [C in Cloud]: { readonly own: readonly string[]; readonly everywhere: readonly string[] } } = {
  aws: { own: ['tags'], everywhere: ['default_tags.tags'] },
  google: {
    own: ['resource_labels', 'node_config.resource_labels', 'settings.user_labels', 'user_labels', 'labels'],
    everywhere: ['default_labels'],
  },
  azure: { own: ['tags'], everywhere: [] },
};

const asText = (tags: object): Tags =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, `${value}`]));

/** Tags of a resource: those of its provider, then its own. Groups of machines of AWS have theirs in blocks. */
export function tagsOf(type: string, values: unknown, provider: unknown): Tags {
  const cloud = cloudByProvider[providerOf(type)];
  if (!cloud) return {};
  const { own, everywhere } = places[cloud];
  const blocks = blocksAt(values, 'tag').map(({ key, value }) => [`${key}`, value]);
  return asText(
    Object.assign(
      {},
      ...everywhere.map((place) => labelsAt(provider, place)),
      Object.fromEntries(blocks),
      ...own.map((place) => labelsAt(values, place)),
    ),
  );
}
