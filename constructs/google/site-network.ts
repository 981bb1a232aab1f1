import type { Network } from '../contracts';

/** What the other parts of a site need of its network, whoever made it. */
export interface GoogleSiteNetwork extends Network {
  readonly nodeSubnetId: string;
  /** Private endpoints of managed services. */
  readonly endpointSubnetId: string;
  readonly controlPlaneSubnetId: string;
  /** Names of the secondary ranges of the node subnet. */
  readonly podRangeName: string;
  readonly serviceRangeName: string;
}
