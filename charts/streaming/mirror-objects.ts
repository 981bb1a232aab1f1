/** The parts of Strimzi's `KafkaMirrorMaker2` and of a user with a given password that are used here. */

type Config = Readonly<Record<string, string | number | boolean>>;

interface Cluster {
  readonly alias: string;
  readonly bootstrapServers: string;
  readonly tls: {
    readonly trustedCertificates: readonly { readonly secretName: string; readonly certificate: string }[];
  };
  readonly authentication: {
    readonly type: 'scram-sha-512';
    readonly username: string;
    readonly passwordSecret: { readonly secretName: string; readonly password: string };
  };
  readonly config?: Config;
}

interface Connector {
  readonly tasksMax: number;
  readonly autoRestart: { readonly enabled: boolean };
  readonly config: Config;
}

export interface KafkaMirrorMaker2 {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaMirrorMaker2';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly version: string;
    readonly replicas: number;
    readonly target: Cluster & {
      readonly groupId: string;
      readonly configStorageTopic: string;
      readonly offsetStorageTopic: string;
      readonly statusStorageTopic: string;
    };
    readonly mirrors: readonly {
      readonly source: Cluster;
      readonly sourceConnector: Connector;
      readonly checkpointConnector: Connector;
      readonly topicsPattern: string;
      readonly topicsExcludePattern: string;
      readonly groupsPattern: string;
      readonly groupsExcludePattern: string;
    }[];
    readonly resources: object;
    readonly jvmOptions: { readonly '-Xms': string; readonly '-Xmx': string };
    readonly metricsConfig: {
      readonly type: 'jmxPrometheusExporter';
      readonly valueFrom: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
    };
    readonly template: object;
  };
}

export interface ReadingUser {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaUser';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly authentication: {
      readonly type: 'scram-sha-512';
      readonly password: {
        readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
      };
    };
    readonly authorization: {
      readonly type: 'simple';
      readonly acls: readonly {
        readonly type: 'allow';
        readonly resource: { readonly type: 'topic' | 'group'; readonly name: string; readonly patternType: 'literal' };
        readonly operations: readonly ('Read' | 'Describe' | 'DescribeConfigs')[];
      }[];
    };
  };
}
