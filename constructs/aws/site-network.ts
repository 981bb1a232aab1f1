import type { Network } from '../contracts';

/** What the other parts of a site need of its network, whoever made it. */
export interface AwsSiteNetwork extends Network {
  readonly nodeSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  /** The control plane's interfaces and private endpoints. */
  readonly endpointSubnetIds: readonly string[];
  /** The operators' way in. */
  readonly accessSubnetIds: readonly string[];
  /** ARN of the key of log groups. */
  readonly logKeyId: string;
}
