import { z } from 'zod';

/** Hours between two snapshots of a volume; all of them divide a day, so that the times are the same every day. */
export const snapshotHours = [4, 6, 8, 12, 24] as const;

/** Volumes of pods: what holds for all of them, whichever service they belong to. */
export const storageSchema = z.strictObject({
  snapshots: z
    .strictObject({
      enabled: z.boolean().default(true).describe('False: what has no backup of its own has none at all.'),
      everyHours: z.literal(snapshotHours).default(24).describe('Hours between two snapshots of a volume.'),
      retentionDays: z
        .int()
        .min(1)
        .max(365)
        .default(14)
        .describe('Snapshots are deleted after so many days; the newest of a volume that is still there never is.'),
    })
    .prefault({})
    .describe(
      'Snapshots of volumes without a backup of their own, e.g. the homes of notebooks, on every site of a public cloud.',
    ),
});
