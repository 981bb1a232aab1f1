import { Cron, Duration } from 'cdk8s';
import { ConcurrencyPolicy, CronJob, RestartPolicy } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { finishPod, restrictedPod } from '../../constructs/kubernetes/pod';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { tracking } from '../../services';
import { componentLabels } from '../labels';
import { mlflowContainer } from './container';
import { databaseEnvironment, processEnvironment } from './environment';
import { components, mlflowPort, mlflowUser, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

/**
 * Deleted runs leave the database and the bucket after the stated days. The files go through the server, which alone
 * may touch the bucket, so this pod needs no identity.
 */
export function addGarbageCollection(scope: Construct, props: TrackingProps): void {
  const { labels } = componentLabels(tracking.name, components.garbageCollection);
  const server = `http://${serviceName}.${tracking.namespace}.svc:${mlflowPort}`;
  const cronJob = new CronJob(scope, 'garbage-collection', {
    metadata: { name: `${serviceName}-garbage-collection`, namespace: tracking.namespace, labels },
    schedule: Cron.schedule({ hour: '3', minute: '17' }),
    timeZone: 'Etc/UTC',
    concurrencyPolicy: ConcurrencyPolicy.FORBID,
    startingDeadline: Duration.hours(1),
    successfulJobsRetained: 3,
    failedJobsRetained: 3,
    backoffLimit: 2,
    activeDeadline: Duration.hours(4),
    restartPolicy: RestartPolicy.NEVER,
    automountServiceAccountToken: false,
    securityContext: restrictedPod(mlflowUser),
    containers: [
      mlflowContainer(scope, {
        name: 'garbage-collection',
        command: ['mlflow'],
        // Unlike the server, this command reads the store from its arguments alone.
        args: [
          'gc',
          '--backend-store-uri',
          '$(MLFLOW_BACKEND_STORE_URI)',
          '--older-than',
          `${props.config.artifactRetentionDays}d`,
        ],
        environment: { ...processEnvironment, ...databaseEnvironment(props), MLFLOW_TRACKING_URI: server },
        cpuMillis: 250,
        memoryMiB: 1024,
        scratchMiB: 1024,
      }),
    ],
  });
  finishPod(cronJob, { labels, priorityClassName: priorityClasses.batch });
}
