import type { Construct } from 'constructs';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { tracking } from '../../services';
import { asksForUsers, authenticationEnvironment, authenticationMounts, userPreparation } from './authentication';
import { mlflowContainer } from './container';
import { databaseEnvironment, processEnvironment } from './environment';
import { components, mlflowUser, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

/**
 * Brings the database to the version of the image: makes it from nothing, or upgrades it, or changes nothing. In the wave
 * before the server, so that a server never meets a schema it does not know.
 */
export function addMigration(scope: Construct, props: TrackingProps): void {
  const env = { ...processEnvironment, ...databaseEnvironment(props) };
  const resources = { cpuMillis: 250, memoryMiB: 1024, scratchMiB: 256 };
  const schema = mlflowContainer({
    name: 'migration',
    args: ['db', 'upgrade', '$(MLFLOW_BACKEND_STORE_URI)'],
    env,
    ...resources,
  });
  const users = mlflowContainer({
    name: 'users',
    ...userPreparation,
    env: { ...env, ...authenticationEnvironment(props) },
    ...resources,
    mounts: authenticationMounts(props),
  });
  new OneTimeJob(scope, 'migration', {
    name: `${serviceName}-migration`,
    namespace: tracking.namespace,
    owner: tracking.name,
    software: components.migration,
    user: mlflowUser,
    ...(asksForUsers(props) ? { initContainers: [schema], containers: [users] } : { containers: [schema] }),
    ingress: [],
    egress: props.bindings.database.egress,
  });
}
