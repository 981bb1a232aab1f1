import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type {
  CredentialBinding,
  DatabaseUserBinding,
  EnvValue,
  KafkaClient,
  NetworkPeer,
} from '../../constructs/contracts';
import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { kafkaProperties, signInJars } from '../../constructs/kubernetes/kafka-client';
import { fetchJars, mavenEgress } from '../../constructs/kubernetes/maven-jars';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, Server } from '../../constructs/kubernetes/workloads';
import { streaming } from '../../services';
import { type Capture, captureKeys, captureNeed, isOwnCapture } from '../../services/captures';
import { type CaptureKey, captureTrust, captureVariable } from './capture-config';
import { watchCaptures } from './captures';
import type { StreamingProps } from './streaming-props';

const { namespace } = streaming;

const debezium = { name: 'debezium', version: '3.7.0.Final', component: 'connect' } as const;
const image = `quay.io/debezium/connect:${debezium.version}`;

const name = 'kafka-connect';
const port = 8083;
const user = 1001;
const authorityFolder = '/etc/kafka-authority';

/** The classes by which Kafka's clients sign in; the largest set takes 20 MiB. */
const signInMount = { path: '/opt/kafka-sign-in', scratchMiB: 64 } as const;

/** Connect's own clients and those of its connectors are configured apart. */
const clients = ['', 'PRODUCER_', 'CONSUMER_', 'ADMIN_'] as const;

/** `sasl.mechanism` as the image's entry point reads it. */
const variable = (client: string, property: string): string =>
  `CONNECT_${client}${property.toUpperCase().replaceAll('.', '_')}`;

function kafkaEnvironment(admin: KafkaClient): Readonly<Record<string, EnvValue>> {
  const { bootstrapServers, authentication } = admin;
  const properties = Object.entries(
    kafkaProperties(admin, {
      username: '$(KAFKA_USER)',
      password: '$(KAFKA_PASSWORD)',
      authorityFile: `${authorityFolder}/ca.crt`,
    }),
  );
  return {
    BOOTSTRAP_SERVERS: bootstrapServers,
    ...(authentication.kind === 'scram'
      ? {
          KAFKA_USER: { secret: authentication.secretName, key: 'username' },
          KAFKA_PASSWORD: { secret: authentication.secretName, key: 'password' },
        }
      : {}),
    ...Object.fromEntries(
      clients.flatMap((client) => properties.map(([property, value]) => [variable(client, property), value])),
    ),
  };
}

/** Three topics that Connect makes itself; -1: as many copies as the cluster's default. */
const storage = {
  GROUP_ID: name,
  CONFIG_STORAGE_TOPIC: `${name}.configs`,
  OFFSET_STORAGE_TOPIC: `${name}.offsets`,
  STATUS_STORAGE_TOPIC: `${name}.status`,
  CONNECT_CONFIG_STORAGE_REPLICATION_FACTOR: '-1',
  CONNECT_OFFSET_STORAGE_REPLICATION_FACTOR: '-1',
  CONNECT_STATUS_STORAGE_REPLICATION_FACTOR: '-1',
} as const;

const bound = ({ bindings }: StreamingProps, { name }: Capture): CredentialBinding | DatabaseUserBinding =>
  (bindings as Readonly<Record<string, unknown>>)[captureNeed(name)] as CredentialBinding | DatabaseUserBinding;

const captureEnvironment = (props: StreamingProps): Readonly<Record<string, EnvValue>> =>
  Object.fromEntries(
    props.config.captures.flatMap((capture) => {
      const { secretName } = bound(props, capture);
      const keys: readonly CaptureKey[] = [...captureKeys, ...(isOwnCapture(capture) ? (['port'] as const) : [])];
      return keys.map((key) => [captureVariable(capture.name, key), { secret: secretName, key }]);
    }),
  );

/** The ways to the databases: those of the site as they say themselves, those outside as the environment says. */
const databases = (props: StreamingProps): readonly NetworkPeer[] =>
  props.config.captures.flatMap((capture) => {
    const binding = bound(props, capture);
    if ('egress' in binding) return binding.egress;
    return capture.networks.map((range) => ({ cidr: range, ports: capture.port ? [tcp(capture.port)] : [] }));
  });

const passes = (props: StreamingProps): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...props.config.captures.map((capture) => {
      const binding = bound(props, capture);
      return 'podLabels' in binding ? binding.podLabels : {};
    }),
  );

