import type { Construct } from 'constructs';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { orchestration } from '../../services';
import { airflowGroup, airflowUser, components, namespace, serviceName } from './airflow';
import { airflowContainer } from './container';
import { databaseEnvironment } from './environment';
import type { OrchestrationProps } from './orchestration-props';
import { retrainingUserStep } from './retraining';

/**
 * Brings the database to the version of the image, then makes sure that somebody can sign in: `admin`, with the generated
 * password, who makes the other users. Both change nothing when there is nothing to do. In the wave before the servers,
 * so that none of them meets a schema it does not know.
 */
export function addMigration(scope: Construct, props: OrchestrationProps): void {
  const { context, bindings } = props;
  const env = databaseEnvironment(props);
  const resources = { cpuMillis: 500, memoryMiB: 1024 };
  new OneTimeJob(scope, 'migration', {
    name: `${serviceName}-migration`,
    namespace,
    owner: orchestration.name,
    software: components.migration,
    user: airflowUser,
    group: airflowGroup,
    initContainers: [
      airflowContainer({ name: 'migrate', args: ['db', 'migrate'], env, ...resources }),
      ...retrainingUserStep(scope, props, env),
    ],
    containers: [
      airflowContainer({
        name: 'admin',
        args: [
          'users',
          'create',
          '--username',
          'admin',
          '--role',
          'Admin',
          '--firstname',
          'Site',
          '--lastname',
          'Administrator',
          '--email',
          context.contact,
          '--password',
          '$(ADMIN_PASSWORD)',
        ],
        env: { ...env, ADMIN_PASSWORD: { secret: bindings.adminPassword.secretName, key: 'value' } },
        ...resources,
      }),
    ],
    ingress: [],
    egress: bindings.database.egress,
  });
}
