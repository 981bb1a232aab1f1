import type { AzureSite } from '../../environments/model';
import type { CloudTypes, Cluster } from '../contracts';
import type { AzureFoundation } from './data/foundation';
import type { AzureKey } from './data/key';
import type { Permission } from './roles';
import type { AzureSiteNetwork } from './site-network';

/** One role on one named resource. */
export interface AzureGrant extends Pick<Permission, 'role' | 'on'> {
  /** Tells the grants of one identity apart. */
  readonly name: string;
}

/** The types of Azure, so that its parts fit together without casts. */
export interface AzureTypes extends CloudTypes {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  readonly cluster: Cluster;
  readonly foundation: AzureFoundation;
  readonly key: AzureKey;
  readonly grant: AzureGrant;
}
