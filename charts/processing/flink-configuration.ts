import type { BucketBinding } from '../../constructs/contracts';
import type { Stream } from '../../services/processing-streams';
import { flinkPorts } from './flink';
import { taskManagerSizes } from './sizing';

type Configuration = Readonly<Record<string, string>>;

export const stateFolder = '/opt/flink/state';

/**
 * The plugin of the image takes Hadoop's settings as they are; Hadoop's own client takes them by a prefix, and is asked
 * for an address that a plugin would know only where that is said.
 */
const storeConfiguration = ({ flinkPlugin, settings, uri }: BucketBinding['hadoop']): Configuration =>
  flinkPlugin
    ? settings
    : {
        ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`flink.hadoop.${name}`, value])),
        'fs.allowed-fallback-filesystems': uri.slice(0, uri.indexOf(':')),
      };

/** A failed attempt waits twice as long as the one before, until it has run for an hour; it never gives up. */
const restarts: Configuration = {
  'restart-strategy.type': 'exponential-delay',
  'restart-strategy.exponential-delay.initial-backoff': '1 s',
  'restart-strategy.exponential-delay.max-backoff': '2 min',
  'restart-strategy.exponential-delay.backoff-multiplier': '2.0',
  'restart-strategy.exponential-delay.reset-backoff-threshold': '1 h',
  'restart-strategy.exponential-delay.jitter-factor': '0.1',
};

const metrics: Configuration = {
  'metrics.reporter.prom.factory.class': 'org.apache.flink.metrics.prometheus.PrometheusReporterFactory',
  'metrics.reporter.prom.port': `${flinkPorts.metrics}`,
  // How long a program has been running and restarting in total.
  'metrics.job.status.enable': 'STATE;CURRENT_TIME;TOTAL_TIME',
};

/** Fixed, so that network policies can name them. */
const ports: Configuration = {
  'jobmanager.rpc.port': `${flinkPorts.rpc}`,
  'high-availability.jobmanager.port': `${flinkPorts.rpc}`,
  'blob.server.port': `${flinkPorts.blobs}`,
  'taskmanager.data.port': `${flinkPorts.data}`,
  'taskmanager.rpc.port': `${flinkPorts.taskRpc}`,
  'rest.port': `${flinkPorts.rest}`,
  'kubernetes.rest-service.exposed.type': 'ClusterIP',
};

/** Where a stream keeps what it must not lose. */
export const streamFolder = ({ hadoop }: BucketBinding, name: string): string => `${hadoop.uri}/streams/${name}`;

/** What Flink and its operator are told of one stream. */
export function flinkConfiguration(name: string, stream: Stream, bucket: BucketBinding): Configuration {
  const { checkpoints } = stream;
  const folder = streamFolder(bucket, name);
  return {
    ...storeConfiguration(bucket.hadoop),
    ...restarts,
    ...metrics,
    ...ports,
    'taskmanager.numberOfTaskSlots': `${taskManagerSizes[stream.size].slots}`,
    // A second job manager takes over from the list of checkpoints that lies in the bucket.
    'high-availability.type': 'kubernetes',
    'high-availability.storageDir': `${folder}/high-availability`,
    'state.backend.type': 'rocksdb',
    'state.backend.rocksdb.localdir': stateFolder,
    'execution.checkpointing.incremental': 'true',
    'execution.checkpointing.dir': `${folder}/checkpoints`,
    'execution.checkpointing.savepoint-dir': `${folder}/savepoints`,
    'execution.checkpointing.mode': stream.exactlyOnce ? 'EXACTLY_ONCE' : 'AT_LEAST_ONCE',
    'execution.checkpointing.interval': `${checkpoints.intervalSeconds} s`,
    'execution.checkpointing.min-pause': `${checkpoints.minPauseSeconds} s`,
    'execution.checkpointing.timeout': `${checkpoints.timeoutSeconds} s`,
    'execution.checkpointing.num-retained': `${checkpoints.retained}`,
    'execution.checkpointing.tolerable-failed-checkpoints': '3',
    'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    'kubernetes.operator.periodic.savepoint.interval': `${stream.savepointEveryHours} h`,
    'kubernetes.operator.savepoint.history.max.count': '5',
    'kubernetes.operator.job.restart.failed': 'true',
    // Its page has no sign-in: it shows, and changes nothing.
    'web.submit.enable': 'false',
    'web.cancel.enable': 'false',
    'user.artifacts.base-dir': '/tmp/artifacts',
  };
}
