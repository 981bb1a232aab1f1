import { type RebuildDelivery, rebuildGuards, rebuildSteps } from '../cluster-rebuild/cluster-rebuild';
import type { Runbook } from '../engine/step';
import { type FailoverInput, failover } from '../failover/failover';
import { peopleStep } from '../recovery/people-step';
import { type RecoveryContext, siteOf } from '../recovery/recovery-scope';

export interface RegionLossInput extends FailoverInput {
  /** Name of the site that stands by from now on: one of the environment's, or one that people add for it. */
  readonly second: string;
  /** What brings the objects into its cluster. Default: gitops. */
  readonly delivery?: RebuildDelivery;
}

/** A region does not come back: services go on at the standby, and another site stands by from then on. */
export const regionLoss: Runbook<RecoveryContext, RegionLossInput> = {
  name: 'region-loss',
  title: 'Go on without a region, and have a standby again',
  when: 'A region is lost for days or for good.',
  lost: failover.lost,
  guards: (input) => [
    {
      summary: 'the site that stands by from then on is another one than the site that takes over',
      findings: async () =>
        input.second === input.to
          ? [
              {
                code: 'RUNBOOK_SITE',
                file: `environments/${input.scope.environment}.ts`,
                place: '--second',
                message: 'it takes over, so another one has to stand by; nothing was changed',
                value: input.second,
                fix: 'name another site, or add one to the environment first',
              },
            ]
          : [],
    },
    ...rebuildGuards(input.second, input.delivery),
    ...(failover.guards?.(input) ?? []),
  ],
  steps: (input) => {
    const second = siteOf(input.scope, input.second);
    return [
      ...failover.steps(input),
      peopleStep({
        id: 'decide-standby',
        title: `Make ${second.site.name} stand by for ${input.to}`,
        owner: 'incident-lead',
        what: `say in environments/${input.scope.environment}.ts that ${second.site.name} stands by, leave the lost site in it until this run is over, see \`evenkeel recovery ${input.scope.environment}\`, build, review and merge`,
        timeoutMinutes: 480,
        expectedMinutes: 60,
        asks: [],
        verify: {
          summary: `the environment file calls ${input.to} primary`,
          check: async ({ statedRoles }) => {
            const { primary: stated } = await statedRoles();
            return { holds: stated === input.to, untouched: true, saw: `the file calls ${stated} primary` };
          },
        },
        whenItFails:
          'Choose a region inside the jurisdiction that has machines left: every customer of the lost one looks for some',
      }),
      ...rebuildSteps(second, input.scope, input.delivery),
    ];
  },
};
