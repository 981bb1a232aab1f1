import type { AwsSite } from '../../environments/model';
import type { CloudTypes, Cluster } from '../contracts';
import type { AwsFoundation } from './data/foundation';
import type { AwsKey } from './data/key';
import type { Statement } from './iam';
import type { AwsSiteNetwork } from './site-network';

/** One permission: an IAM statement that allows actions on named resources. */
export type AwsGrant = Pick<Statement, 'actions' | 'resources' | 'conditions'>;

/** The parts of AWS as they fit together. */
export interface AwsTypes extends CloudTypes {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly cluster: Cluster;
  readonly foundation: AwsFoundation;
  readonly key: AwsKey;
  readonly grant: AwsGrant;
}
