import type { InClusterNeeds } from '../contracts';
import { bucket } from './bucket';
import { endpoint } from './endpoint';
import { identity } from './identity';
import { key } from './key';
import { pool } from './pool';
import { postgres } from './postgres';
import { route } from './route';
import { secret } from './secret';

export { evidence } from './capabilities';
export { localKubernetesFacts } from './kubernetes-facts';
export { localPlatform } from './local-platform';
export { inClusterOperators } from './operators';

/** What a cluster provides by itself, with no cloud around it. */
export const inClusterNeeds: InClusterNeeds = {
  postgres,
  bucket,
  cache: { absent: 'nothing provides it yet', instead: 'leave out what needs it' },
  documents: { absent: 'nothing provides it yet', instead: 'leave out what needs it' },
  kafka: { absent: 'nothing provides it yet', instead: 'leave out what needs it' },
  topic: { absent: 'nothing provides it yet', instead: 'leave out what needs it' },
  secret,
  credential: { absent: 'nothing provides it yet', instead: 'leave out what needs it' },
  identity,
  key,
  route,
  endpoint,
  pool,
};
