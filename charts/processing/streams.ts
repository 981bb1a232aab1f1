import type { Construct } from 'constructs';
import type { EnvValue, TopicBinding } from '../../constructs/contracts';
import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { keptByGitOps } from '../../constructs/kubernetes/keep';
import { networkPolicy, scrapers, tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type ContainerSpec, type Mount, podManifest } from '../../constructs/kubernetes/workloads';
import { operators, processing } from '../../services';
import { type Stream, topicNeedName } from '../../services/processing-streams';
import { connectorClassPath, connectorEgress, connectorMount, fetchConnectors } from './connectors';
import {
  flinkImage,
  flinkParts,
  flinkPods,
  flinkPorts,
  flinkUser,
  jobManagerPods,
  pluginFile,
  streamLabel,
} from './flink';
import { flinkConfiguration, stateFolder } from './flink-configuration';
import type { FlinkDeployment } from './flink-deployment';
import type { ProcessingProps } from './processing-props';
import { jobManagerSize, localStateMiB, taskManagerSizes } from './sizing';
import { flinkTableJar, flinkTables, tableEgress, tableLabels, tableSettings, tablesOf } from './tables';

const { namespace } = processing;

const authorityFolder = '/etc/kafka-authority';

/** What Flink itself needs of Hadoop where no plugin of its own fits. */
const hadoopJars = [
  'org/apache/hadoop/hadoop-client-api/3.4.2/hadoop-client-api-3.4.2.jar',
  'org/apache/hadoop/hadoop-client-runtime/3.4.2/hadoop-client-runtime-3.4.2.jar',
] as const;

const bindingsOf = (stream: Stream, bindings: ProcessingProps['bindings']): TopicBinding[] => {
  const all = bindings as unknown as Readonly<Record<string, TopicBinding>>;
  return [
    ...stream.reads.map(({ name }) => topicNeedName('reads', name)),
    ...stream.writes.map(({ name }) => topicNeedName('writes', name)),
  ].flatMap((name) => all[name] ?? []);
};

/** `sasl.jaas.config` is `KAFKA_SASL_JAAS_CONFIG`: programs copy what they find into their clients' properties. */
const variable = (property: string): string => `KAFKA_${property.toUpperCase().replaceAll('.', '_')}`;

/** Under these names the program finds Kafka; one user serves all its topics. */
const kafkaEnvironment = (topics: readonly TopicBinding[]): Readonly<Record<string, EnvValue>> => {
  const [kafka] = topics;
  if (!kafka) return {};
  const { bootstrapServers, authentication, groupPrefix } = kafka;
  return {
    KAFKA_BOOTSTRAP_SERVERS: bootstrapServers,
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: authentication.mechanism,
    KAFKA_GROUP_PREFIX: groupPrefix,
    ...(authentication.kind === 'scram'
      ? {
          KAFKA_USERNAME: { secret: authentication.secretName, key: 'username' },
          KAFKA_PASSWORD: { secret: authentication.secretName, key: 'password' },
          KAFKA_CA_FILE: `${authorityFolder}/ca.crt`,
        }
      : Object.fromEntries(
          Object.entries(authentication.properties).map(([property, value]) => [variable(property), value]),
        )),
  };
};

const authorityMounts = ([kafka]: readonly TopicBinding[]): Mount[] =>
  kafka?.authentication.kind === 'scram' ? [{ path: authorityFolder, secret: kafka.authentication.secretName }] : [];

type Part = keyof typeof flinkParts;

/** The feature store as a stream that pushes reaches it; only task managers run the program's operators. */
const featuresOf = ({ bindings }: ProcessingProps, { pushesFeatures }: Stream, part: Part) =>
  pushesFeatures && part === 'taskManager' ? bindings.features : undefined;

