import type { Construct } from 'constructs';
import type { BucketBinding } from '../../constructs/contracts';
import { networkPolicy, tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { podManifest } from '../../constructs/kubernetes/workloads';
import { processing } from '../../services';
import type { Batch } from '../../services/processing-batches';
import { connectorClassPath, connectorEgress, connectorMount, fetchConnectors } from './connectors';
import type { ProcessingProps } from './processing-props';
import { sparkSizes } from './sizing';
import { batchLabel, sparkImage, sparkPods, sparkPorts, sparkUser } from './spark';
import type { ScheduledSparkApplication, SparkApplication, SparkApplicationSpec } from './spark-application';
import { sparkTableJar, sparkTables, tableEgress, tableLabels, tableSettings, tablesOf } from './tables';

const { namespace } = processing;

/** An interruptible node gives a warning of 30 s at least; more is asked for than some clouds leave. */
const decommissionSeconds = 110;

/**
 * An executor whose node is taken away hands its shuffle files to the others, or to the bucket if there are none: only
 * what it was just computing is lost.
 */
const decommissioning = ({ hadoop }: BucketBinding): Readonly<Record<string, string>> => ({
  'spark.decommission.enabled': 'true',
  'spark.storage.decommission.enabled': 'true',
  'spark.storage.decommission.shuffleBlocks.enabled': 'true',
  'spark.storage.decommission.rddBlocks.enabled': 'true',
  'spark.storage.decommission.fallbackStorage.path': `${hadoop.uri}/spark-fallback/`,
  'spark.storage.decommission.fallbackStorage.cleanUp': 'true',
});

const sparkConf = ({ connectors }: ProcessingProps['config'], bucket: BucketBinding) => ({
  ...decommissioning(bucket),
  'spark.eventLog.enabled': 'true',
  // The bucket's root, because Spark wants a folder that exists; every run makes one of its own below it.
  'spark.eventLog.dir': `${bucket.hadoop.uri}/`,
  'spark.eventLog.rolling.enabled': 'true',
  'spark.driver.port': `${sparkPorts.driver}`,
  'spark.blockManager.port': `${sparkPorts.blocks}`,
  ...(connectors === 'fetched'
    ? { 'spark.driver.extraClassPath': connectorClassPath, 'spark.executor.extraClassPath': connectorClassPath }
    : {}),
});

type Part = 'driver' | 'executor';

const localFolder = '/var/lib/spark-local';
/** Spark keeps shuffle files in volumes of this name. One that it made itself could outgrow what the pod is allowed. */
const localVolume = 'spark-local-dir-1';

/** The driver spills little. */
const localDiskGiB = (batch: Batch, part: Part): number => (part === 'driver' ? 2 : batch.executors.localDiskGiB);

interface PodSpec {
  readonly volumes: readonly { readonly name: string }[];
  readonly containers: readonly {
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

/** The same pod, its local folder under the name that Spark looks for. */
function withLocalVolume(spec: PodSpec): PodSpec {
  const mounted = spec.containers[0]?.volumeMounts.find(({ mountPath }) => mountPath === localFolder)?.name;
  const renamed = <T extends { readonly name: string }>(named: T): T =>
    named.name === mounted ? { ...named, name: localVolume } : named;
  return {
    ...spec,
    volumes: spec.volumes.map(renamed),
    containers: spec.containers.map((container) => ({
      ...container,
      volumeMounts: container.volumeMounts.map(renamed),
    })),
  };
}

/** What Spark starts its pods from; it puts its own command and memory over it. */
function podTemplate(props: ProcessingProps, name: string, batch: Batch, part: Part) {
  const { config, bindings } = props;
  const { files, spark } = bindings;
  const tables = tablesOf(props, batch);
  const { cores, memoryMiB } = sparkSizes[batch[part === 'driver' ? 'driver' : 'executors'].size];
  const fetch = fetchConnectors(config, [...files.hadoop.jars, ...(tables ? [sparkTableJar(batch)] : [])]);
  const { spec, metadata } = podManifest({
    name: `${name}-${part}`,
    namespace,
    owner: processing.name,
    software: { name: 'spark', component: part, version: batch.sparkVersion },
    podLabels: { ...spark.podLabels, ...tableLabels(tables), ...batchLabel(name) },
    serviceAccountName: spark.serviceAccountName,
    usesApiServer: part === 'driver',
    user: sparkUser,
    ...(part === 'executor' && batch.spot && 'spot' in bindings && bindings.spot ? { pool: bindings.spot } : {}),
    containers: [
      {
        name: `spark-kubernetes-${part}`,
        image: batch.image ?? sparkImage(batch.sparkVersion),
        env: { ...tables?.files.env, ...files.env },
        cpuMillis: cores * 1000,
        memoryMiB,
        mounts: [
          { path: '/tmp', scratchMiB: 2048 },
          { path: localFolder, scratchMiB: localDiskGiB(batch, part) * 1024 },
          { path: '/opt/spark/work-dir', scratchMiB: 1024 },
          ...(fetch.length > 0 ? [connectorMount] : []),
        ],
      },
    ],
    initContainers: fetch,
  }) as unknown as { spec: PodSpec; metadata: { labels: object } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { labels: metadata.labels },
    spec: {
      ...withLocalVolume(spec),
      ...(part === 'executor' ? { terminationGracePeriodSeconds: decommissionSeconds } : {}),
    },
  };
}

function applicationSpec(props: ProcessingProps, name: string, batch: Batch): SparkApplicationSpec {
  const { files, spark } = props.bindings;
  const { file, mainClass, executors } = batch;
  const tables = tablesOf(props, batch);
  const pod = (part: Part) => {
    const { cores, memoryMiB } = sparkSizes[batch[part === 'driver' ? 'driver' : 'executors'].size];
    return {
      cores,
      memory: `${memoryMiB}m`,
      serviceAccount: spark.serviceAccountName,
      template: podTemplate(props, name, batch, part),
    };
  };
  return {
    type: file.endsWith('.py') ? 'Python' : 'Scala',
    mode: 'cluster',
    image: batch.image ?? sparkImage(batch.sparkVersion),
    imagePullPolicy: 'IfNotPresent',
    sparkVersion: batch.sparkVersion,
    mainApplicationFile: file.startsWith('/') ? `local://${file}` : `${files.hadoop.uri}/${file}`,
    ...(mainClass ? { mainClass } : {}),
    ...(batch.arguments.length > 0 ? { arguments: batch.arguments } : {}),
    sparkConf: { ...sparkConf(props.config, files), ...(tables ? sparkTables(tables) : {}) },
    hadoopConf: { ...files.hadoop.settings, ...(tables ? tableSettings(tables) : {}) },
    restartPolicy: {
      type: 'OnFailure',
      onFailureRetries: batch.retries,
      onFailureRetryInterval: 60,
      onSubmissionFailureRetries: 3,
      onSubmissionFailureRetryInterval: 30,
    },
    dynamicAllocation: {
      enabled: true,
      initialExecutors: Math.max(1, executors.min),
      minExecutors: executors.min,
      maxExecutors: executors.max,
      // Executors hand their shuffle files on before they go; tracked, idle ones would be kept until nobody needs them.
      shuffleTrackingEnabled: false,
    },
    driver: pod('driver'),
    executor: { ...pod('executor'), instances: Math.max(1, executors.min) },
  };
}

const application = (props: ProcessingProps, name: string, batch: Batch): SparkApplication => ({
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name, namespace },
  spec: applicationSpec(props, name, batch),
});

const scheduled = (
  props: ProcessingProps,
  name: string,
  batch: Batch,
  schedule: string,
): ScheduledSparkApplication => ({
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'ScheduledSparkApplication',
  metadata: { name, namespace },
  spec: {
    schedule,
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    successfulRunHistoryLimit: 3,
    failedRunHistoryLimit: 3,
    template: applicationSpec(props, name, batch),
  },
});

/** Drivers and executors, and nothing else that runs here, talk to each other. */
function addPolicy(scope: Construct, props: ProcessingProps): void {
  const { config, bindings } = props;
  const parts = (['driver', 'executor'] as const).map((component) => ({
    namespace,
    podLabels: { ...sparkPods, 'app.kubernetes.io/component': component },
    ports: [tcp(sparkPorts.driver), tcp(sparkPorts.blocks)],
  }));
  networkPolicy(scope, {
    name: 'spark',
    namespace,
    podLabels: sparkPods,
    ingress: parts,
    egress: [
      ...parts,
      ...bindings.files.egress,
      ...bindings.spark.egress,
      ...tableEgress(props, config.batches),
      ...connectorEgress(config),
    ],
  });
}

/** Programs with a schedule start by it; the others at once, and again when they are changed. */
export function addBatches(scope: Construct, props: ProcessingProps): void {
  addPolicy(scope, props);
  for (const [name, batch] of Object.entries(props.config.batches)) {
    typedObject(
      scope,
      batch.schedule ? scheduled(props, name, batch, batch.schedule) : application(props, name, batch),
    );
  }
}
