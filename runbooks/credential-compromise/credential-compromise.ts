import type { UtcTime } from '../../constructs/contracts/recovery-commands';
import { printedBy } from '../engine/command';
import type { Runbook } from '../engine/step';
import { peopleStep } from '../recovery/people-step';
import { type ReachedSite, type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { namespacesOf } from '../recovery/services-of';
import {
  checkedStep,
  pauseGitOpsStep,
  type RecoveryStep,
  resumeGitOpsStep,
  serviceStop,
  signInStep,
} from '../recovery/site-steps';
import { databasesOf } from '../recovery/store-steps';

export interface CompromiseInput {
  readonly scope: RecoveryScope;
  /** Sites whose credentials are not to be trusted. */
  readonly sites: readonly string[];
  /** UTC second from which on only what is newer is trusted. */
  readonly since: UtcTime;
}

/** Whoever holds a token of the pipeline, or a copy of the data key's use, holds nothing from now on. */
export const lockOutSteps = ({ site, commands }: ReachedSite, since: UtcTime): RecoveryStep[] => [
  ...(site.ci
    ? [
        checkedStep(
          {
            id: `lock-out-pipeline-${site.name}`,
            title: `Lock the pipeline out of ${site.name}`,
            owner: 'security-on-call',
            timeoutMinutes: 10,
            expectedMinutes: 2,
            again: 'harmless',
            whenItFails: 'Take the trust of the pipeline away in the console of the cloud',
          },
          commands.lockOutPipeline(site, since),
        ),
      ]
    : []),
  checkedStep(
    {
      id: `rotate-data-key-${site.name}`,
      title: `Seal what is written on ${site.name} from now on with a new version of the data key`,
      owner: 'security-on-call',
      timeoutMinutes: 30,
      expectedMinutes: 5,
      // Each makes one more version, which is paid for.
      again: 'never',
      whenItFails: 'Make a new version of the key in the console of the cloud',
    },
    commands.rotateDataKey(site, since),
  ),
];

const timeOf = (printed: string): number => {
  const text = printed.trim();
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
};

/**
 * Every password of a database is newer than the incident, and than a run's own change of its connection.
 * @param what people do
 */
export function passwordStep(reached: ReachedSite, since: UtcTime, what: string): RecoveryStep {
  const { site, commands } = reached;
  const asked = databasesOf(reached).map((request) => ({
    store: `${request.service}-${request.name}`,
    command: commands.secret.changedAt(request),
  }));
  return peopleStep({
    id: `rotate-passwords-${site.name}`,
    title: `Give every database of ${site.name} new passwords`,
    owner: 'security-on-call',
    what,
    timeoutMinutes: 480,
    expectedMinutes: 60,
    asks: [site.name],
    verify: {
      summary: `every connection in the site's store is newer than ${since}, and than this run's own change of it`,
      commands: asked.map(({ command }) => command),
      check: async ({ commands: runner }, found) => {
        const old: string[] = [];
        for (const { store, command } of asked) {
          const changed = timeOf(await printedBy(runner, command, { timeoutMs: 60_000 }));
          const ledAt = found[`swap-${store}`]?.ledAt;
          const isNew = changed >= Date.parse(since) && (ledAt === undefined || changed > Date.parse(String(ledAt)));
          if (!isNew) old.push(store);
        }
        return {
          holds: old.length === 0,
          untouched: true,
          saw: old.length === 0 ? 'every password is new' : `old still: ${old.join(', ')}`,
        };
      },
    },
    whenItFails: 'See docs/guides/secrets-and-keys.md',
  });
}

/** Pods take new passwords when they start. GitOps rests meanwhile: it would start them before they have stopped. */
function restartSteps(reached: ReachedSite): RecoveryStep[] {
  const services = databasesOf(reached).map(({ service }) => service);
  const stops = namespacesOf(reached, services).map((namespace) => serviceStop(reached, namespace));
  return [
    pauseGitOpsStep(reached),
    ...stops.flatMap(({ note, stop, start }) => [note, stop, start]),
    resumeGitOpsStep(reached),
  ];
}

/** A credential is in wrong hands. */
export const credentialCompromise: Runbook<RecoveryContext, CompromiseInput> = {
  name: 'credential-compromise',
  title: 'Make every credential worthless that was given out before a time',
  when: 'A key, a token or a password of the platform was seen by somebody who should not have it.',
  lost: () => [],
  steps: ({ scope, sites, since }) =>
    sites
      .map((name) => siteOf(scope, name))
      .flatMap((reached) => [
        signInStep(reached),
        ...lockOutSteps(reached, since),
        passwordStep(
          reached,
          since,
          `set \`secrets.rotatedOn\` in environments/${scope.environment}.ts to today, build, review, and deploy ${reached.site.name}-data with a sign-in of your own`,
        ),
        ...restartSteps(reached),
      ]),
};
