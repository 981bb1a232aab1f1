import type { StoreCopy } from '../../environments/model';
import type { Runbook } from '../engine/step';
import { freshCopiesGuard } from '../recovery/copy-age';
import { holdCopiesSteps } from '../recovery/copy-hold-steps';
import { nameSteps } from '../recovery/name-steps';
import {
  copiesBetween,
  type ReachedSite,
  type RecoveryContext,
  type RecoveryScope,
  rolesAfter,
  siteOf,
} from '../recovery/recovery-scope';
import { namespacesOf } from '../recovery/services-of';
import {
  answersStep,
  pauseGitOpsStep,
  type RecoveryStep,
  resumeGitOpsStep,
  rolesAreStated,
  serviceStop,
  signInStep,
  stateRolesStep,
} from '../recovery/site-steps';
import { comesLast, databasesOf, fenceSteps, replaced, takeoverSteps } from '../recovery/store-steps';

export interface FailoverInput {
  readonly scope: RecoveryScope;
  /** Name of the site that is lost, or left. */
  readonly from: string;
  readonly to: string;
  /** Minutes of data that somebody answers for. Default: none beyond the objective. */
  readonly acceptDataLossMinutes?: number;
}

const lostSite = 'it may be gone; nothing leads to it any more, and the failback fences it before anything is written';

/** The lost site as far as it answers: what still lives there must not take writes. */
const fenced = (lost: ReachedSite): RecoveryStep[] => [
  signInStep(lost, lostSite),
  pauseGitOpsStep(lost, lostSite),
  ...fenceSteps(lost, databasesOf(lost), lostSite),
];

/** Stores of the standby become the stores; services that use them rest meanwhile. */
export function takenOver(standby: ReachedSite, copies: readonly StoreCopy[], scope: RecoveryScope): RecoveryStep[] {
  const stops = namespacesOf(standby, replaced(copies)).map((namespace) => serviceStop(standby, namespace));
  const first = copies.filter((copy) => !comesLast(copy));
  const last = copies.filter(comesLast);
  return [
    ...stops.map(({ note }) => note),
    ...stops.map(({ stop }) => stop),
    ...takeoverSteps(standby, first, scope),
    ...stops.map(({ start }) => start),
    ...namespacesOf(standby).map((namespace) => answersStep(standby, namespace)),
    ...takeoverSteps(standby, last, scope),
  ];
}

/** Services go on at a standby. Nothing of the lost site is needed; what answers there is fenced. */
export const failover: Runbook<RecoveryContext, FailoverInput> = {
  name: 'failover',
  title: 'Go on at a standby site',
  when: 'The primary site is lost, or will not be back within the RTO; or its region is left on purpose.',
  lost: ({ from }) => [from],
  guards: ({ scope, from, to, acceptDataLossMinutes }) => [
    freshCopiesGuard({
      environment: scope.environment,
      standby: siteOf(scope, to),
      from,
      ...(acceptDataLossMinutes === undefined ? {} : { acceptDataLossMinutes }),
    }),
  ],
  steps: ({ scope, from, to }) => {
    const standby = siteOf(scope, to);
    return [
      signInStep(standby),
      pauseGitOpsStep(standby),
      ...fenced(siteOf(scope, from)),
      ...holdCopiesSteps(standby, from),
      ...takenOver(standby, copiesBetween(standby, from), scope),
      ...nameSteps(scope, from, to),
      stateRolesStep(scope.environment, rolesAfter(standby)),
      resumeGitOpsStep(standby, rolesAreStated(rolesAfter(standby))),
    ];
  },
};
