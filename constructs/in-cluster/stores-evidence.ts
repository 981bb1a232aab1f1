import {
  type Absent,
  alarmEvidence,
  type Evidence,
  type InClusterEvidence,
  type StoreCapabilityId,
} from '../contracts';
import { silentAlarms } from './store-metrics';

const cluster = (path: string, is: Evidence['is']): Evidence => ({ in: 'kubernetes', type: 'Cluster', path, is });

const cloudBuckets = 'let a cloud run the buckets: leave providers.bucket of its sites at managed';

const noTiers: Absent = { absent: 'the store inside the cluster has one kind of disk', instead: cloudBuckets };
const noLock: Absent = {
  absent: 'who may write the volume of the store inside the cluster may also delete what is on it',
  instead: cloudBuckets,
};
const noInventory: Absent = {
  absent: 'the store inside the cluster lists objects to who asks only',
  instead: cloudBuckets,
};

/** What operations ask of databases, caches and buckets, as far as a cluster alone can keep it. */
export const storesEvidence: Pick<InClusterEvidence, StoreCapabilityId> = {
  ...alarmEvidence(silentAlarms),
  // Nobody patches by himself: versions are pinned, and change when a release does.
  'postgres.maintenance-window': [cluster('spec.imageName', { matches: /:\d+\.\d+-/ })],
  'postgres.maintenance-freeze': [cluster('spec.imageName', { matches: /:\d+\.\d+-/ })],
  'postgres.parameters': [
    cluster('spec.postgresql.parameters.idle_in_transaction_session_timeout', { matches: /^\d+ms$/ }),
  ],
  'postgres.read-replicas': [
    { ...cluster('spec.instances', { atLeast: 2 }), quantifier: 'some' },
    {
      in: 'kubernetes',
      type: 'ExternalSecret',
      path: 'spec.target.template.data.readHosts',
      is: { matches: /-ro\..+\.svc$/ },
      quantifier: 'some',
    },
  ],
  'kafka.parameters': [
    { in: 'kubernetes', type: 'Kafka', path: 'spec.kafka.config', is: { matches: /"num\.partitions":"\d+"/ } },
    { in: 'kubernetes', type: 'Kafka', path: 'spec.kafka.config', is: { matches: /"log\.retention\.hours":"\d+"/ } },
  ],
  'cache.maintenance-window': [
    {
      in: 'kubernetes',
      type: 'StatefulSet',
      path: 'spec.template.spec.containers[].image',
      is: { matches: /:v?\d+\.\d+/ },
      where: { path: 'spec.template.spec.containers[].name', equals: 'valkey' },
    },
  ],
  'bucket.tiers': noTiers,
  'bucket.retention-lock': noLock,
  'bucket.inventory': noInventory,
};
