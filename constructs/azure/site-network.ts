import type { Network } from '../contracts';
import type { PrivateAccess } from './private-endpoint';

/** What the other parts of a site need of its network, whoever made it. */
export interface AzureSiteNetwork extends Network, PrivateAccess {
  readonly nodeSubnetId: string;
  readonly apiServerSubnetId: string;
  /** Storage account that keeps the site's audit logs. */
  readonly archiveId: string;
  /** What the control plane may place things in, by a name for the permission: no more of a network than it needs. */
  readonly joinable: Readonly<Record<string, string>>;
}
