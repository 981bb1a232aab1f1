import type { Site } from '../../../environments/model';
import { processing, streaming } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

type Config = Parameters<typeof processing.config.parse>[0];
type Loose = Record<string, unknown>;

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly env?: readonly {
        readonly name: string;
        readonly value?: string;
      }[];
      readonly securityContext: Loose;
      readonly resources: { readonly limits: Readonly<Record<string, string>> };
      readonly volumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
      }[];
    }[];
    readonly initContainers?: readonly { readonly name: string }[];
    readonly nodeSelector?: Loose;
    readonly tolerations?: readonly Loose[];
    readonly terminationGracePeriodSeconds?: number;
    readonly topologySpreadConstraints?: readonly Loose[];
    readonly volumes: readonly {
      readonly name: string;
      readonly emptyDir?: { readonly sizeLimit: string };
    }[];
  };
}

const stream = {
  jar: 'jars/sessions.jar',
  entryClass: 'com.example.Sessions',
  parallelism: 4,
  stateSizeGiB: 10,
  reads: [{ name: 'events' }],
  writes: [{ name: 'sessions' }],
} as const;
const daily = {
  schedule: '17 3 * * *',
  file: 'jobs/daily.py',
  executors: { min: 2, max: 20 },
} as const;

const example = {
  streams: { sessions: stream },
  batches: {
    daily,
    backfill: {
      file: '/opt/app/backfill.jar',
      mainClass: 'com.example.Backfill',
      spot: false,
    },
  },
} as const;

const withConfig = (config: Config) =>
  ({
    services: {
      processing: processing.config.parse(config),
      streaming: streaming.config.parse({}),
    },
  }) as unknown as Partial<Site>;

const local = (config: Config = example) => renderLocal(withConfig(config) as Parameters<typeof renderLocal>[0]);
const managed = (config: Config = example) => renderManaged(withConfig(config));

const ours = (rendered: ReturnType<typeof renderLocal>) =>
  places(rendered).filter((place) => place.startsWith('k8s/50-processing/'));

const flinkOf = (rendered: ReturnType<typeof renderLocal>) =>
  specOf<{
    readonly flinkConfiguration: Readonly<Record<string, string>>;
    readonly jobManager: {
      readonly replicas: number;
      readonly podTemplate: Pod;
    };
    readonly taskManager: { readonly podTemplate: Pod };
    readonly job: Loose;
  }>(the(rendered, 'FlinkDeployment', 'sessions'));

interface Application {
  readonly driver: { readonly template: Pod };
  readonly executor: { readonly template: Pod };
  readonly sparkConf: Readonly<Record<string, string>>;
  readonly hadoopConf: Readonly<Record<string, string>>;
  readonly dynamicAllocation: Loose;
  readonly mainApplicationFile: string;
}

const dailyOf = (rendered: ReturnType<typeof renderLocal>): Application =>
  specOf<{ readonly template: Application }>(the(rendered, 'ScheduledSparkApplication', 'daily')).template;
const backfillOf = (rendered: ReturnType<typeof renderLocal>): Application =>
  specOf<Application>(the(rendered, 'SparkApplication', 'backfill'));

test('objects of the service', () => {
  expect(ours(local())).toEqual([
    'k8s/50-processing/ConfigMap/spark-history-9462a43b',
    'k8s/50-processing/Deployment/spark-history',
    'k8s/50-processing/FlinkDeployment/sessions',
    'k8s/50-processing/NetworkPolicy/flink',
    'k8s/50-processing/NetworkPolicy/flink-operator',
    'k8s/50-processing/NetworkPolicy/spark',
    'k8s/50-processing/NetworkPolicy/spark-history',
    'k8s/50-processing/PodDisruptionBudget/spark-history',
    'k8s/50-processing/Role/flink',
    'k8s/50-processing/Role/spark',
    'k8s/50-processing/RoleBinding/flink',
    'k8s/50-processing/RoleBinding/spark',
    'k8s/50-processing/ScheduledSparkApplication/daily',
    'k8s/50-processing/Service/spark-history',
    'k8s/50-processing/SparkApplication/backfill',
  ]);
});

test('without programs only the history server and what programs may do is there', () => {
  expect(ours(local({})).filter((place) => /Flink|SparkApplication/.test(place))).toEqual([]);
});

