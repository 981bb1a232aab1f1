import type { GoogleSite } from '../../environments/model';
import type { CloudTypes, Cluster } from '../contracts';
import type { GoogleFoundation } from './data/foundation';
import type { GoogleKey } from './data/key';
import type { GoogleSiteNetwork } from './site-network';

/**
 * One role on one named resource; Kafka's on all clusters of the project, in which rules say who may do what, and those of
 * queries and metrics on the project: datasets say who may read what, and metrics belong to no resource.
 */
export type GoogleGrant =
  | { readonly on: 'bucket'; readonly bucket: string; readonly role: string }
  | { readonly on: 'secret'; readonly secretId: string; readonly role: string }
  | { readonly on: 'dataset'; readonly datasetId: string; readonly role: string }
  | { readonly on: 'queries'; readonly role: string }
  | { readonly on: 'metrics'; readonly role: string }
  | { readonly on: 'kafka'; readonly role: string };

/** The types of Google Cloud, so that its parts fit together without casts. */
export interface GoogleTypes extends CloudTypes {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly cluster: Cluster;
  readonly foundation: GoogleFoundation;
  readonly key: GoogleKey;
  readonly grant: GoogleGrant;
}
