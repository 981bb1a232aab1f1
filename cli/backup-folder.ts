import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Works in a folder that is gone afterwards. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-backup-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder as it is, or what a bucket has, brought into one that is gone afterwards. */
export async function inBackupFolder<T>(backup: string, work: (folder: string) => Promise<T>): Promise<T> {
  const { isBucket, downloadBackup } = await import('../runbooks/platform-backup/bucket-places');
  if (!isBucket(backup)) return work(backup);
  return inScratch(async (folder) => {
    await downloadBackup(backup.replace(/\/+$/, ''), folder);
    return work(folder);
  });
}
