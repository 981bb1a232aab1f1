import { archiveReplica, type Finding } from '../../environments/model';
import type { Guard, Runbook } from '../engine/step';
import { type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { cloudRunsDatabases } from '../recovery/restore-steps';
import { checkedStep, pauseGitOpsStep, resumeGitOpsStep, serviceStop, signInStep } from '../recovery/site-steps';
import { databasesOf } from '../recovery/store-steps';

export interface UpgradeDatabaseInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** In kebab case. */
  readonly service: string;
  readonly need: string;
  /** Major version. */
  readonly to: number;
}

const physical = [archiveReplica, 'postgres.cross-region-replica'];

const meantBy = ({ scope, site, service, need }: UpgradeDatabaseInput) => {
  const reached = siteOf(scope, site);
  return { reached, databases: databasesOf(reached).filter((one) => one.service === service && one.name === need) };
};

/** All that would make the upgrade pointless, or hurt somebody who is not asked. */
const isPossible = (input: UpgradeDatabaseInput): Guard<RecoveryContext> => ({
  summary: 'there is such a database, at an earlier version, and no copy follows it',
  findings: async (): Promise<readonly Finding[]> => {
    const { scope, site, service, need, to } = input;
    const { reached, databases } = meantBy(input);
    const file = `environments/${scope.environment}.ts`;
    const place = `${site} ${service}-${need}`;
    if (databases.length === 0) {
      const allowed = databasesOf(reached).map((one) => `--service ${one.service} --need ${one.name}`);
      return [
        {
          code: 'RUNBOOK_OPTION',
          file,
          place,
          message: 'there is no such database',
          value: need,
          allowed,
          fix: 'use a pair of the list',
        },
      ];
    }
    const later = databases.filter(({ need: { majorVersion } }) => majorVersion >= to);
    const copies = (reached.site.recovery?.copies ?? []).filter(
      (copy) => copy.service === service && copy.need === need && physical.includes(copy.mechanism),
    );
    return [
      ...later.map(
        ({ need: { majorVersion } }): Finding => ({
          code: 'UPGRADE_DOWNGRADE',
          file,
          place,
          message: `the file states ${majorVersion} already, and no server goes back; nothing was changed`,
          value: to,
          fix: 'state the new version in Git after the upgrade, not before; to go back, restore a backup: `evenkeel restore`',
        }),
      ),
      ...copies.map(
        ({ from, to: copy }): Finding => ({
          code: 'UPGRADE_BLOCKED',
          file,
          place,
          message: `${copy.name} follows ${from.name}, and no copy follows a server of another major version; nothing was changed`,
          value: copy.name,
          fix: 'take the copy away, upgrade, and make it anew, as `evenkeel upgrade --postgres` says',
        }),
      ),
    ];
  },
});

/** One database by a major version, where it stands. The way back is a restore. */
export const upgradeDatabase: Runbook<RecoveryContext, UpgradeDatabaseInput> = {
  name: 'upgrade-database',
  title: "Bring a cloud's database to a later major version of PostgreSQL",
  when: '`evenkeel upgrade --postgres` has nothing in the way, and the upgrade was tried on a copy.',
  lost: () => [],
  guards: (input) => {
    const { reached, databases } = meantBy(input);
    return [cloudRunsDatabases(input.scope.environment, reached, databases), isPossible(input)];
  },
  steps: (input) => {
    const { to, service, need } = input;
    const { reached, databases } = meantBy(input);
    const store = `${service}-${need}`;
    return [
      signInStep(reached),
      ...databases.flatMap((request) => {
        const { backup, upgrade } = reached.commands.database.upgradeMajor(request, to);
        const { note, stop, start } = serviceStop(reached, request.namespace);
        const words = { owner: 'data-on-call' } as const;
        return [
          pauseGitOpsStep(reached),
          note,
          stop,
          checkedStep(
            {
              ...words,
              id: `backup-${store}`,
              title: `Back up ${store}`,
              again: 'never',
              timeoutMinutes: 240,
              expectedMinutes: 20,
              whenItFails: 'Look at the backups of the server in the console of the cloud',
            },
            backup,
          ),
          checkedStep(
            {
              ...words,
              id: `upgrade-${store}`,
              title: `Upgrade ${store} to ${to}`,
              again: 'never',
              timeoutMinutes: 240,
              expectedMinutes: 30,
              destroys: `the way back to ${request.need.majorVersion} but a restore of the backup: what is written from then on would be lost`,
              whenItFails:
                'Read what the check of the cloud logged: a refused upgrade leaves the server at its old version. Mend it, or take the run back',
            },
            upgrade,
          ),
          start,
        ];
      }),
      ...(databases.length > 0 ? [resumeGitOpsStep(reached)] : []),
    ];
  },
};
