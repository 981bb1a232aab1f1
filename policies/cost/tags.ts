import type { Cloud } from '../../environments/facts';
import { awsTagging } from './aws/tags';
import { azureTagging } from './azure/tags';
import { googleTagging } from './google/tags';
import { cloudByProvider, labelsAt, providerOf, type Resource, type Tags } from './resource';
import type { Labels, TagContext, Tagging } from './tagging';

export const taggings: { readonly [C in Cloud]: Tagging } = {
  aws: awsTagging,
  google: googleTagging,
  azure: azureTagging,
};

/** Tags of a resource, those of its provider among them: one entry for each thing that it makes. */
export function tagSetsOf(resource: Resource, context: TagContext): readonly Labels[] {
  const { type, values, provider } = resource;
  const cloud = cloudByProvider[providerOf(type)];
  if (cloud === undefined) return [];
  const { field, defaults, elsewhere } = taggings[cloud];
  return (
    elsewhere[type]?.(resource, context) ?? [
      { ...(defaults ? labelsAt(provider, defaults) : {}), ...labelsAt(values, field) },
    ]
  );
}

/** Those of all that it makes, as text. */
export const tagsOf = (resource: Resource, context: TagContext): Tags =>
  Object.fromEntries(
    Object.entries(Object.assign({}, ...tagSetsOf(resource, context))).map(([name, value]) => [name, `${value}`]),
  );
