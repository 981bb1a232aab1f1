import { applied } from '../../constructs/kubernetes/recovery-commands';
import type { ReachedSite } from './recovery-scope';
import { checkedStep, type RecoveryStep } from './site-steps';

/** A backup of what exists in a cluster only, by Velero, for as long as `keptDays`. */
export const backupStep = (reached: ReachedSite, stamp: string, keptDays = 30): RecoveryStep => {
  const name = `${reached.site.name}-before-${stamp}`;
  return checkedStep(
    {
      id: `backup-${reached.site.name}`,
      title: `Back up the state of ${reached.site.name}`,
      owner: 'platform-on-call',
      timeoutMinutes: 60,
      expectedMinutes: 5,
      again: 'harmless',
      whenItFails: `Read \`velero backup logs ${name}\``,
    },
    {
      ...applied(
        reached.cluster,
        {
          apiVersion: 'velero.io/v1',
          kind: 'Backup',
          metadata: { name, namespace: 'velero' },
          spec: { includedNamespaces: ['*'], ttl: `${keptDays * 24}h0m0s`, snapshotVolumes: false },
        } as never,
        'backups.velero.io',
        { path: '{.status.phase}', expects: /^Completed$/m },
      ),
      // A backup harms nobody; without it there would be no way back.
      undo: undefined,
    },
  );
};
