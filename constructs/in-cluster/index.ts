import type { InClusterNeeds } from '../contracts';
import { bucket } from './bucket';
import { identity } from './identity';
import { key } from './key';
import { postgres } from './postgres';
import { secret } from './secret';

export { evidence } from './capabilities';
export { localKubernetesFacts } from './kubernetes-facts';
export { localPlatform } from './local-platform';
export { inClusterOperators } from './operators';

/** What a cluster provides by itself, with no cloud around it. */
export const inClusterNeeds: InClusterNeeds = { postgres, bucket, secret, identity, key };
