import { Duration } from 'cdk8s';
import { Job, RestartPolicy } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { finishPod, restrictedPod } from '../../constructs/kubernetes/pod';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { tracking } from '../../services';
import { componentLabels } from '../labels';
import { type MlflowContainerProps, mlflowContainer } from './container';
import { databaseEnvironment, processEnvironment } from './environment';
import { components, mlflowImage, mlflowUser, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

/** Brings the database to the version of the image: makes it from nothing, or upgrades it, or changes nothing. */
const container = (props: TrackingProps): MlflowContainerProps => ({
  name: 'migration',
  command: ['mlflow'],
  args: ['db', 'upgrade', '$(MLFLOW_BACKEND_STORE_URI)'],
  environment: { ...processEnvironment, ...databaseEnvironment(props) },
  cpuMillis: 250,
  memoryMiB: 1024,
  scratchMiB: 256,
});

/**
 * Runs in the wave before the server, so that a server never meets a schema it does not know. A Job cannot be changed,
 * so a hash of what it runs is part of its name: another version is another Job, and the old one is removed.
 */
export function addMigration(scope: Construct, props: TrackingProps): void {
  const run = container(props);
  const { labels } = componentLabels(tracking.name, components.migration);
  const job = new Job(scope, 'migration', {
    metadata: {
      name: `${serviceName}-migration-${shortHash(JSON.stringify([mlflowImage, run]))}`,
      namespace: tracking.namespace,
      labels,
      annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' },
    },
    select: false,
    backoffLimit: 6,
    activeDeadline: Duration.hours(1),
    restartPolicy: RestartPolicy.NEVER,
    automountServiceAccountToken: false,
    terminationGracePeriod: Duration.minutes(5),
    securityContext: restrictedPod(mlflowUser),
    containers: [mlflowContainer(scope, run)],
  });
  finishPod(job, { labels, priorityClassName: priorityClasses.service });
}
