import type { Cloud } from '../../../environments/facts';
import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import { awsTagging } from '../aws/tags';
import { azureTagging } from '../azure/tags';
import { type PricedOutput, pricingTable } from '../estimate';
import { googleTagging } from '../google/tags';
import { addressOf, cloudByProvider, labelsAt, providerOf, type Resource } from '../resource';
import { referencesIn, resourcesOf } from '../resources';
import type { Breach } from './breach';
import type { Labels, TagContext, Tagging } from './tagging';

export const taggings: { readonly [C in Cloud]: Tagging } = {
  aws: awsTagging,
  google: googleTagging,
  azure: azureTagging,
};

/** Objects that say the tags of the machines that a cluster makes for its pods. */
const nodeClasses: readonly string[] = ['EC2NodeClass', 'AKSNodeClass'];

/** Tags of everything that a resource makes and that costs money; none where its cloud takes none. */
function tagsOf(resource: Resource, context: TagContext): readonly Labels[] {
  const { type, values, provider } = resource;
  const cloud = cloudByProvider[providerOf(type)];
  if (cloud === undefined || typeof pricingTable[type] !== 'function') return [];
  const { field, defaults, elsewhere, untagged } = taggings[cloud];
  if (untagged.includes(type)) return [];
  return (
    elsewhere[type]?.(resource, context) ?? [
      { ...(defaults ? labelsAt(provider, defaults) : {}), ...labelsAt(values, field) },
    ]
  );
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
      breach(one.site, `${one.site} ${one.stack} ${addressOf(one)}`, tagsOf(one, { referred: referredFrom(one) })),
    ),
    ...objects
      .filter(({ manifest }) => nodeClasses.includes(manifest.kind))
      .flatMap(({ site, manifest: { kind, metadata, spec } }) =>
        breach(site, `${site} kubernetes ${kind}/${metadata.name}`, [labelsAt(spec, 'tags')]),
      ),
  ];
}
