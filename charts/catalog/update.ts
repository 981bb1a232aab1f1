import type { Construct } from 'constructs';
import { OneTimeJob, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { backend, backendEgress, upgradeContainer } from './backend';
import type { CatalogProps } from './catalog-props';
import { components, names } from './datahub';

/**
 * Tables first, which the update already reads; then indices and policies of this release. It ends with a record in Kafka
 * that the servers wait for.
 */
export function addUpdate(scope: Construct, props: CatalogProps): void {
  new OneTimeJob(scope, 'update', {
    ...backend,
    name: names.update,
    software: components.update,
    deadlineMinutes: 120,
    initContainers: [upgradeContainer(props, { name: 'tables', task: 'SqlSetup' })],
    containers: [upgradeContainer(props, { name: 'update', task: 'SystemUpdate' })],
    ingress: [],
    egress: backendEgress(props),
  });
}

/** A template for the day OpenSearch is lost: a person makes a Job from it, and indices are written anew from the database. */
export function addRestore(scope: Construct, props: CatalogProps): void {
  new ScheduledJob(scope, 'restore', {
    ...backend,
    name: names.restore,
    software: components.restore,
    schedule: '0 0 1 1 *',
    suspended: true,
    deadlineMinutes: 1440,
    retries: 0,
    containers: [
      upgradeContainer(props, {
        name: 'restore',
        task: 'RestoreIndices',
        args: ['-a', 'batchSize=1000', '-a', 'numThreads=2'],
      }),
    ],
    ingress: [],
    egress: backendEgress(props),
  });
}
