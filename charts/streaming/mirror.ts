import type { Construct } from 'constructs';
import type { KafkaClient, NetworkPeer } from '../../constructs/contracts';
import { kafkaBootstrap } from '../../constructs/kubernetes/gateway-names';
import { networkPolicy, reachesApiServer, scrapers, tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { operators, streaming } from '../../services';
import { type Mirror, mirrorUser, mirrorName as name } from '../../services/mirroring';
import { mirrorConfig } from './mirror-config';
import { mirrorMetrics, mirrorMetricsConfig, mirrorMetricsPort } from './mirror-metrics';
import type { KafkaMirrorMaker2, ReadingUser } from './mirror-objects';
import type { StreamingProps } from './streaming-props';

const { namespace } = streaming;

const rest = tcp(8083);

/** Labels that Strimzi puts on the workers. */
const podLabels = { 'strimzi.io/cluster': name, 'strimzi.io/kind': 'KafkaMirrorMaker2' } as const;

/** What the mirror of a standby site may do on the primary one: read, and nothing else. */
const readingUser = (cluster: string, secretName: string): ReadingUser => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaUser',
  metadata: { name: mirrorUser, namespace, labels: { 'strimzi.io/cluster': cluster } },
  spec: {
    authentication: {
      type: 'scram-sha-512',
      password: { valueFrom: { secretKeyRef: { name: secretName, key: 'password' } } },
    },
    authorization: {
      type: 'simple',
      acls: [
        {
          type: 'allow',
          resource: { type: 'topic', name: '*', patternType: 'literal' },
          operations: ['Read', 'Describe', 'DescribeConfigs'],
        },
        { type: 'allow', resource: { type: 'group', name: '*', patternType: 'literal' }, operations: ['Describe'] },
      ],
    },
  },
});

type Source = NonNullable<Mirror['from']>;

/** Where the records come from: what the environment says, or its primary site behind that site's gateway. */
function sourceOf({ from }: Mirror, { peers, domain, site }: StreamingProps['context']): Source {
  if (from) return from;
  const primary = peers.find(({ role }) => role === 'primary');
  if (!primary) throw new Error(`${site}: no other site of the environment is primary, so there is nothing to mirror`);
  const networks = primary.network ? [primary.network] : [];
  return { bootstrap: [kafkaBootstrap({ site: primary.name, domain })], networks };
}

const signIn = (username: string, secretName: string) => ({
  tls: { trustedCertificates: [{ secretName, certificate: 'ca.crt' }] },
  authentication: {
    type: 'scram-sha-512' as const,
    username,
    passwordSecret: { secretName, password: 'password' },
  },
});

/** The administrator of the own cluster: the mirror makes topics and sets the offsets of other services' groups. */
function target({ bootstrapServers, authentication }: KafkaClient) {
  if (typeof bootstrapServers !== 'string' || authentication.kind !== 'scram') {
    throw new Error(`${streaming.name}: the mirror needs a cluster with a known address, user and Secret`);
  }
  const { username, secretName } = authentication;
  return {
    alias: 'standby',
    bootstrapServers,
    ...signIn(username, secretName),
    groupId: name,
    configStorageTopic: 'mirror.configs',
    offsetStorageTopic: 'mirror.offsets',
    statusStorageTopic: 'mirror.status',
    config: {
      'config.storage.replication.factor': -1,
      'offset.storage.replication.factor': -1,
      'status.storage.replication.factor': -1,
    },
  };
}

/** 1 GiB of heap holds what four tasks have in flight, 50 MiB fetched and 32 MiB to send each, with half of it left. */
const workerSize = {
  resources: { requests: { cpu: '500m', memory: '1536Mi' }, limits: { memory: '1536Mi' } },
  jvmOptions: { '-Xms': '1024m', '-Xmx': '1024m' },
} as const;

const mirrorMaker = (
  mirror: Mirror,
  from: Source,
  { context, bindings }: StreamingProps,
  secretName: string,
): KafkaMirrorMaker2 => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaMirrorMaker2',
  metadata: { name, namespace },
  spec: {
    version: '4.3.1',
    replicas: mirror.replicas,
    target: target(bindings.kafka.admin),
    mirrors: [
      {
        source: {
          alias: 'primary',
          bootstrapServers: from.bootstrap.join(','),
          ...signIn(mirrorUser, secretName),
        },
        ...mirrorConfig(mirror),
      },
    ],
    ...workerSize,
    metricsConfig: { type: 'jmxPrometheusExporter', valueFrom: { configMapKeyRef: mirrorMetricsConfig } },
    template: {
      pod: {
        metadata: {
          labels: reachesApiServer,
          annotations: {
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': `${mirrorMetricsPort}`,
            'prometheus.io/path': '/metrics',
          },
        },
        priorityClassName: priorityClasses.service,
        topologySpreadConstraints: spreadOver(context.zones, podLabels).map(
          // Strimzi replaces workers one by one itself.
          ({ matchLabelKeys: _ofDeployments, ...constraint }) => constraint,
        ),
      },
    },
  },
});

/** To its own cluster, to the primary site's, and among its workers, whom Strimzi tells what to copy. */
function addPolicies(scope: Construct, from: Source, admin: KafkaClient): void {
  const self: NetworkPeer = { namespace, podLabels, ports: [rest] };
  const ports = [...new Set(from.bootstrap.map((server) => Number(server.split(':')[1])))].map(tcp);
  networkPolicy(scope, {
    name,
    namespace,
    podLabels,
    ingress: [
      self,
      { namespace: operators.strimzi.namespace, podLabels: { name: 'strimzi-cluster-operator' }, ports: [rest] },
      scrapers(mirrorMetricsPort),
    ],
    egress: [self, ...admin.egress, ...from.networks.map((cidr) => ({ cidr, ports }))],
  });
  for (const peer of admin.egress) {
    if (!('podLabels' in peer) || 'anyNamespace' in peer || peer.namespace !== namespace) continue;
    networkPolicy(scope, {
      name: `kafka-from-${mirrorUser}`,
      namespace,
      podLabels: peer.podLabels,
      ingress: [{ namespace, podLabels, ports: peer.ports }],
    });
  }
}

/** Whether this site copies another one: then nothing but the mirror may write what the other one writes. */
export const copiesAnotherSite = ({ context, config }: StreamingProps): boolean =>
  config.mirror !== undefined && context.role === 'standby';

/** The mirror on a standby site; on the primary one the user that it reads with. */
export function addMirror(scope: Construct, props: StreamingProps): void {
  const { config, bindings } = props;
  const { kafka, mirrorSource } = bindings;
  if (!config.mirror || !mirrorSource) return;
  if (!copiesAnotherSite(props)) {
    if (kafka.clusterObject) typedObject(scope, readingUser(kafka.clusterObject, mirrorSource.secretName));
    return;
  }
  typedObject(scope, mirrorMetrics);
  const from = sourceOf(config.mirror, props.context);
  typedObject(scope, mirrorMaker(config.mirror, from, props, mirrorSource.secretName));
  addPolicies(scope, from, kafka.admin);
}
