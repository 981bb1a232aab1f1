/** The parts of Strimzi's objects (`kafka.strimzi.io/v1`) that are used here. */

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

export interface PodTemplate {
  readonly pod: {
    readonly metadata: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly priorityClassName: string;
    readonly topologySpreadConstraints?: readonly object[];
    readonly terminationGracePeriodSeconds?: number;
  };
}

interface OperatorSpec {
  readonly resources: Resources;
  readonly secretPrefix?: string;
}

export interface Kafka {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'Kafka';
  readonly metadata: Metadata;
  readonly spec: {
    readonly kafka: {
      readonly version: string;
      readonly metadataVersion: string;
      readonly listeners: readonly {
        readonly name: string;
        readonly port: number;
        readonly type: 'internal' | 'tlsroute';
        readonly tls: boolean;
        readonly authentication: { readonly type: 'scram-sha-512' };
        readonly configuration?: {
          readonly parentRefs: readonly {
            readonly name: string;
            readonly namespace: string;
            readonly sectionName: string;
          }[];
          readonly bootstrap: { readonly host: string };
          readonly hostTemplate: string;
        };
      }[];
      readonly authorization: { readonly type: 'simple'; readonly superUsers: readonly string[] };
      readonly config: Readonly<Record<string, string | number | boolean>>;
      readonly rack: { readonly topologyKey: string };
      readonly metricsConfig: {
        readonly type: 'jmxPrometheusExporter';
        readonly valueFrom: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
      };
      readonly template: { readonly podDisruptionBudget: { readonly maxUnavailable: number } };
    };
    readonly entityOperator: {
      readonly topicOperator: OperatorSpec;
      readonly userOperator: OperatorSpec;
      readonly template: PodTemplate;
    };
    readonly kafkaExporter: {
      readonly topicRegex: string;
      readonly groupRegex: string;
      readonly resources: Resources;
      readonly template: PodTemplate;
    };
  };
}

export interface KafkaNodePool {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaNodePool';
  readonly metadata: Metadata;
  readonly spec: {
    readonly replicas: number;
    readonly roles: readonly ('controller' | 'broker')[];
    readonly resources: Resources;
    readonly jvmOptions: { readonly '-Xms': string; readonly '-Xmx': string };
    readonly storage: {
      readonly type: 'jbod';
      readonly volumes: readonly {
        readonly id: number;
        readonly type: 'persistent-claim';
        readonly size: string;
        readonly class?: string;
        readonly deleteClaim: boolean;
        readonly kraftMetadata: 'shared';
      }[];
    };
    readonly template: PodTemplate;
  };
}

export interface KafkaTopic {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaTopic';
  readonly metadata: Metadata;
  readonly spec: {
    readonly topicName: string;
    readonly partitions: number;
    readonly config: Readonly<Record<string, string | number>>;
  };
}

/** A right on what matches; `prefix`: on everything that begins with the name. */
export interface AclRule {
  readonly type: 'allow';
  readonly resource: {
    readonly type: 'topic' | 'group' | 'transactionalId';
    readonly name: string;
    readonly patternType: 'literal' | 'prefix';
  };
  readonly operations: readonly ('Read' | 'Write' | 'Describe' | 'DescribeConfigs')[];
}

export interface KafkaUser {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaUser';
  readonly metadata: Metadata;
  readonly spec: {
    readonly authentication: { readonly type: 'scram-sha-512' };
    readonly authorization?: { readonly type: 'simple'; readonly acls: readonly AclRule[] };
  };
}
