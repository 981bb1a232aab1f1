import { z } from 'zod';
import { type DrillScenarioName, drillScenarioNames } from '../model/drills';

const scheduledDrill = z.strictObject({
  scenario: z
    .enum(drillScenarioNames as [DrillScenarioName, ...DrillScenarioName[]])
    .describe('What is lost on purpose; `evenkeel drill list` says what each tries.'),
  everyDays: z
    .int()
    .min(1)
    .max(366)
    .describe('Days after which a passed drill says nothing any more: then the next release waits.'),
});

/** The raw key of Ed25519 is 32 bytes; as the key format of OpenSSL, 44. */
const publicKey = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, 'an Ed25519 public key: what `evenkeel drill key` prints');

export const drillsSchema = z
  .array(scheduledDrill)
  .max(20)
  .refine((drills) => new Set(drills.map(({ scenario }) => scenario)).size === drills.length, {
    error: 'must not name a scenario twice',
  })
  .default([])
  .describe('Drills that must be fresh and passed before the next release is promoted.');

export const drillSignersSchema = z
  .array(publicKey)
  .max(10)
  .default([])
  .describe('Public keys of those whose drills count. The private keys stay with whoever runs drills.');
