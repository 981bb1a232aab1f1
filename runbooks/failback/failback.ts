import type { Runbook } from '../engine/step';
import { takenOver } from '../failover/failover';
import { compareStep } from '../recovery/compare-step';
import { releaseCopiesSteps, stopCopiesSteps } from '../recovery/copy-hold-steps';
import { followAnewSteps, follows } from '../recovery/follow-steps';
import { nameSteps } from '../recovery/name-steps';
import {
  copiesBetween,
  type RecoveryContext,
  type RecoveryScope,
  rolesAfter,
  siteOf,
} from '../recovery/recovery-scope';
import { namespacesOf } from '../recovery/services-of';
import {
  pauseGitOpsStep,
  resumeGitOpsStep,
  rolesAreStated,
  serviceStop,
  signInStep,
  stateRolesStep,
} from '../recovery/site-steps';
import { databasesOf, fenceSteps, keepAsideStep, releaseSteps, replaced } from '../recovery/store-steps';
import { quietStep, wholeCopiesStep } from '../recovery/wait-for-copies';

export interface FailbackInput {
  readonly scope: RecoveryScope;
  /** The site that serves, and that the environment calls primary. */
  readonly from: string;
  /** The site to go back to; a standby of the serving one. */
  readonly to: string;
  /** UTC second at which it was begun: what the old side held then is kept. */
  readonly at: string;
}

/**
 * Back to where services were before. First the old side is proved to take no writes, then what it took after the cut is
 * compared and kept beside; only then is it overwritten. Both sides answer, so nothing is lost on purpose.
 */
export const failback: Runbook<RecoveryContext, FailbackInput> = {
  name: 'failback',
  title: 'Go back to the site that was left',
  when: 'The site that was lost answers again, runs from Git as a standby, and takes copies of the one that serves.',
  lost: () => [],
  steps: ({ scope, from, to, at }) => {
    const [serving, old] = [siteOf(scope, from), siteOf(scope, to)];
    const copies = copiesBetween(old, from);
    const compared = copies.filter(({ mechanism }) => mechanism === 'postgres.dump-copies');
    const followed = copies.filter(follows);
    const isFollowed = ({ service, name }: { readonly service: string; readonly name: string }) =>
      followed.some((copy) => copy.service === service && copy.need === name);
    const own = databasesOf(old).filter((request) => !isFollowed(request));
    const left = databasesOf(serving).filter((request) => !isFollowed(request));
    const isManaged = old.site.providers.postgres === 'managed';
    const stops = namespacesOf(serving).map((namespace) => serviceStop(serving, namespace));
    const rested = namespacesOf(old, replaced(copies)).map((namespace) => serviceStop(old, namespace));
    return [
      signInStep(serving),
      signInStep(old),
      // Of a failover that left it in the other direction: it follows now, and must hold all before it takes over.
      ...releaseCopiesSteps(old, from),
      // Split brain ends here: whatever still believes to be primary is cut off before anything else.
      ...followAnewSteps(old, followed),
      pauseGitOpsStep(old),
      ...fenceSteps(old, own),
      ...rested.map(({ note }) => note),
      ...rested.map(({ stop }) => stop),
      ...releaseSteps(old, own),
      ...(isManaged ? databasesOf(old).map((request) => keepAsideStep(old, request, at)) : []),
      ...compared.map((copy) => compareStep(old, serving, copy, scope.stamp)),
      pauseGitOpsStep(serving),
      ...stops.map(({ note }) => note),
      ...stops.map(({ stop }) => stop),
      quietStep(serving),
      wholeCopiesStep(old, from),
      ...fenceSteps(serving, databasesOf(serving)),
      ...stopCopiesSteps([old, serving], to),
      ...withoutStops(
        takenOver(old, copies, scope),
        rested.flatMap(({ note, stop }) => [note.id, stop.id]),
      ),
      ...nameSteps(scope, from, to),
      stateRolesStep(scope.environment, rolesAfter(old)),
      ...releaseCopiesSteps(serving, to, { mayHoldAgain: true }),
      resumeGitOpsStep(old, rolesAreStated(rolesAfter(old))),
      ...releaseSteps(serving, left),
      resumeGitOpsStep(serving, rolesAreStated(rolesAfter(old))),
      ...followAnewSteps(
        serving,
        followed.map((copy) => ({ ...copy, from: copy.to, to: copy.from })),
      ),
    ];
  },
};

/** Services of the old side rest already. */
const withoutStops = <S extends { readonly id: string }>(steps: readonly S[], done: readonly string[]): readonly S[] =>
  steps.filter(({ id }) => !done.includes(id));
