import { ManagedKafkaAcl } from '@cdktf/provider-google/lib/managed-kafka-acl';
import { ManagedKafkaCluster } from '@cdktf/provider-google/lib/managed-kafka-cluster';
import { ManagedKafkaTopic } from '@cdktf/provider-google/lib/managed-kafka-topic';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { KafkaNeed, Size, TopicNeed } from '../../../services';
import {
  type CloudNeedProvider,
  groupPrefix,
  managedCopies,
  type NeedRequest,
  type OwnedTopic,
  ownedTopics,
  readsTopic,
  siteTopics,
  topicSettings,
  topicSettingsOf,
  writesTopic,
} from '../../contracts';
import { refuseDeletion } from '../bridge';
import type { GoogleSiteNetwork } from '../site-network';
import type { GoogleTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import { clientOf, clientRole, clusterId, principalsOf } from './kafka-client';
import type { GoogleKey } from './key';
import { storeLevels } from './store-metrics';

const gibibyte = 1024 ** 3;

/** Of all brokers together; 4 GiB for every processor, as Google advises, and no fewer than three processors. */
const capacity: Readonly<Record<Size, number>> = { small: 3, standard: 6, large: 12 };

export interface GoogleKafkaProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly key: GoogleKey;
  readonly need: KafkaNeed;
}

interface Rule {
  readonly principal: string;
  readonly operations: readonly string[];
}

type TopicRequest = NeedRequest<'topic', GoogleSite>;

const topicOperations: Readonly<Record<TopicNeed['access'], readonly string[]>> = {
  owner: ['READ', 'WRITE', 'DESCRIBE', 'DESCRIBE_CONFIGS'],
  produce: ['WRITE', 'DESCRIBE'],
  consume: ['READ', 'DESCRIBE'],
};

const rulesFor = (request: TopicRequest, operations: readonly string[]): Rule[] =>
  principalsOf(request).map((principal) => ({ principal, operations }));

/**
 * Google Cloud Managed Service for Apache Kafka: three zones, TLS only, an address of the site's own endpoint subnet, an
 * own key. A topic with rules is open to those that the rules name and to nobody else.
 */
export class GoogleKafka extends Construct {
  private readonly place: { readonly cluster: string; readonly location: string };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GoogleKafkaProps,
  ) {
    super(scope, id);
    const { site } = props;
    const cluster = this.cluster();
    this.place = { cluster: cluster.clusterId, location: site.region };
    for (const topic of ownedTopics(site)) this.topic(topic);
    const services = new Map(siteTopics(site).map((request) => [request.service, request]));
    for (const request of services.values()) this.ownPrefix(request);
  }

  private cluster(): ManagedKafkaCluster {
    const { site, network, key, need } = this.props;
    const vcpus = capacity[need.size];
    const cluster = new ManagedKafkaCluster(this, 'cluster', {
      clusterId: clusterId(site),
      location: site.region,
      capacityConfig: { vcpuCount: `${vcpus}`, memoryBytes: `${vcpus * 4 * gibibyte}` },
      gcpConfig: {
        kmsKey: key.keyId,
        accessConfig: { networkConfigs: [{ subnet: network.endpointSubnetId }] },
      },
      rebalanceConfig: { mode: 'AUTO_REBALANCE_ON_SCALE_UP' },
      labels: { ...site.tags },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    if (site.deletionProtection) refuseDeletion(cluster);
    return cluster;
  }

  private topic({ owner, users }: OwnedTopic<GoogleSite>): void {
    const { site } = this.props;
    const { topic, partitions } = owner.need;
    const made = new ManagedKafkaTopic(this, `topic-${topic}`, {
      ...this.place,
      topicId: topic,
      partitionCount: partitions,
      replicationFactor: managedCopies,
      configs: { ...topicSettingsOf(this.props.need), ...topicSettings(owner.need) },
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    if (site.deletionProtection) refuseDeletion(made);
    this.rules(
      `topic-${topic}-rules`,
      `topic/${topic}`,
      users.flatMap((user) => rulesFor(user, topicOperations[user.need.access])),
      made,
    );
  }

  /** Consumer groups and transactions that begin with the name of the service are its own. */
  private ownPrefix(request: TopicRequest): void {
    const { site } = this.props;
    const needs = siteTopics(site).filter(({ service }) => service === request.service);
    const prefix = groupPrefix(request);
    const allowed = (id: string, pattern: string, operations: readonly string[]) =>
      this.rules(`${request.service}-${id}`, `${pattern}/${prefix}`, rulesFor(request, operations));
    if (needs.some(({ need }) => readsTopic(need.access)))
      allowed('groups', 'consumerGroupPrefixed', ['READ', 'DESCRIBE']);
    if (needs.some(({ need }) => writesTopic(need.access)))
      allowed('transactions', 'transactionalIdPrefixed', ['WRITE', 'DESCRIBE']);
  }

  private rules(id: string, aclId: string, rules: readonly Rule[], after?: ManagedKafkaTopic): void {
    const entries = rules.flatMap(({ principal, operations }) =>
      operations.map((operation) => ({ principal, operation, permissionType: 'ALLOW', host: '*' })),
    );
    const once = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
    new ManagedKafkaAcl(this, id, {
      ...this.place,
      aclId,
      aclEntries: once,
      ...(after ? { dependsOn: [after] } : {}),
    });
  }
}

/** Google's Kafka; clients sign in by the service account behind their own. */
export const kafka: CloudNeedProvider<'kafka', GoogleTypes> = {
  bind: (request) => ({ admin: clientOf(request) }),
  manifests: () => {},
  levels: storeLevels.kafka,
  provision: (scope, { site, need }, { network, key }) => {
    new GoogleKafka(scope, 'kafka', { site, network, key, need });
    return {
      serviceGrants: [{ on: 'kafka', role: clientRole }],
      secretReaderGrants: [],
      metricReaderGrants: readMetrics,
    };
  },
};
