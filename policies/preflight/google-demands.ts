import { diskTypeOf, volumeType } from '../../constructs/google/machine-families';
import { googleQuotas, googleResourceQuotas as quotas } from '../../environments/facts/quotas/google';
import type { GoogleSite } from '../../environments/model';
import type { QuotaDemand } from '../../environments/model/machine-demand';
import type { SiteOutput } from '../site-output';
import { bootDisksGiB, demand, resourcesOf } from './site-resources';
import { volumeStorageGiB } from './volume-storage';

/** Disks count by their kind. */
const quotaOfDisk = { 'hyperdisk-balanced': quotas.hyperdisks, 'pd-balanced': quotas.ssdDisks } as const;

/** What the stacks of a site on Google Cloud make that projects have only so many of. */
export function googleDemands(site: GoogleSite, output: SiteOutput): QuotaDemand[] {
  const external = resourcesOf(output, 'google_compute_address').filter((one) => one.address_type !== 'INTERNAL');
  return [
    ...demand(quotas.networks, resourcesOf(output, 'google_compute_network').length, 'the network of the site'),
    ...demand(quotas.staticAddresses, external.length, 'addresses of NAT'),
    ...demand(quotas.addressesInUse, external.length, 'addresses of NAT'),
    ...site.pools.flatMap((pool) =>
      demand(
        quotaOfDisk[diskTypeOf(pool.machineType)],
        bootDisksGiB([pool], googleQuotas.surge),
        `boot disks of pool ${pool.name}`,
      ),
    ),
    ...demand(quotaOfDisk[volumeType(site)], volumeStorageGiB(output.manifests), 'volumes of pods'),
  ];
}
