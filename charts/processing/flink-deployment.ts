/** Part of `flink.apache.org/v1beta1 FlinkDeployment` as far as it is used here; from its published definition. */
export interface FlinkDeployment {
  readonly apiVersion: 'flink.apache.org/v1beta1';
  readonly kind: 'FlinkDeployment';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly image: string;
    readonly imagePullPolicy: 'IfNotPresent';
    readonly flinkVersion: 'v2_0' | 'v2_1' | 'v2_2';
    readonly mode: 'native';
    readonly serviceAccount: string;
    readonly flinkConfiguration: Readonly<Record<string, string>>;
    readonly jobManager: ManagerSpec & { readonly replicas: number };
    readonly taskManager: ManagerSpec;
    readonly job: {
      readonly jarURI: string;
      readonly entryClass: string;
      readonly args: readonly string[];
      readonly parallelism: number;
      readonly state: 'running';
      readonly upgradeMode: 'savepoint' | 'last-state';
      readonly allowNonRestoredState: boolean;
    };
  };
}

interface ManagerSpec {
  /** `memory` as Flink writes it, e.g. `4096m`. */
  readonly resource: { readonly cpu: number; readonly memory: string };
  readonly podTemplate: Readonly<Record<string, unknown>>;
}