/** What Flink starts its pods from; it puts its own command, memory and configuration over it. */
function podTemplate(props: ProcessingProps, name: string, stream: Stream, part: Part) {
  const { bindings, config, context } = props;
  const { files, flink } = bindings;
  const { flinkPlugin, jars } = files.hadoop;
  const topics = bindingsOf(stream, bindings);
  const features = featuresOf(props, stream, part);
  const size = part === 'jobManager' ? jobManagerSize : taskManagerSizes[stream.size];
  const tables = tablesOf(props, stream);
  // Iceberg reads files by Hadoop's client itself, which a plugin keeps to itself.
  const fetch =
    flinkPlugin && !tables ? [] : fetchConnectors(config, [...hadoopJars, ...jars, ...(tables ? [flinkTableJar] : [])]);
  const container: ContainerSpec = {
    // Flink looks for this name.
    name: 'flink-main-container',
    image: stream.image ?? flinkImage,
    env: {
      ...tables?.files.env,
      ...files.env,
      ...kafkaEnvironment(topics),
      ...(tables ? flinkTables(tables) : {}),
      ...(features ? { FEAST_URL: features.url } : {}),
      ...(flinkPlugin ? { ENABLE_BUILT_IN_PLUGINS: pluginFile(flinkPlugin) } : {}),
      ...(fetch.length > 0 ? { HADOOP_CLASSPATH: connectorClassPath } : {}),
    },
    cpuMillis: size.cpu * 1000,
    memoryMiB: size.memoryMiB,
    mounts: [
      { path: '/tmp', scratchMiB: 1024 },
      ...(part === 'taskManager' ? [{ path: stateFolder, scratchMiB: localStateMiB(stream) }] : []),
      ...(fetch.length > 0 ? [connectorMount] : []),
      ...authorityMounts(topics),
    ],
    writableRootBecause: 'the entry point links the file system into the folder of plugins',
  };
  const { spec, metadata } = podManifest({
    name,
    namespace,
    owner: processing.name,
    software: flinkParts[part],
    podLabels: { ...flink.podLabels, ...features?.podLabels, ...tableLabels(tables), ...streamLabel(name) },
    annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${flinkPorts.metrics}` },
    priorityClassName: priorityClasses.service,
    serviceAccountName: flink.serviceAccountName,
    usesApiServer: true,
    user: flinkUser,
    containers: [container],
    initContainers: fetch,
  }) as { spec: Record<string, unknown>; metadata: { labels: object; annotations: object } };
  const { restartPolicy: _flinkDecides, ...podSpec } = spec;
  const selector = { ...componentLabels(processing.name, flinkParts[part]).selector, ...streamLabel(name) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { labels: metadata.labels, annotations: metadata.annotations },
    spec: {
      ...podSpec,
      // Task managers may share a zone: what they send each other stays in it.
      ...(part === 'jobManager' ? { topologySpreadConstraints: spreadOver(context.zones, selector) } : {}),
    },
  };
}

const readsTables = ({ streams }: ProcessingProps['config']): boolean =>
  Object.values(streams).some(({ catalog }) => catalog);

/** Settings of Hadoop's client by the prefix under which Flink hands them on. */
const tableConfiguration = (props: ProcessingProps, stream: Stream): Readonly<Record<string, string>> => {
  const tables = tablesOf(props, stream);
  return Object.fromEntries(
    Object.entries(tables ? tableSettings(tables) : {}).map(([name, value]) => [`flink.hadoop.${name}`, value]),
  );
};

const jarUri = ({ jar }: Stream, uri: string): string => (jar.startsWith('/') ? `local://${jar}` : `${uri}/${jar}`);

const deployment = (props: ProcessingProps, name: string, stream: Stream): FlinkDeployment => {
  const { files, flink } = props.bindings;
  const taskManager = taskManagerSizes[stream.size];
  return {
    apiVersion: 'flink.apache.org/v1beta1',
    kind: 'FlinkDeployment',
    // Taken away by mistake, its state would have to be found again by hand.
    metadata: { name, namespace, annotations: keptByGitOps },
    spec: {
      image: stream.image ?? flinkImage,
      imagePullPolicy: 'IfNotPresent',
      flinkVersion: 'v2_2',
      mode: 'native',
      serviceAccount: flink.serviceAccountName,
      flinkConfiguration: { ...flinkConfiguration(name, stream, files), ...tableConfiguration(props, stream) },
      jobManager: {
        replicas: 2,
        resource: { cpu: jobManagerSize.cpu, memory: `${jobManagerSize.memoryMiB}m` },
        podTemplate: podTemplate(props, name, stream, 'jobManager'),
      },
      taskManager: {
        resource: { cpu: taskManager.cpu, memory: `${taskManager.memoryMiB}m` },
        podTemplate: podTemplate(props, name, stream, 'taskManager'),
      },
      job: {
        jarURI: jarUri(stream, files.hadoop.uri),
        entryClass: stream.entryClass,
        args: stream.arguments,
        parallelism: stream.parallelism,
        state: 'running',
        upgradeMode: stream.upgradeMode,
        allowNonRestoredState: false,
      },
    },
  };
};

/** Streams talk among their own pods, to their store and topics, and the operator asks job managers how they are. */
function addPolicies(scope: Construct, props: ProcessingProps): void {
  const { config, bindings } = props;
  const topics = Object.values(config.streams).flatMap((stream) => bindingsOf(stream, bindings));
  const { rpc, blobs, data, taskRpc, rest, metrics } = flinkPorts;
  const among = { namespace, podLabels: flinkPods, ports: [rpc, blobs, data, taskRpc, rest].map(tcp) };
  networkPolicy(scope, {
    name: 'flink',
    namespace,
    podLabels: flinkPods,
    ingress: [among, scrapers(metrics)],
    egress: [
      among,
      ...bindings.files.egress,
      ...bindings.flink.egress,
      ...(topics[0]?.egress ?? []),
      ...(bindings.features?.egress ?? []),
      ...tableEgress(props, config.streams),
      ...(bindings.files.hadoop.flinkPlugin && !readsTables(config) ? [] : connectorEgress(config)),
    ],
  });
  networkPolicy(scope, {
    name: 'flink-operator',
    namespace,
    podLabels: jobManagerPods,
    ingress: [{ namespace: operators['flink-kubernetes-operator'].namespace, podLabels: {}, ports: [tcp(rest)] }],
  });
}

/** One Flink cluster a stream: application mode, so that a program that goes wrong takes no other with it. */
export function addStreams(scope: Construct, props: ProcessingProps): void {
  addPolicies(scope, props);
  for (const [name, stream] of Object.entries(props.config.streams))
    typedObject(scope, deployment(props, name, stream));
}
