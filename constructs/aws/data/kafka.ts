import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { MskCluster } from '@cdktf/provider-aws/lib/msk-cluster';
import { MskConfiguration } from '@cdktf/provider-aws/lib/msk-configuration';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { KafkaNeed } from '../../../services';
import {
  brokerSettings,
  type CloudNeedProvider,
  managedCopies,
  type NeedRequest,
  ownedTopics,
  secretPath,
  topicSettings,
} from '../../contracts';
import { AwsMskTopic } from '../bridge';
import { clusterOnlyGroup } from '../cluster/cluster-only-group';
import { logGroup } from '../log-group';
import type { AwsSiteNetwork } from '../site-network';
import { AwsStoredSecret } from '../stored-secret';
import type { AwsGrant, AwsTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import { clientOf, clientSecret, clusterArns, kafkaName, kafkaPort } from './kafka-client';
import { brokerTypes, maxBrokerStorageGiB } from './kafka-sizes';
import type { AwsKey } from './key';
import { storeLevels } from './store-metrics';

/** The newest that standard brokers have, without ZooKeeper. Source: MSK's list of supported versions, 2026-09. */
const kafkaVersion = '4.1.x.kraft';

/** Raise it to write the address of the cluster anew. */
const addressVersion = 1;

/** A volume grows when it is this full. */
const fullPercent = 70;

/** What nobody may choose otherwise. */
const keptProperties = {
  'auto.create.topics.enable': 'false',
  'default.replication.factor': `${managedCopies}`,
  'min.insync.replicas': '2',
  // Without a rule nobody may do anything; who signs in as a role has that role's rights instead.
  'allow.everyone.if.no.acl.found': 'false',
  // Rather unavailable than a leader that lacks confirmed records.
  'unclean.leader.election.enable': 'false',
} as const;

/** As Kafka's own file has them. */
const serverProperties = (need: KafkaNeed): string =>
  Object.entries({ ...brokerSettings(need), ...keptProperties })
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

export interface AwsKafkaProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly key: AwsKey;
  readonly need: KafkaNeed;
  /** Where the addresses of the servers are written as JSON. */
  readonly secretPath: string;
}

/**
 * Amazon MSK without ZooKeeper, a broker or more in every zone: TLS only, between brokers too; clients sign in by their
 * role and in no other way; volumes under an own key that grow by themselves; the brokers' logs under the logs' key.
 */
export class AwsKafka extends Construct {
  /** Reading the addresses of the servers, nothing else: Amazon gives them out with the cluster. */
  readonly readers: readonly AwsGrant[];

  constructor(scope: Construct, id: string, props: AwsKafkaProps) {
    super(scope, id);
    const { site, key } = props;
    const cluster = this.cluster(props);
    this.growingVolumes(props, cluster);
    for (const { owner } of ownedTopics(site)) {
      new AwsMskTopic(this, `topic-${owner.need.topic}`, {
        clusterArn: cluster.arn,
        name: owner.need.topic,
        partitions: owner.need.partitions,
        copies: managedCopies,
        settings: topicSettings(owner.need),
        kept: site.deletionProtection,
      });
    }
    this.readers = new AwsStoredSecret(this, 'address', {
      site,
      name: props.secretPath,
      description: `Servers of Kafka on ${site.name}`,
      key,
      value: Fn.jsonencode({ bootstrap: cluster.bootstrapBrokersSaslIam }),
      valueVersion: addressVersion,
    }).readers;
  }

  private cluster(props: AwsKafkaProps): MskCluster {
    const { site, network, key, need } = props;
    const name = kafkaName(site);
    const configuration = new MskConfiguration(this, 'configuration', {
      name,
      description: `Settings of ${name}`,
      kafkaVersions: [kafkaVersion],
      serverProperties: serverProperties(need),
    });
    const logs = logGroup(this, 'log', { site, name: `/aws/msk/${name}`, keyId: network.logKeyId });
    return new MskCluster(this, 'cluster', {
      clusterName: name,
      kafkaVersion,
      numberOfBrokerNodes: need.brokers,
      enhancedMonitoring: 'PER_TOPIC_PER_BROKER',
      brokerNodeGroupInfo: {
        instanceType: brokerTypes[need.size],
        clientSubnets: [...network.dataSubnetIds],
        securityGroups: [
          clusterOnlyGroup(this, {
            ...props,
            name,
            description: `Kafka of ${props.site.name}`,
            software: 'Kafka',
            port: kafkaPort,
          }),
        ],
        connectivityInfo: { publicAccess: { type: 'DISABLED' } },
        storageInfo: { ebsStorageInfo: { volumeSize: need.storageGiB } },
      },
      clientAuthentication: { sasl: { iam: true, scram: false }, unauthenticated: false },
      configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
      encryptionInfo: {
        encryptionAtRestKmsKeyArn: key.keyId,
        encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
      },
      loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: logs.name } } },
      // Amazon has no switch against deletion, and volumes that have grown do not shrink again.
      lifecycle: {
        preventDestroy: site.deletionProtection,
        ignoreChanges: ['broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size'],
      },
    });
  }

  private growingVolumes({ site, need }: AwsKafkaProps, cluster: MskCluster): void {
    const target = new AppautoscalingTarget(this, 'volumes', {
      serviceNamespace: 'kafka',
      scalableDimension: 'kafka:broker-storage:VolumeSize',
      resourceId: cluster.arn,
      // Amazon wants one, and volumes never shrink.
      minCapacity: 1,
      maxCapacity: maxBrokerStorageGiB(need.storageGiB),
    });
    new AppautoscalingPolicy(this, 'volumes-grow', {
      name: `${kafkaName(site)}-volumes`,
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: fullPercent,
        disableScaleIn: true,
        predefinedMetricSpecification: { predefinedMetricType: 'KafkaBrokerStorageUtilization' },
      },
    });
  }
}

/** Kafka Connect makes topics for what it captures, whatever they are called, and keeps its state in three of its own. */
const administer = ({ site, need }: NeedRequest<'kafka', AwsSite>): AwsGrant[] =>
  need.connect
    ? [
        {
          actions: [
            'kafka-cluster:Connect',
            'kafka-cluster:DescribeCluster',
            'kafka-cluster:DescribeClusterDynamicConfiguration',
            'kafka-cluster:WriteDataIdempotently',
          ],
          resources: [clusterArns.cluster(site)],
        },
        {
          actions: [
            'kafka-cluster:CreateTopic',
            'kafka-cluster:DescribeTopic',
            'kafka-cluster:DescribeTopicDynamicConfiguration',
            'kafka-cluster:ReadData',
            'kafka-cluster:WriteData',
          ],
          resources: [clusterArns.topic(site, '*')],
        },
        {
          actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
          resources: [clusterArns.group(site, 'kafka-connect'), clusterArns.group(site, 'connect-*')],
        },
      ]
    : [];

/** Amazon MSK; clients sign in by the role of their service account. */
export const kafka: CloudNeedProvider<'kafka', AwsTypes> = {
  bind: (request) => ({ admin: clientOf(request) }),
  manifests: (scope, request) => clientSecret.add(scope, request),
  levels: storeLevels.kafka,
  provision: (scope, request, { network, key }) => {
    const { site, need } = request;
    const path = secretPath(request);
    const { readers } = new AwsKafka(scope, 'kafka', { site, network, key, need, secretPath: path });
    return { serviceGrants: administer(request), secretReaderGrants: readers, metricReaderGrants: readMetrics(site) };
  },
};
