import { z } from 'zod';
import type { Complaint } from './complaint';
import type { BucketLock, BucketTiers } from './needs';

/**
 * How long objects stay in a tier, or are paid for as if they did. The same on every cloud: Standard-IA and Glacier Instant
 * Retrieval, Nearline and Coldline, cool and cold. S3 takes no object younger than the first into Standard-IA.
 * Source: aws.amazon.com/s3/storage-classes, cloud.google.com/storage/docs/storage-classes,
 * learn.microsoft.com/azure/storage/blobs/access-tiers-overview, 2026-11.
 */
export const leastTierDays = { infrequent: 30, cold: 90 } as const;

/** Longest lock: a hundred years would outlive who could undo it. */
const maxLockDays = 3650;

export const bucketTiers = z
  .strictObject({
    infrequentAfterDays: z
      .int()
      .min(leastTierDays.infrequent)
      .max(3650)
      .optional()
      .describe('Objects of this age move to the tier for what is read once a month; default: never.'),
    coldAfterDays: z
      .int()
      .min(leastTierDays.infrequent)
      .max(3650)
      .optional()
      .describe(
        'Objects of this age move to the tier for what is read once a quarter, at once as ever; default: never.',
      ),
  })
  .describe('Cheaper tiers for older objects: less a month, more a read. All of them answer at once.');

export const bucketLock = z
  .strictObject({
    days: z.int().min(1).max(maxLockDays).describe('For this long after it was written an object stays as it is.'),
    mode: z
      .enum(['governance', 'compliance'])
      .describe(
        '`governance`: who administers the bucket may lift the lock. `compliance`: nobody may, the account itself included; the bucket cannot be deleted before its last object is free.',
      ),
  })
  .describe('Objects can be neither changed nor deleted for a time.');

interface Words {
  readonly tiers?: BucketTiers;
  readonly lock?: BucketLock;
  readonly deleteAfterDays?: number;
}

const at = (path: string, word: string): string => (path === '' ? word : `${path}.${word}`);

/** Tiers one after the other, each for as long as it is paid for. */
function tierComplaints(path: string, { tiers = {}, deleteAfterDays }: Words): Complaint[] {
  const { infrequentAfterDays, coldAfterDays } = tiers;
  const least = infrequentAfterDays === undefined ? 0 : infrequentAfterDays + leastTierDays.infrequent;
  const early = coldAfterDays !== undefined && coldAfterDays < least;
  const last = [
    ...(infrequentAfterDays === undefined ? [] : [{ word: 'infrequentAfterDays', ends: least } as const]),
    ...(coldAfterDays === undefined
      ? []
      : [{ word: 'coldAfterDays', ends: coldAfterDays + leastTierDays.cold } as const]),
  ].at(-1);
  return [
    ...(early
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: at(path, 'tiers.coldAfterDays'),
            message: `objects would leave the tier before they have paid for it: ${leastTierDays.infrequent} days, from day ${infrequentAfterDays}`,
            value: coldAfterDays,
            allowed: [`at least ${least}`],
            fix: `set coldAfterDays to ${least} or more, or leave infrequentAfterDays out`,
          },
        ]
      : []),
    ...(last !== undefined && deleteAfterDays !== undefined && deleteAfterDays < last.ends
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: at(path, `tiers.${last.word}`),
            message: `objects are deleted after ${deleteAfterDays} days and would be paid for until day ${last.ends}: their tier is sold by the month or the quarter`,
            value: last.word === 'coldAfterDays' ? coldAfterDays : infrequentAfterDays,
            allowed: [
              `at most ${deleteAfterDays - (last.word === 'coldAfterDays' ? leastTierDays.cold : leastTierDays.infrequent)}`,
            ],
            fix: `keep objects for ${last.ends} days or longer, or leave ${last.word} out`,
          },
        ]
      : []),
  ];
}

/**
 * What a bucket's words say against each other.
 * @param path where `tiers` and `lock` stand; `''`: the configuration itself
 * @param keeps the word that says when objects are deleted
 */
export function bucketComplaints(path: string, words: Words, keeps = 'deleteAfterDays'): Complaint[] {
  const { lock, deleteAfterDays } = words;
  return [
    ...tierComplaints(path, words),
    ...(lock !== undefined && deleteAfterDays !== undefined && deleteAfterDays < lock.days
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: at(path, 'lock.days'),
            message: `objects are to be deleted after ${deleteAfterDays} days and may not be before ${lock.days}`,
            value: lock.days,
            allowed: [`1 to ${deleteAfterDays}`],
            fix: `lock objects for ${deleteAfterDays} days at most, or raise ${keeps} to ${lock.days}`,
          },
        ]
      : []),
  ];
}
