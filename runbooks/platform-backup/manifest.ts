import { createHash } from 'node:crypto';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
/** Inside the backup: no file of it lies anywhere else. */
const path = z
  .string()
  .min(1)
  .refine((text) => !text.startsWith('/') && !text.split('/').includes('..'), 'a path inside the backup');

const state = z.strictObject({
  /** `<site>/<stack>`, or `environment/<stack>`. */
  stack: z.string().min(1),
  /** Where it was read: a backend with its bucket and key. */
  place: z.string(),
  file: path,
  lineage: z.string(),
  serial: z.int().min(0),
  resources: z.int().min(0),
});

const repository = z.strictObject({
  /** Without a user or a password. */
  url: z.string(),
  file: path,
  /** Commits by the names of branches and tags. */
  refs: z.record(z.string(), z.string()),
});

export const manifestSchema = z.strictObject({
  schema: z.literal(1),
  environment: z.string().min(1),
  takenAt: z.iso.datetime(),
  states: z.array(state),
  /** Stacks of the tree that were never applied. */
  absent: z.array(z.string()),
  repositories: z.array(repository),
  /** Release locks and evidence of drills, by their paths in the project: under `kept/` in the backup. */
  kept: z.array(path),
  /** Every file of the backup but the manifest itself, sorted by path. */
  files: z.array(z.strictObject({ path, bytes: z.int().min(0), sha256 })),
});

/** What a backup of the platform holds. It is written last: a backup without it is none. */
export type BackupManifest = z.output<typeof manifestSchema>;

export const manifestFile = 'manifest.json';

export const manifestText = (manifest: BackupManifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Name of a backup: sorts by age. `prod-2026-11-22T03-04-05Z` */
export const backupName = ({ environment, takenAt }: Pick<BackupManifest, 'environment' | 'takenAt'>): string =>
  `${environment}-${takenAt.replace(/\.\d+/, '').replaceAll(':', '-')}`;
