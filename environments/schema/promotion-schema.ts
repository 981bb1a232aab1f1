import { z } from 'zod';

/** Longest time that a gate looks back: the period of an error budget. */
const maxSoakHours = 30 * 24;

const approver = z
  .email()
  .max(120)
  .describe('Address that its owner commits with, or that a pipeline gives for whoever agreed there.');

export const promotionSchema = z
  .strictObject({
    soakHours: z
      .int()
      .min(0)
      .max(maxSoakHours)
      .default(24)
      .describe('Hours that a release runs in the environment before this one, without an alert that wakes somebody.'),
    errorBudgetLeft: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe(
        'Share of the 30 days error budget that every service level of the environment before this one must have left. `0`: it is not asked for.',
      ),
    approvals: z
      .int()
      .min(0)
      .max(5)
      .default(1)
      .describe('How many people agree to a promotion. Who asks for it does not count.'),
    approvers: z.array(approver).max(50).default([]).describe('Who may agree. Default: everybody but who asks.'),
    waves: z
      .array(z.array(z.string().min(1)).min(1))
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Names of sites in the order in which they get a release, those of one wave together. Default: all standbys, then one primary after the other.',
      ),
    waveMinutes: z
      .int()
      .min(0)
      .max(24 * 60)
      .default(60)
      .describe('Minutes that the sites of a wave run a release without such an alert, before the next wave gets it.'),
  })
  .describe(
    'What stands between this environment and its next release (`evenkeel promote`). Where `release.promotedFrom` is stated, the defaults hold.',
  );

export type PromotionConfig = z.output<typeof promotionSchema>;
