import type { DeployedWave } from './deployed-objects';

/** What restores a cluster: its operator, and where its backups lie. */
const brings = { release: 'velero', kind: 'BackupStorageLocation' } as const;

const isNeeded = ({ objects, releases }: DeployedWave): boolean =>
  releases.some(({ name }) => name === brings.release) || objects.some(({ kind }) => kind === brings.kind);

/**
 * Waves without which nothing can be restored, with all that they wait for. Data services are behind them: what an operator
 * would make up anew must be what stored data was sealed with. None, where the site keeps no such backups.
 */
export function wavesBeforeRestore(waves: readonly DeployedWave[]): DeployedWave[] {
  const byName = new Map(waves.map((wave) => [wave.name, wave]));
  const needed = new Set<DeployedWave>();
  const need = (wave: DeployedWave): void => {
    if (needed.has(wave)) return;
    needed.add(wave);
    for (const before of wave.after) {
      const found = byName.get(before);
      if (found) need(found);
    }
  };
  for (const wave of waves.filter(isNeeded)) need(wave);
  return waves.filter((wave) => needed.has(wave));
}
