import { z } from 'zod';
import { type DrillScenarioName, drillScenarioNames } from '../../environments/model/drills';
import { brokenPromises } from './measure';

const count = z.int().min(0);
const seconds = z.number().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
const time = z.iso.datetime({ precision: 3 });

const measurements = z.strictObject({
  acknowledged: count,
  survived: count,
  lost: count,
  duplicated: count,
  rpoSeconds: seconds.optional(),
  rtoSeconds: seconds.optional(),
});

/** `prepared`, `first-write` and `last-write` are of the writer; `step` is one step of the runbook, done. */
export const drillEventKinds = [
  'prepared',
  'absent',
  'first-write',
  'protected',
  'last-write',
  'lost',
  'step',
  'bad-read',
  'good-read',
] as const;

const event = z.strictObject({ at: time, kind: z.enum(drillEventKinds), what: z.string().max(400) });

const check = z.strictObject({ name: z.string().min(1), holds: z.boolean(), saw: z.string().max(400) });

const run = z.strictObject({
  /** The mechanism that the scenario is about; `off` is the negative control. */
  mechanism: z.enum(['on', 'off']),
  /** Of the fresh marker. */
  marker: z.string().min(16),
  events: z.array(event).min(1),
  measured: measurements,
  /** Further things that had to hold, e.g. that the old primary cannot be written to. */
  checks: z.array(check),
  /** What went wrong while the runbook ran. Default: nothing. */
  failure: z.string().max(2000).optional(),
  /** Of the journal of the runbook. */
  journalSha256: sha256,
});

export const drillRecordSchema = z.strictObject({
  schema: z.literal(1),
  environment: z.string().min(1),
  /** Content of the release that was drilled. */
  releaseSha256: sha256,
  scenario: z.enum(drillScenarioNames as [DrillScenarioName, ...DrillScenarioName[]]),
  /** `test`: control planes and servers made for the drill; `sites`: the environment's own. */
  ground: z.enum(['test', 'sites']),
  /** What was lost, and who took over; names of sites, or of what stood in for them. */
  from: z.string().min(1),
  to: z.string().min(1),
  promised: z.strictObject({ rpoSeconds: seconds, rtoSeconds: seconds }),
  runs: z.array(run).min(1),
  verdict: z.enum(['passed', 'failed']),
  /** Why it failed; empty where it passed. */
  reasons: z.array(z.string()),
  startedAt: time,
  finishedAt: time,
});

/** What one drill did and found. */
export type DrillRecord = z.output<typeof drillRecordSchema>;
export type DrillRun = DrillRecord['runs'][number];
export type DrillEvent = DrillRun['events'][number];

export const signedEvidenceSchema = z.strictObject({
  record: drillRecordSchema,
  signature: z.strictObject({
    algorithm: z.literal('Ed25519'),
    /** Who signed: the public key, as OpenSSL keeps it, in base64. Whether it may be trusted says the environment. */
    publicKey: z.string().min(1),
    value: z.base64(),
  }),
});

/** A record with the signature of whoever ran the drill. */
export type SignedEvidence = z.output<typeof signedEvidenceSchema>;

/** Why a run does not show what it should; empty: it does. */
function runReasons({ measured, checks, failure }: DrillRun, promised: DrillRecord['promised']): string[] {
  return [
    ...(failure === undefined ? [] : [`the runbook failed: ${failure}`]),
    ...brokenPromises(measured, promised),
    ...checks.filter(({ holds }) => !holds).map(({ name, saw }) => `${name}: ${saw}`),
  ];
}

/**
 * Why a drill is no proof; empty: it passed. With its mechanism it must keep the promise, and without it must not: what
 * passes either way shows nothing.
 */
export function drillReasons(runs: readonly DrillRun[], promised: DrillRecord['promised']): string[] {
  const on = runs.filter(({ mechanism }) => mechanism === 'on');
  const off = runs.filter(({ mechanism }) => mechanism === 'off');
  const markers = runs.map(({ marker }) => marker);
  return [
    ...(on.length === 0 ? ['the mechanism was never tried'] : []),
    ...on.flatMap((run) => runReasons(run, promised)),
    ...(off.length === 0 ? ['there was no negative control'] : []),
    ...off
      .filter((run) => brokenPromises(run.measured, promised).length === 0)
      .map(() => 'the negative control passed: without the mechanism the promise was kept all the same'),
    ...(new Set(markers).size < markers.length ? ['two runs had one marker'] : []),
  ];
}
