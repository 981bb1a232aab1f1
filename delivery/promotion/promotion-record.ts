import { z } from 'zod';
import { imagesSchema, releaseRecordSchema } from '../release-lock/release-record';

const text = z
  .string()
  .min(1)
  .max(300)
  .regex(/^\P{C}+$/u, 'text without control characters');

const hotfixSchema = z.strictObject({ reason: text, approvedBy: text });

/** Why some gates are passed, and who answers for it. */
export type Hotfix = z.output<typeof hotfixSchema>;

/** What sites run that wait for their wave. */
const beforeSchema = z.strictObject({
  images: imagesSchema,
  /** Default: the environment had no release. */
  release: releaseRecordSchema.pick({ id: true, components: true, own: true }).optional(),
});

export const promotionRecordSchema = z.strictObject({
  /** Id of the release that was promoted last, or is on its way. */
  release: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 hexadecimal digits'),
  from: text,
  askedBy: text,
  /** When its last wave so far was written, UTC. */
  at: z.iso.datetime(),
  approvedBy: z.array(text).default([]),
  /** What was taken of the release. Default: all of it. */
  partial: z.array(text).min(1).optional(),
  hotfix: hotfixSchema.optional(),
  /** Names of sites, in the order in which they get the release. */
  waves: z.array(z.array(text).min(1)).min(1),
  /** How many waves have it. */
  done: z.int().min(1),
  /** Default: all sites have the release. */
  before: beforeSchema.optional(),
});

/** How an environment came to its release. It stands in the lock. */
export type PromotionRecord = z.output<typeof promotionRecordSchema>;

/** Sites that do not have the release yet. */
export const waitingSites = ({ waves, done }: Pick<PromotionRecord, 'waves' | 'done'>): string[] =>
  waves.slice(done).flat();

/** Sites that have it. */
export const reachedSites = ({ waves, done }: Pick<PromotionRecord, 'waves' | 'done'>): string[] =>
  waves.slice(0, done).flat();

export const isOpen = (record: PromotionRecord | undefined): record is PromotionRecord =>
  record !== undefined && record.done < record.waves.length;
