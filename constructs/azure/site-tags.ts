import { Aspects, type IAspect, TerraformResource } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { serviceTagsOf } from '../contracts';

interface Taggable {
  tags: Record<string, string>;
}

/** Only Azure's: a stack of a whole environment has resources of other clouds, which tag them themselves. */
const isTaggable = (node: IConstruct): node is IConstruct & Taggable =>
  'tagsInput' in node &&
  TerraformResource.isTerraformResource(node) &&
  node.terraformResourceType.startsWith('azurerm_');

/** Azure's provider has no default tags: everything that can carry tags gets the site's, and those of its service, whoever made it. */
class SiteTags implements IAspect {
  constructor(private readonly tags: Readonly<Record<string, string>>) {}

  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...this.tags, ...serviceTagsOf(node.node.path) };
  }
}

export const tagEverything = (scope: Construct, tags: Readonly<Record<string, string>>): void =>
  Aspects.of(scope).add(new SiteTags(tags));
