import { Aspects, type IAspect, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

interface Taggable {
  tags: Record<string, string>;
}

const isTaggable = (node: IConstruct): node is IConstruct & Taggable => 'tagsInput' in node;

/** Azure's provider has no default tags: everything that can carry tags gets the site's, whoever made it. */
class SiteTags implements IAspect {
  constructor(private readonly tags: Readonly<Record<string, string>>) {}

  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...this.tags };
  }
}

export const tagEverything = (stack: TerraformStack, tags: Readonly<Record<string, string>>): void =>
  Aspects.of(stack).add(new SiteTags(tags));
