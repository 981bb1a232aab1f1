import { Aspects, type IAspect, TerraformResource } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { serviceTagsOf } from '../contracts/service-tags';

/** How resources of a provider say their tags. */
export interface TagFields {
  /** What names of its types begin with, such as `aws_`. */
  readonly prefix: string;
  /** The field of most types. */
  readonly field: string;
  /** Types that say them elsewhere. Default: none. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** What belongs to a service says so; what its provider or its site says of all stays. */
class TagsOfServices implements IAspect {
  constructor(private readonly fields: TagFields) {}

  visit(node: IConstruct): void {
    const { prefix, field, elsewhere = {} } = this.fields;
    if (!TerraformResource.isTerraformResource(node) || !node.terraformResourceType.startsWith(prefix)) return;
    const place = elsewhere[node.terraformResourceType] ?? (`${field}Input` in node ? field : undefined);
    if (place === undefined) return;
    for (const [name, value] of Object.entries(serviceTagsOf(node.node.path) ?? {}))
      node.addOverride(`${place}.${name}`, value);
  }
}

/** Tags everything in a scope that belongs to a service, on one cloud, with its service and need. */
export const tagServices = (scope: Construct, fields: TagFields): void =>
  Aspects.of(scope).add(new TagsOfServices(fields));
