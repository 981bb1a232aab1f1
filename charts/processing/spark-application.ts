/** Parts of `sparkoperator.k8s.io/v1beta2` as far as they are used here; from its published definitions. */
export interface SparkApplicationSpec {
  readonly type: 'Scala' | 'Python';
  readonly mode: 'cluster';
  readonly image: string;
  readonly imagePullPolicy: 'IfNotPresent';
  readonly sparkVersion: string;
  readonly mainApplicationFile: string;
  readonly mainClass?: string;
  readonly arguments?: readonly string[];
  readonly sparkConf: Readonly<Record<string, string>>;
  readonly hadoopConf: Readonly<Record<string, string>>;
  readonly restartPolicy: {
    readonly type: 'OnFailure';
    readonly onFailureRetries: number;
    /** Seconds. */
    readonly onFailureRetryInterval: number;
    readonly onSubmissionFailureRetries: number;
    readonly onSubmissionFailureRetryInterval: number;
  };
  readonly dynamicAllocation: {
    readonly enabled: true;
    readonly initialExecutors: number;
    readonly minExecutors: number;
    readonly maxExecutors: number;
    readonly shuffleTrackingEnabled: false;
  };
  readonly driver: SparkPodSpec;
  readonly executor: SparkPodSpec & { readonly instances: number };
}

interface SparkPodSpec {
  readonly cores: number;
  /** As the JVM writes it, e.g. `8192m`. */
  readonly memory: string;
  readonly serviceAccount: string;
  readonly template: Readonly<Record<string, unknown>>;
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
}

export interface SparkApplication {
  readonly apiVersion: 'sparkoperator.k8s.io/v1beta2';
  readonly kind: 'SparkApplication';
  readonly metadata: Metadata;
  readonly spec: SparkApplicationSpec;
}

export interface ScheduledSparkApplication {
  readonly apiVersion: 'sparkoperator.k8s.io/v1beta2';
  readonly kind: 'ScheduledSparkApplication';
  readonly metadata: Metadata;
  readonly spec: {
    readonly schedule: string;
    readonly timeZone: string;
    readonly concurrencyPolicy: 'Forbid';
    readonly successfulRunHistoryLimit: number;
    readonly failedRunHistoryLimit: number;
    readonly template: SparkApplicationSpec;
  };
}