/** Java reads authorities from a store of its own only, so one is made of each certificate before a worker starts. */
const authorities = (props: StreamingProps): ContainerSpec[] =>
  props.config.captures
    .filter((capture) => isOwnCapture(capture) && capture.database === 'mongodb')
    .map((capture) => {
      const file = `/authority/${capture.name}/ca.crt`;
      const store = captureTrust.file(capture.name);
      return {
        name: `authority-${capture.name}`,
        image,
        command: ['keytool'],
        args: [
          ...['-importcert', '-noprompt', '-alias', 'authority', '-file', file],
          ...['-keystore', store, '-storetype', 'PKCS12', '-storepass', captureTrust.password],
        ],
        cpuMillis: 100,
        memoryMiB: 256,
        mounts: [
          { path: captureTrust.folder, scratchMiB: 1 },
          { path: file, secret: bound(props, capture).secretName, key: 'ca.crt' },
        ],
      };
    });

const health = (periodSeconds: number, failureThreshold: number): Probe =>
  Probe.fromHttpGet('/health', {
    port,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(10),
    failureThreshold,
  });

/**
 * Kafka Connect from Debezium's own image. Strimzi's Connect would have to build an image in the cluster, which needs a
 * registry to write to, or to mount one as a volume, which Kubernetes does by default from 1.35 only.
 */
export function addConnect(scope: Construct, props: StreamingProps): void {
  const { context, config, bindings } = props;
  if (!config.connect.enabled) return;
  const { admin } = bindings.kafka;
  const { identity } = bindings;
  const fetch =
    config.connect.signIn === 'in-image'
      ? []
      : fetchJars({
          name: 'sign-in',
          jars: signInJars(admin),
          repository: config.connect.mavenRepository,
          mount: signInMount,
        });
  const self = { namespace, podLabels: componentLabels(streaming.name, debezium).selector, ports: [tcp(port)] };
  new Server(scope, 'connect', {
    name,
    namespace,
    owner: streaming.name,
    software: debezium,
    replicas: config.connect.replicas,
    zones: context.zones,
    user,
    ...(identity ? { serviceAccountName: identity.serviceAccountName } : {}),
    podLabels: { ...identity?.podLabels, ...passes(props) },
    initContainers: [...fetch, ...authorities(props)],
    containers: [
      {
        name: 'connect',
        image,
        env: {
          ...kafkaEnvironment(admin),
          ...storage,
          ...(fetch.length > 0 ? { CLASSPATH: `${signInMount.path}/*` } : {}),
          HEAP_OPTS: '-Xms1g -Xmx1g',
          CONNECT_KEY_CONVERTER_SCHEMAS_ENABLE: 'false',
          CONNECT_VALUE_CONVERTER_SCHEMAS_ENABLE: 'false',
          CONNECT_CONFIG_PROVIDERS: 'env',
          CONNECT_CONFIG_PROVIDERS_ENV_CLASS: 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
          // A connector's configuration may name these variables and no others.
          CONNECT_CONFIG_PROVIDERS_ENV_PARAM_ALLOWLIST_PATTERN: 'CAPTURE_.*',
          ...captureEnvironment(props),
        },
        cpuMillis: 500,
        memoryMiB: 2048,
        ports: { http: port },
        mounts: [
          // Filled by the image's entry point at every start.
          { path: '/kafka/config', scratchMiB: 16 },
          { path: '/kafka/data', scratchMiB: 16 },
          { path: '/kafka/logs', scratchMiB: 256 },
          { path: '/tmp', scratchMiB: 256 },
          ...(admin.authentication.kind === 'scram'
            ? [{ path: authorityFolder, secret: admin.authentication.secretName }]
            : []),
          ...(fetch.length > 0 ? [signInMount] : []),
          ...(authorities(props).length > 0 ? [{ path: captureTrust.folder, scratchMiB: 1 }] : []),
        ],
        startup: health(5, 60),
        readiness: health(10, 3),
        liveness: health(20, 6),
      },
    ],
    // Its interface has no sign-in: only its own pods and the job that sets up captures may call it.
    ingress: [self, { ...self, podLabels: watchCaptures.podLabels }],
    egress: [
      ...admin.egress,
      ...(identity?.egress ?? []),
      ...(fetch.length > 0 ? [mavenEgress] : []),
      self,
      ...databases(props),
    ],
  });
  watchCaptures.add(scope, {
    captures: config.captures,
    connect: self,
    url: `http://${name}.${namespace}.svc:${port}`,
  });
}
