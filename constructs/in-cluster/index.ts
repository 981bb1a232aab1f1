import type { InClusterNeeds } from '../contracts';
import { bucket } from './bucket';
import { cache } from './cache';
import { credential } from './credential';
import { databaseUser } from './database-user';
import { documents } from './documents';
import { endpoint } from './endpoint';
import { files } from './files';
import { identity } from './identity';
import { kafka } from './kafka';
import { key } from './key';
import { pool } from './pool';
import { postgres } from './postgres';
import { route } from './route';
import { secret } from './secret';
import { sharedBucket } from './shared-bucket';
import { topic } from './topic';
import { warehouse } from './warehouse';

export { evidenceInside } from './archive-evidence';
export { evidence } from './capabilities';
export { localKubernetesFacts } from './kubernetes-facts';
export { localPlatform } from './local-platform';
export { inClusterOperators } from './operators';

/** What a cluster provides by itself, with no cloud around it. */
export const inClusterNeeds: InClusterNeeds = {
  postgres,
  bucket,
  cache,
  warehouse,
  files,
  documents,
  kafka,
  topic,
  secret,
  credential,
  identity,
  key,
  route,
  endpoint,
  databaseUser,
  sharedBucket,
  pool,
};
