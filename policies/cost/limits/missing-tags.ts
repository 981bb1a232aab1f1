import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import { type PricedOutput, pricingTable } from '../estimate';
import { addressOf, cloudByProvider, labelsAt, providerOf, type Resource } from '../resource';
import { referencesIn, resourcesOf } from '../resources';
import type { Labels, TagContext } from '../tagging';
import { taggings, tagSetsOf } from '../tags';
import type { Breach } from './breach';

/** Objects that say the tags of the machines that a cluster makes for its pods. */
const nodeClasses: readonly string[] = ['EC2NodeClass', 'AKSNodeClass'];

/** Tags of everything that a resource makes and that costs money; none where its cloud takes none. */
function taggedParts(resource: Resource, context: TagContext): readonly Labels[] {
  const { type } = resource;
  const cloud = cloudByProvider[providerOf(type)];
  const isBilled = cloud !== undefined && typeof pricingTable[type] === 'function';
  return isBilled && !taggings[cloud].untagged.includes(type) ? tagSetsOf(resource, context) : [];
}

/** What has a price and lacks a tag or label that the budget asks for. */
export function missingTags({ stacks, objects }: PricedOutput, { tags }: BudgetConfig): Breach[] {
  if (!tags) return [];
  const resources = resourcesOf(stacks);
  const referredFrom = referencesIn(resources);
  const breach = (site: string, subject: string, found: readonly Labels[]): Breach[] => {
    const missing = tags.filter((tag) => found.some((labels) => !labels[tag]));
    return missing.length === 0
      ? []
      : [
          {
            limit: 'tags',
            code: 'COST_TAGS',
            site,
            place: 'budget.tags',
            subject,
            message: `without ${missing.join(', ')}`,
            value: missing,
            fix: 'give it the tags of its site (`site.tags`), or ask for fewer',
          },
        ];
  };
  return [
    ...resources.flatMap((one) =>
      breach(one.site, `${one.site} ${one.stack} ${addressOf(one)}`, taggedParts(one, { referred: referredFrom(one) })),
    ),
    ...objects
      .filter(({ manifest }) => nodeClasses.includes(manifest.kind))
      .flatMap(({ site, manifest: { kind, metadata, spec } }) =>
        breach(site, `${site} kubernetes ${kind}/${metadata.name}`, [labelsAt(spec, 'tags')]),
      ),
  ];
}
