import type { Construct } from 'constructs';
import { OneTimeJob, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { featureStore } from '../../services';
import { materializationJob } from '../../services/feature-store-jobs';
import { historyEgress } from './configuration';
import { feastContainer } from './container';
import { components, feastGroup, feastUser, owner, serviceName } from './feast';
import type { FeatureStoreProps } from './feature-store-props';
import { feastSizes } from './sizing';

const { namespace } = featureStore;
const shared = { namespace, owner, user: feastUser, group: feastGroup } as const;

const everyMinutes = (minutes: number): string => (minutes === 60 ? '7 * * * *' : `*/${minutes} * * * *`);

/** Makes the tables of the registry: what exists already is left alone, and so is every definition in it. */
export function addSchema(scope: Construct, props: FeatureStoreProps): void {
  new OneTimeJob(scope, 'schema', {
    ...shared,
    name: `${serviceName}-schema`,
    software: components.schema,
    containers: [
      feastContainer(props, {
        name: 'schema',
        args: ['registry', 'create-schema'],
        cpuMillis: 250,
        memoryMiB: 768,
        scratchMiB: 128,
      }),
    ],
    ingress: [],
    egress: [...props.bindings.registry.egress, ...props.bindings.online.egress],
  });
}

/**
 * New values of every feature view go from the history to the online store, each from where the last run ended: a run
 * that failed is made up for by the next.
 */
export function addMaterialization(scope: Construct, props: FeatureStoreProps): void {
  const { config, bindings } = props;
  const { online, registry, files, identity } = bindings;
  new ScheduledJob(scope, 'materialization', {
    ...shared,
    name: materializationJob,
    software: components.materialization,
    schedule: everyMinutes(config.materializeEveryMinutes),
    // A run that hangs must not keep the next ones from starting for long.
    deadlineMinutes: Math.max(30, config.materializeEveryMinutes * 2),
    retries: 1,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    containers: [
      feastContainer(props, {
        name: 'materialization',
        command: ['/bin/sh', '-c'],
        args: ['exec feast materialize-incremental "$(date -u +%Y-%m-%dT%H:%M:%S)"'],
        cpuMillis: 1000,
        memoryMiB: feastSizes[config.size].materializationMiB,
        scratchMiB: 4096,
      }),
    ],
    ingress: [],
    egress: [...online.egress, ...registry.egress, ...historyEgress(props), ...files.egress, ...identity.egress],
  });
}
