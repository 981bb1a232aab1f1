import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { Server } from '../../constructs/kubernetes/workloads';
import { processing } from '../../services';
import { connectorClassPath, connectorEgress, connectorMount, fetchConnectors } from './connectors';
import type { ProcessingProps } from './processing-props';
import { historyName, historyPort, historyVersion, sparkImage, sparkUser } from './spark';

const { namespace } = processing;

const propertiesFile = '/etc/spark-history/history.conf';
const heapMiB = 1536;

/** Finished runs that stay on the server's own disk, once read. */
const cache = { path: '/var/lib/spark-history', scratchMiB: 10_240 } as const;

const properties = ({ config, bindings: { files } }: ProcessingProps): string =>
  Object.entries({
    'spark.history.fs.logDirectory': `${files.hadoop.uri}/`,
    'spark.history.fs.update.interval': '30s',
    'spark.history.fs.cleaner.enabled': 'true',
    'spark.history.fs.cleaner.interval': '1d',
    'spark.history.fs.cleaner.maxAge': `${config.historyDays}d`,
    'spark.history.store.path': cache.path,
    'spark.history.store.maxDiskUsage': '8g',
    'spark.history.ui.port': `${historyPort}`,
    ...Object.fromEntries(
      Object.entries(files.hadoop.settings).map(([name, value]) => [`spark.hadoop.${name}`, value]),
    ),
  })
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');

const health = (periodSeconds: number, failureThreshold: number): Probe =>
  Probe.fromHttpGet('/api/v1/version', {
    port: historyPort,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** Pages of finished runs, from the event logs in the bucket. Nothing is kept in the pods, so any of them may go. */
export function addHistory(scope: Construct, props: ProcessingProps): void {
  const { context, config, bindings } = props;
  const { files, spark, history } = bindings;
  const data = properties(props);
  const configName = `${historyName}-${shortHash(data)}`;
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configName, namespace },
    data: { 'history.conf': data },
  };
  typedObject(scope, configMap);
  const fetch = fetchConnectors(config, files.hadoop.jars);
  new Server(scope, 'history', {
    name: historyName,
    namespace,
    owner: processing.name,
    software: { name: historyName, component: 'history', version: historyVersion },
    replicas: 2,
    zones: context.zones,
    user: sparkUser,
    serviceAccountName: spark.serviceAccountName,
    podLabels: spark.podLabels,
    initContainers: fetch,
    containers: [
      {
        name: 'history',
        image: sparkImage(historyVersion),
        command: ['/opt/spark/bin/spark-class'],
        args: ['org.apache.spark.deploy.history.HistoryServer', '--properties-file', propertiesFile],
        env: {
          ...files.env,
          SPARK_DAEMON_MEMORY: `${heapMiB}m`,
          SPARK_NO_DAEMONIZE: 'true',
          ...(fetch.length > 0 ? { SPARK_DAEMON_CLASSPATH: connectorClassPath } : {}),
        },
        cpuMillis: 250,
        cpuLimitMillis: 2000,
        memoryMiB: heapMiB + 512,
        ports: { http: historyPort },
        mounts: [
          { path: '/tmp', scratchMiB: 512 },
          cache,
          { path: '/etc/spark-history', configMap: configName },
          ...(fetch.length > 0 ? [connectorMount] : []),
        ],
        startup: health(5, 60),
        readiness: health(10, 3),
        liveness: health(20, 6),
        drainSeconds: 10,
      },
    ],
    ingress: history.callers,
    egress: [...files.egress, ...spark.egress, ...connectorEgress(config)],
  });
}
