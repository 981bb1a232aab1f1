import type { UtcTime } from '../../constructs/contracts/recovery-commands';
import { kebabCase } from '../../environments/model';
import { featureStore } from '../../services';
import type { Runbook } from '../engine/step';
import { materialiseStep } from '../recovery/materialise-step';
import { type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { besideSteps } from '../recovery/restore-steps';
import { answersStep, pauseGitOpsStep, resumeGitOpsStep, serviceStop, signInStep } from '../recovery/site-steps';
import { databasesOf } from '../recovery/store-steps';

export interface FeatureStoreInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** The registry comes back as it was then. Default: it is sound, and stays. */
  readonly at?: UtcTime;
}

/** Features are gone or wrong: the registry from its copy, the online store from the history. */
export const featureStoreRebuild: Runbook<RecoveryContext, FeatureStoreInput> = {
  name: 'feature-store-rebuild',
  title: 'Fill the online store again, from a sound registry',
  when: 'The online store is empty or wrong, or the registry of features was damaged.',
  lost: () => [],
  steps: ({ scope, site, at }) => {
    const reached = siteOf(scope, site);
    const registry = databasesOf(reached).filter(
      ({ service, name }) => service === kebabCase(featureStore.name) && name === 'registry',
    );
    const stop = serviceStop(reached, featureStore.namespace);
    const beside =
      at === undefined ? [] : registry.map((request) => besideSteps(reached, request, at, 'point-in-time'));
    return [
      signInStep(reached),
      ...beside.flatMap(({ made }) => made),
      ...(beside.length > 0
        ? [
            pauseGitOpsStep(reached),
            stop.note,
            stop.stop,
            ...beside.flatMap(({ swapped }) => swapped),
            stop.start,
            resumeGitOpsStep(reached),
          ]
        : []),
      materialiseStep(reached, scope.stamp),
      answersStep(reached, featureStore.namespace),
    ];
  },
};
