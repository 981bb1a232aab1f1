import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { tracking } from '../../services';
import { administratorEnvironment } from './authentication';
import { mlflowContainer } from './container';
import { databaseEnvironment, processEnvironment } from './environment';
import { components, mlflowPort, mlflowUser, podsOf, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

const { namespace } = tracking;

/**
 * Deleted runs leave the database and the bucket after the stated days. The files go through the server, which alone
 * may touch the bucket, so this pod needs no identity.
 */
export function addGarbageCollection(scope: Construct, props: TrackingProps): void {
  const server = `http://${serviceName}.${namespace}.svc:${mlflowPort}`;
  new ScheduledJob(scope, 'garbage-collection', {
    name: `${serviceName}-garbage-collection`,
    namespace,
    owner: tracking.name,
    software: components.garbageCollection,
    schedule: '17 3 * * *',
    deadlineMinutes: 240,
    user: mlflowUser,
    containers: [
      mlflowContainer({
        name: 'garbage-collection',
        // Unlike the server, this command reads the store from its arguments alone.
        args: [
          'gc',
          '--backend-store-uri',
          '$(MLFLOW_BACKEND_STORE_URI)',
          '--older-than',
          `${props.config.artifactRetentionDays}d`,
        ],
        env: {
          ...processEnvironment,
          ...databaseEnvironment(props),
          // It removes what belongs to everybody.
          ...administratorEnvironment(props),
          MLFLOW_TRACKING_URI: server,
        },
        cpuMillis: 250,
        memoryMiB: 1024,
        scratchMiB: 1024,
      }),
    ],
    ingress: [],
    egress: [...props.bindings.database.egress, { namespace, podLabels: podsOf('server'), ports: [tcp(mlflowPort)] }],
  });
}
