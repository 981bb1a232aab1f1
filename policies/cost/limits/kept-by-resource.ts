import { awsRetention } from '../aws/retention';
import { azureRetention } from '../azure/retention';
import type { PricedOutput } from '../estimate';
import { googleRetention } from '../google/retention';
import type { Resource } from '../resource';
import { referrersIn, resourcesOf } from '../resources';
import type { Kept, RetentionReaders } from './kept';

const readers: RetentionReaders = { ...awsRetention, ...googleRetention, ...azureRetention };

/** What resources of some output keep, and for how long. */
export function keptByResource({ stacks }: Pick<PricedOutput, 'stacks'>): { resource: Resource; kept: Kept }[] {
  const resources = resourcesOf(stacks);
  const about = referrersIn(resources);
  return resources.flatMap((resource) =>
    (readers[resource.type]?.(resource, about(resource)) ?? []).map((kept) => ({ resource, kept })),
  );
}
