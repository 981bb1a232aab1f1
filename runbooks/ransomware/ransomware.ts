import { isVaulted } from '../../constructs/contracts/database-vault';
import type { UtcTime } from '../../constructs/contracts/recovery-commands';
import { lockOutSteps, passwordStep } from '../credential-compromise/credential-compromise';
import type { Guard, Runbook } from '../engine/step';
import { peopleStep } from '../recovery/people-step';
import { type ReachedSite, type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { besideSteps, bucketsOf, cloudRunsDatabases, objectsStep } from '../recovery/restore-steps';
import { namespacesOf } from '../recovery/services-of';
import { pauseGitOpsStep, resumeGitOpsStep, serviceStop, signInStep } from '../recovery/site-steps';
import { databasesOf } from '../recovery/store-steps';

export interface RansomwareInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** UTC second at which everything was still sound. */
  readonly at: UtcTime;
  /** UTC second from which on only newer credentials are trusted: when it was begun. */
  readonly since: UtcTime;
}

const vaultedOf = (reached: ReachedSite) => databasesOf(reached).filter(isVaulted);

/** The vault of the cloud has to give servers, not files. */
const vaultGivesServers = ({ scope, site }: RansomwareInput): Guard<RecoveryContext> => ({
  summary: 'regulated databases come from the locked vault, whose copies nobody can delete',
  findings: async () => {
    const { commands } = siteOf(scope, site);
    return vaultedOf(siteOf(scope, site)).length === 0 || commands.database.restoreFromVault
      ? []
      : [
          {
            code: 'RUNBOOK_SITE',
            file: `environments/${scope.environment}.ts`,
            place: site,
            message: 'the vault of its cloud gives files of a database and no server; nothing was changed',
            fix: `restore the files as docs/guides/recover.md says under "Files from the vault of Azure", and the rest by \`evenkeel restore ${scope.environment} <service> --to <time>\``,
          },
        ];
  },
});

/**
 * Data was encrypted or deleted by somebody who had rights. They are locked out first; then data comes back as it was:
 * what is regulated from copies that nobody can change, the rest from what the attacker left of its own. It goes into servers that they never saw, sealed with a key version that they never had.
 */
export const ransomware: Runbook<RecoveryContext, RansomwareInput> = {
  name: 'ransomware',
  title: 'Bring data back that was encrypted or deleted in an attack',
  when: 'Data of a site was encrypted or deleted by somebody who may delete backups, too.',
  lost: () => [],
  guards: (input) => {
    const reached = siteOf(input.scope, input.site);
    return [cloudRunsDatabases(input.scope.environment, reached, databasesOf(reached)), vaultGivesServers(input)];
  },
  steps: ({ scope, site, at, since }) => {
    const reached = siteOf(scope, site);
    const databases = databasesOf(reached);
    const beside = databases.map((request) =>
      besideSteps(reached, request, at, isVaulted(request) ? 'vault' : 'point-in-time'),
    );
    const stops = namespacesOf(reached).map((namespace) => serviceStop(reached, namespace));
    return [
      signInStep(reached),
      ...lockOutSteps(reached, since),
      pauseGitOpsStep(reached),
      ...stops.map(({ note }) => note),
      ...stops.map(({ stop }) => stop),
      ...beside.flatMap(({ made }) => made),
      peopleStep({
        id: 'look-for-traces',
        title: 'Look for traces of the attack in what was restored',
        owner: 'security-on-call',
        what: 'search restored data and images for what the attacker left; write `sound` into the ConfigMap evenkeel-incident of kube-system, under `verdict`, when there is nothing',
        timeoutMinutes: 2880,
        expectedMinutes: 240,
        asks: [site],
        verify: {
          command: {
            program: 'kubectl',
            args: [
              '--kubeconfig',
              reached.cluster.kubeconfig,
              '--namespace',
              'kube-system',
              'get',
              'configmap/evenkeel-incident',
              '--ignore-not-found',
              '--output',
              'jsonpath={.data.verdict}',
            ],
            reaches: site,
          },
          expects: /^sound$/m,
          untouched: /^\s*$/,
          says: 'verdict of who looked',
        },
        whenItFails: 'Restore an earlier time: `--anew` with another `--to`',
      }),
      ...beside.flatMap(({ swapped }) => swapped),
      ...bucketsOf(reached).map((request) => objectsStep(reached, request, at)),
      passwordStep(
        reached,
        since,
        `give every user of the restored servers a new password (\`ALTER ROLE ... PASSWORD\`), and write it into its secret in the store of ${site}; do not deploy ${site}-data before the restored servers are adopted: Terraform knows the first ones only, and would lead services back to them`,
      ),
      ...stops.map(({ start }) => start),
      resumeGitOpsStep(reached),
    ];
  },
};
