import type { DrillScenarioName } from '../../../environments/model/drills';
import type { DrillScenario } from '../drill';
import { bucketCopy } from './bucket-copy';
import { clusterLoss } from './cluster-loss';
import { clusterStateCopy } from './cluster-state-copy';
import { databaseCopy } from './database-copy';
import { databaseSiteLoss } from './database-site-loss';
import { databaseZoneLoss } from './database-zone-loss';
import { nameFailover } from './name-failover';
import { streamSiteLoss } from './stream-site-loss';

/** Every scenario that an environment can schedule. */
export const drillScenarioDetails: { readonly [S in DrillScenarioName]: DrillScenario } = {
  'database-zone-loss': databaseZoneLoss,
  'database-site-loss': databaseSiteLoss,
  'stream-site-loss': streamSiteLoss,
  'name-failover': nameFailover,
  'cluster-loss': clusterLoss,
  'database-copy': databaseCopy,
  'bucket-copy': bucketCopy,
  'cluster-state-copy': clusterStateCopy,
};