describe('a stream', () => {
  const { flinkConfiguration: settings, jobManager, taskManager, job } = flinkOf(managed());

  test('keeps checkpoints, savepoints and the list of its leaders in the bucket', () => {
    expect(settings).toMatchObject({
      'high-availability.type': 'kubernetes',
      'high-availability.storageDir': 'storefs://files/streams/sessions/high-availability',
      'execution.checkpointing.dir': 'storefs://files/streams/sessions/checkpoints',
      'execution.checkpointing.savepoint-dir': 'storefs://files/streams/sessions/savepoints',
      'execution.checkpointing.incremental': 'true',
      'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
      'state.backend.type': 'rocksdb',
      'kubernetes.operator.periodic.savepoint.interval': '24 h',
    });
    expect(job).toMatchObject({
      jarURI: 'storefs://files/jars/sessions.jar',
      parallelism: 4,
      upgradeMode: 'savepoint',
      allowNonRestoredState: false,
    });
  });

  test('starts again after a failure, and a second job manager in another zone takes over', () => {
    expect(settings['restart-strategy.type']).toBe('exponential-delay');
    expect(jobManager.replicas).toBe(2);
    expect(jobManager.podTemplate.spec.topologySpreadConstraints).toContainEqual(
      expect.objectContaining({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
      }),
    );
  });

  test('has room on local disk for its share of the state, three times over', () => {
    const { containers, volumes } = taskManager.podTemplate.spec;
    const mount = containers[0]?.volumeMounts.find(
      ({ mountPath }) => mountPath === settings['state.backend.rocksdb.localdir'],
    );
    // 10 GiB x 3 over two task managers.
    expect(volumes.find(({ name }) => name === mount?.name)?.emptyDir?.sizeLimit).toBe('15360Mi');
  });

  test('runs under Pod Security `restricted` and its own account', () => {
    for (const { podTemplate } of [jobManager, taskManager]) {
      expect(podTemplate.spec.containers[0]).toMatchObject({
        name: 'flink-main-container',
        securityContext: {
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        },
      });
      expect(podTemplate.metadata.labels['identity.example.com/use']).toBe('true');
    }
  });

  test('that pushes features may call the feature store, and only its task managers', () => {
    const pushing = flinkOf(managed({ ...example, streams: { sessions: { ...stream, pushesFeatures: true } } }));
    const [labels, others] = [pushing.taskManager, pushing.jobManager].map(
      ({ podTemplate }) => podTemplate.metadata.labels,
    );
    expect(labels).toMatchObject({ 'evenkeel.dev/calls-feature-store': 'true' });
    expect(others).not.toHaveProperty(['evenkeel.dev/calls-feature-store']);
    expect(pushing.taskManager.podTemplate.spec.containers[0]?.env).toContainEqual({
      name: 'FEAST_URL',
      value: 'http://feast.feature-store.svc:6566',
    });
  });

  test('finds Kafka by its environment', () => {
    const names = taskManager.podTemplate.spec.containers[0]?.env?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['KAFKA_BOOTSTRAP_SERVERS', 'KAFKA_USERNAME', 'KAFKA_CA_FILE']));
  });

  test('uses the plugin of the image where it can sign in, and Hadoop itself where it cannot', () => {
    const environment = ({ spec }: Pod) => spec.containers[0]?.env?.map(({ name }) => name) ?? [];
    const inCluster = flinkOf(local());
    expect(environment(inCluster.jobManager.podTemplate)).toContain('ENABLE_BUILT_IN_PLUGINS');
    expect(inCluster.jobManager.podTemplate.spec.initContainers ?? []).toEqual([]);
    expect(inCluster.flinkConfiguration['fs.s3a.path.style.access']).toBe('true');
    expect(environment(jobManager.podTemplate)).toContain('HADOOP_CLASSPATH');
    expect(jobManager.podTemplate.spec.initContainers?.map(({ name }) => name)).toEqual(['connectors']);
    expect(settings['flink.hadoop.fs.store.kind']).toBe('managed');
    expect(settings['fs.allowed-fallback-filesystems']).toBe('storefs');
    expect(inCluster.flinkConfiguration).not.toHaveProperty(['fs.allowed-fallback-filesystems']);
  });

  test('is not deleted with its file in Git', () => {
    expect(the(managed(), 'FlinkDeployment', 'sessions').metadata.annotations).toMatchObject({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  });
});

