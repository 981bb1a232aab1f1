import type { CacheNode, CloudFacts } from './cloud-facts';

/** The smallest node of a cloud's managed cache that has room for this much data; `undefined`: none has. */
export const cacheNodeFor = (
  { managedCache }: Pick<CloudFacts, 'managedCache'>,
  memoryGiB: number,
): CacheNode | undefined =>
  'nodes' in managedCache ? managedCache.nodes.find(({ dataGiB }) => dataGiB >= memoryGiB) : undefined;
