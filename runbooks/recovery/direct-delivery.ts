import type { Finding } from '../../environments/model';
import type { Holding, Tell } from '../engine/step';

/** Half of a tree, or all of it. */
export type DeliveredPart =
  /** What Velero needs, and nothing that holds data. */
  'before-restore' | 'all';

/** Delivers rendered trees without Git. */
export interface DirectDelivery {
  /** Why the tree of a site is not to be delivered: it is not there, or is not the release of the lock. */
  findings(site: string): Promise<readonly Finding[]>;
  /** Wave by wave; run again, it goes on where it stopped. */
  deliver(site: string, part: DeliveredPart, tell: Tell): Promise<void>;
  /** What the API server has of it. */
  look(site: string, part: DeliveredPart): Promise<Holding>;
  /** Forgets what was delivered, and leaves it in the cluster. */
  forget(site: string): Promise<void>;
  /** Whether nothing is known of the site any more. */
  forgotten(site: string): Promise<Holding>;
}
