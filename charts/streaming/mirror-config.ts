import { catalogTopics } from '../../services/catalog';
import type { Mirror } from '../../services/mirroring';

/** A topic has the same name on every site, so that a client that moves finds it; Kafka's own policy would prefix it. */
const identity = {
  'replication.policy.class': 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy',
  // Beside the copies, so that the user of the primary site writes nothing there.
  'offset-syncs.topic.location': 'target',
} as const;

/**
 * Kafka's own topics, those that Kafka Connect and the mirror keep their state in, and those of the catalogue, which would
 * take another site's changes for its own: every site has its own.
 */
const ownTopics = [
  '__.*|mm2-.*|.*[.-]internal|heartbeats|kafka-connect[.].*|mirror[.].*',
  ...Object.values(catalogTopics),
].join('|');

/** Groups of Kafka Connect itself, of the catalogue, and of people who look at records by hand. */
const ownGroups = 'kafka-connect|connect-.*|console-consumer-.*|__.*|catalog[.].*';

/** -1: as many copies as the cluster's default. */
const copies = -1;

/** What is copied, and how; the settings of both connectors. */
export const mirrorConfig = ({ topics, groups, tasks }: Mirror) => ({
  sourceConnector: {
    tasksMax: tasks,
    autoRestart: { enabled: true },
    config: {
      ...identity,
      'replication.factor': copies,
      'offset-syncs.topic.replication.factor': copies,
      'refresh.topics.interval.seconds': 60,
      // Rights and settings of topics come from Git on every site.
      'sync.topic.acls.enabled': false,
      'sync.topic.configs.enabled': false,
      // The names that the rules of `mirror-metrics.ts` read.
      'metric.names.formats': 'legacy',
      // What a transaction took back must not appear on the other side.
      'consumer.isolation.level': 'read_committed',
    },
  },
  checkpointConnector: {
    tasksMax: 1,
    autoRestart: { enabled: true },
    config: {
      ...identity,
      'checkpoints.topic.replication.factor': copies,
      'refresh.groups.interval.seconds': 60,
      'emit.checkpoints.interval.seconds': 10,
      'sync.group.offsets.enabled': true,
      'sync.group.offsets.interval.seconds': 10,
    },
  },
  topicsPattern: topics,
  topicsExcludePattern: ownTopics,
  groupsPattern: groups,
  groupsExcludePattern: ownGroups,
});