describe('a batch', () => {
  const onSpot = dailyOf(managed());

  test('has executors on interruptible nodes, and its driver elsewhere', () => {
    expect(onSpot.executor.template.spec.tolerations).toContainEqual(
      expect.objectContaining({ value: 'spot', effect: 'NoSchedule' }),
    );
    expect(Object.values(onSpot.executor.template.spec.nodeSelector ?? {})).toEqual(['spot']);
    expect(onSpot.driver.template.spec.tolerations).toBeUndefined();
    expect(onSpot.driver.template.spec.nodeSelector).toBeUndefined();
  });

  test('stays off interruptible nodes where it says so', () => {
    expect(backfillOf(managed()).executor.template.spec.tolerations).toBeUndefined();
  });

  test('hands its shuffle files on before a node goes', () => {
    expect(onSpot.sparkConf).toMatchObject({
      'spark.decommission.enabled': 'true',
      'spark.storage.decommission.shuffleBlocks.enabled': 'true',
      'spark.storage.decommission.fallbackStorage.path': 'storefs://files/spark-fallback/',
    });
    expect(onSpot.executor.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(60);
  });

  test('has its shuffle files on a volume of the stated size, which the pod may fill', () => {
    const { containers, volumes } = onSpot.executor.template.spec;
    const local = volumes.find(({ name }) => name.startsWith('spark-local-dir-'));
    expect(local?.emptyDir?.sizeLimit).toBe('20480Mi');
    expect(containers[0]?.volumeMounts.map(({ name }) => name)).toContain(local?.name);
    const limits = containers[0]?.resources.limits['ephemeral-storage'] ?? '';
    expect(Number.parseInt(limits, 10)).toBeGreaterThan(20);
  });

  test('has as many executors as there is work for, within its bounds', () => {
    expect(onSpot.dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 2,
      minExecutors: 2,
      maxExecutors: 20,
      // With this and `decommission` Spark keeps idle executors: only one of the two may look after shuffle files.
      shuffleTrackingEnabled: false,
    });
    expect(onSpot.sparkConf['spark.storage.decommission.shuffleBlocks.enabled']).toBe('true');
  });

  test('writes its event log where the history server reads', () => {
    const rendered = managed();
    const configMap = rendered.find(
      ({ manifest }) => manifest.kind === 'ConfigMap' && manifest.metadata.name.startsWith('spark-history-'),
    )?.manifest as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    const directory = dailyOf(rendered).sparkConf['spark.eventLog.dir'];
    expect(configMap.data['history.conf']).toContain(`spark.history.fs.logDirectory ${directory}\n`);
    expect(configMap.data['history.conf']).toContain('spark.hadoop.fs.store.kind managed\n');
  });

  test('finds its program in the bucket or in its image', () => {
    expect(onSpot.mainApplicationFile).toBe('storefs://files/jobs/daily.py');
    expect(backfillOf(managed()).mainApplicationFile).toBe('local:///opt/app/backfill.jar');
  });

  test('brings the client of the store along only where the images do not hold it', () => {
    expect(onSpot.driver.template.spec.initContainers?.map(({ name }) => name)).toEqual(['connectors']);
    const own = dailyOf(managed({ ...example, connectors: 'in-images' }));
    expect(own.driver.template.spec.initContainers ?? []).toEqual([]);
    expect(own.sparkConf).not.toHaveProperty('spark.driver.extraClassPath');
  });
});

test('only monitoring, their own pods and the operator reach streams', () => {
  const { ingress } = specOf<{
    readonly ingress: readonly { readonly from: readonly Loose[] }[];
  }>(the(local(), 'NetworkPolicy', 'flink-operator'));
  expect(ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': 'flink-operator' },
          },
        },
      ],
      ports: [{ port: 8081, protocol: 'TCP' }],
    },
  ]);
});

test('programs may start pods in their own namespace and nowhere else', () => {
  const rendered = local();
  expect(places(rendered).filter((place) => /50-processing\/ClusterRole/.test(place))).toEqual([]);
  expect(the(rendered, 'RoleBinding', 'spark')).toMatchObject({
    metadata: { namespace: 'processing' },
    subjects: [{ kind: 'ServiceAccount', name: 'spark', namespace: 'processing' }],
  });
});
