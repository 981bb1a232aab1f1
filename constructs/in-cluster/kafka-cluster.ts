import type { KafkaNeed } from '../../services';
import { administratorsOf, brokerSettings, type NeedRequest } from '../contracts';
import { kafkaHosts, siteGateway } from '../kubernetes/gateway-names';
import { keptByGitOps } from '../kubernetes/keep';
import { reachesApiServer } from '../kubernetes/network-policy';
import { priorityClasses } from '../kubernetes/priority-classes';
import { metricsConfig, metricsPort } from './kafka-metrics';
import { clusterLabel, kafkaCluster, openToSites, userName, userSecretPrefix } from './kafka-names';
import type { Kafka, KafkaNodePool, PodTemplate } from './kafka-objects';
import { brokerSizes, controllerSize, controllerStorageGiB, type KafkaSize } from './kafka-sizes';
import { storageClassOf } from './storage-class';

type Request = NeedRequest<'kafka'>;

const zoneLabel = 'topology.kubernetes.io/zone';

/** Copies of every record, and how many of them must have it before its producer hears so. */
const copiesOf = ({ highlyAvailable }: KafkaNeed) =>
  highlyAvailable ? { copies: 3, confirmed: 2 } : { copies: 1, confirmed: 1 };

const scraped = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': `${metricsPort}`,
  'prometheus.io/path': '/metrics',
};

const resources = ({ cpuMillis, memoryMiB }: Omit<KafkaSize, 'heapMiB'>) => ({
  requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
  limits: { memory: `${memoryMiB}Mi` },
});

const pod = (annotations: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): PodTemplate => ({
  pod: { metadata: { labels, annotations }, priorityClassName: priorityClasses.service },
});

/** Servers of one role, in different zones and on different machines. */
function nodePool(
  { site, namespace, need }: Request,
  role: 'controller' | 'broker',
  pool: { readonly replicas: number; readonly storageGiB: number; readonly size: KafkaSize },
): KafkaNodePool {
  const storageClass = storageClassOf(site, role === 'broker' ? need.storageClass : undefined);
  const apart = (topologyKey: string, strict: boolean) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: strict ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...clusterLabel, 'strimzi.io/pool-name': role } },
  });
  const { pod: template } = pod(scraped, reachesApiServer);
  return {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaNodePool',
    metadata: { name: role, namespace, labels: clusterLabel, annotations: keptByGitOps },
    spec: {
      replicas: pool.replicas,
      roles: [role],
      resources: resources(pool.size),
      jvmOptions: { '-Xms': `${pool.size.heapMiB}m`, '-Xmx': `${pool.size.heapMiB}m` },
      storage: {
        type: 'jbod',
        volumes: [
          {
            id: 0,
            type: 'persistent-claim',
            size: `${pool.storageGiB}Gi`,
            ...(storageClass ? { class: storageClass } : {}),
            deleteClaim: false,
            kraftMetadata: 'shared',
          },
        ],
      },
      template: {
        pod: {
          ...template,
          // A broker hands over its partitions before it goes.
          terminationGracePeriodSeconds: 120,
          topologySpreadConstraints: [apart(zoneLabel, site.zones.length > 1), apart('kubernetes.io/hostname', false)],
        },
      },
    },
  };
}

export const nodePools = (request: Request): KafkaNodePool[] => [
  nodePool(request, 'controller', {
    replicas: request.need.highlyAvailable ? 3 : 1,
    storageGiB: controllerStorageGiB,
    size: controllerSize,
  }),
  nodePool(request, 'broker', {
    replicas: request.need.brokers,
    storageGiB: request.need.storageGiB,
    size: brokerSizes[request.need.size],
  }),
];

type Listener = Kafka['spec']['kafka']['listeners'][number];

const signedIn = { tls: true, authentication: { type: 'scram-sha-512' } } as const;

/** By the gateway, which passes encrypted connections on unopened: every server has a name of its own. */
function sitesListener({ site }: Request): Listener {
  const hosts = kafkaHosts({ site: site.name, domain: site.domain });
  return {
    name: 'sites',
    port: kafkaCluster.sitesPort,
    type: 'tlsroute',
    ...signedIn,
    configuration: {
      parentRefs: [
        { name: siteGateway.name, namespace: siteGateway.namespace, sectionName: siteGateway.listeners.kafka },
      ],
      bootstrap: { host: `bootstrap.${hosts}` },
      hostTemplate: `broker-{nodeId}.${hosts}`,
    },
  };
}

export function cluster(request: Request): Kafka {
  const { site, namespace, need } = request;
  const { copies, confirmed } = copiesOf(need);
  return {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'Kafka',
    metadata: { name: kafkaCluster.name, namespace, annotations: keptByGitOps },
    spec: {
      kafka: {
        version: '4.3.1',
        metadataVersion: '4.3-IV0',
        listeners: [
          { name: 'clients', port: kafkaCluster.clientPort, type: 'internal', ...signedIn },
          ...(openToSites(request) ? [sitesListener(request)] : []),
        ],
        authorization: {
          type: 'simple',
          superUsers: administratorsOf(site).map((service) => userName({ service })),
        },
        // Copies of a partition go to different zones, and consumers read from their own.
        rack: { topologyKey: zoneLabel },
        config: {
          ...brokerSettings(need),
          'auto.create.topics.enable': false,
          'default.replication.factor': copies,
          'min.insync.replicas': confirmed,
          'offsets.topic.replication.factor': copies,
          'transaction.state.log.replication.factor': copies,
          'transaction.state.log.min.isr': confirmed,
          'share.coordinator.state.topic.replication.factor': copies,
          'share.coordinator.state.topic.min.isr': confirmed,
          // Rather unavailable than a leader that lacks confirmed records.
          'unclean.leader.election.enable': false,
          'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
        },
        metricsConfig: { type: 'jmxPrometheusExporter', valueFrom: { configMapKeyRef: metricsConfig } },
        // Nobody but Strimzi moves a server, when every partition on it has copies enough elsewhere: its Drain Cleaner
        // tells it of machines that are to be emptied.
        template: { podDisruptionBudget: { maxUnavailable: 0 } },
      },
      entityOperator: {
        topicOperator: { resources: resources({ cpuMillis: 100, memoryMiB: 512 }) },
        userOperator: {
          resources: resources({ cpuMillis: 100, memoryMiB: 512 }),
          secretPrefix: userSecretPrefix,
        },
        template: pod({}, reachesApiServer),
      },
      kafkaExporter: {
        topicRegex: '.*',
        groupRegex: '.*',
        resources: resources({ cpuMillis: 50, memoryMiB: 128 }),
        template: pod(scraped, {}),
      },
    },
  };
}
