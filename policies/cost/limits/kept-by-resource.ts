import { awsRetention } from '../aws/retention';
import { azureRetention } from '../azure/retention';
import type { PricedOutput } from '../estimate';
import { googleRetention } from '../google/retention';
import type { Resource } from '../resource';
import { referencesIn, resourcesOf } from '../resources';
import type { AboutIt, Kept, RetentionReaders } from './kept';

const readers: RetentionReaders = { ...awsRetention, ...googleRetention, ...azureRetention };

/** What resources of some output keep, and for how long. */
export function keptByResource({ stacks }: Pick<PricedOutput, 'stacks'>): { resource: Resource; kept: Kept }[] {
  const resources = resourcesOf(stacks);
  const referredFrom = referencesIn(resources);
  return resources.flatMap((resource) => {
    const about: AboutIt = (type, field) =>
      resources.filter((other) => other.type === type && referredFrom(other)(other.values[field]) === resource);
    return (readers[resource.type]?.(resource, about) ?? []).map((kept) => ({ resource, kept }));
  });
}
