import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DrillPromise } from '../../environments/model/recovery/drill-promise';
import { type DrillEvent, type DrillRecord, type DrillRun, drillReasons } from '../../policies/drills/drill-evidence';
import { type AcknowledgedWrite, type MarkerRead, measure } from '../../policies/drills/measure';
import type { Tell } from '../engine/step';
import type { Drill, DrillGround, Mechanism } from './drill';

export interface DrillOptions {
  readonly environment: string;
  /** Content of the release that is drilled: SHA-256, hexadecimal. */
  readonly releaseSha256: string;
  readonly promised: DrillPromise;
  /** How long the client writes before the loss. Default: 3. */
  readonly writeSeconds?: number;
  /** How long the marker is looked for. Default: one and a half times the promised RTO, so that a late one is measured. */
  readonly patienceSeconds?: number;
  /** The same in the negative control. Default: twice the RTO of the run before it, at least 10 s. */
  readonly controlPatienceSeconds?: number;
  /** Pause between two looks for the marker; the most by which an RTO is too large. Default: 200. */
  readonly pollMilliseconds?: number;
  readonly tell?: Tell;
}

const failedRunPatienceSeconds = 5;
const shorten = (text: string, length = 400): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** Goes on evenly, whatever is done to the clock of the machine meanwhile. Milliseconds since 1970. */
const clock = (): number => Math.round(performance.timeOrigin + performance.now());
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

type RunOptions = Required<Pick<DrillOptions, 'writeSeconds' | 'patienceSeconds' | 'pollMilliseconds' | 'tell'>>;

async function lookFor(ground: DrillGround, marker: string, seconds: number, poll: number): Promise<MarkerRead[]> {
  const reads: MarkerRead[] = [];
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await ground.read(marker).catch((error: unknown) => ({ good: false, saw: wordsOf(error) }));
    reads.push({ ...seen, at: clock() });
    if (seen.good || performance.now() > deadline) return reads;
    await pause(poll);
  }
}

type Checks = DrillRun['checks'];

/** All that the scenario names; what was not looked at does not hold. */
const allChecks = (names: readonly string[], seen: Checks): Checks => [
  ...seen.map(({ name, holds, saw }) => ({ name, holds, saw: shorten(saw) })),
  ...names
    .filter((name) => !seen.some((check) => check.name === name))
    .map((name) => ({ name, holds: false, saw: 'nobody looked' })),
];

async function runOnce(
  { scenario }: Drill,
  ground: DrillGround,
  mechanism: Mechanism,
  options: RunOptions,
): Promise<DrillRun> {
  const { tell } = options;
  const marker = randomUUID();
  const events: DrillEvent[] = [];
  const note = (kind: DrillEvent['kind'], what: string, at = clock()): void => {
    events.push({ at: iso(at), kind, what: shorten(what) });
  };
  const steps: string[] = [];
  const writes: AcknowledgedWrite[] = [];

  note('prepared', `mechanism ${mechanism}`);
  const before = await ground.read(marker);
  if (before.good) throw new Error(`a marker that nobody wrote was read: ${before.saw}; the reading proves nothing`);
  note('absent', before.saw);
  const writer = await ground.startWriting(marker, (id, at = clock()) => writes.push({ id, at }));
  let failure: string | undefined;
  let lostAt: number;
  try {
    tell('writing');
    await ground.protect?.(tell);
    note('protected', 'the first writes are as safe as they will be');
    await pause(options.writeSeconds * 1000);
    lostAt = clock();
    await ground.lose();
    note('lost', 'begun', lostAt);
  } finally {
    await writer.stop();
  }
  writes.sort((a, b) => a.at - b.at);
  const [first, last] = [writes[0], writes.at(-1)];
  if (first) note('first-write', first.id, first.at);
  if (last) note('last-write', last.id, last.at);
  try {
    await ground.recover((what) => {
      steps.push(what);
      note('step', what);
    }, tell);
  } catch (error) {
    failure = shorten(wordsOf(error), 2000);
  }
  tell('looking for the marker');
  const { patienceSeconds } = options;
  const patience = failure === undefined ? patienceSeconds : Math.min(failedRunPatienceSeconds, patienceSeconds);
  const reads = await lookFor(ground, marker, patience, options.pollMilliseconds);
  const bad = reads.find(({ good }) => !good);
  if (bad) note('bad-read', bad.saw, bad.at);
  const good = reads.find((read) => read.good);
  if (good) note('good-read', good.saw, good.at);
  const survivors = good ? await ground.survivors(marker) : [];
  const checks = good ? allChecks(scenario.checks, (await ground.checks?.(marker)) ?? []) : [];
  return {
    mechanism,
    marker,
    events: events.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
    measured: measure({ writes, lostAt, reads, survivors }),
    checks,
    ...(failure === undefined ? {} : { failure }),
    journalSha256: createHash('sha256')
      .update(ground.journal?.() ?? JSON.stringify(steps))
      .digest('hex'),
  };
}

/**
 * Runs a scenario twice, with its mechanism and without it, each with a marker of its own, and says what was measured. A
 * broken promise is a verdict, not an error.
 * @throws Error where the ground cannot be made or written to: then nothing was drilled, and there is no evidence
 */
export async function runDrill(drill: Drill, options: DrillOptions): Promise<DrillRecord> {
  const { environment, releaseSha256, promised, tell = () => undefined } = options;
  const startedAt = clock();
  const run = async (mechanism: Mechanism, patienceSeconds: number): Promise<DrillRun> => {
    tell(`mechanism ${mechanism}`);
    const ground = await drill.open(mechanism, tell);
    try {
      const { writeSeconds = 3, pollMilliseconds = 200 } = options;
      return await runOnce(drill, ground, mechanism, { writeSeconds, patienceSeconds, pollMilliseconds, tell });
    } finally {
      await ground.close();
    }
  };
  const on = await run('on', options.patienceSeconds ?? promised.rtoSeconds * 1.5);
  const off = await run('off', options.controlPatienceSeconds ?? Math.max(10, 2 * (on.measured.rtoSeconds ?? 0)));
  const runs = [on, off];
  const reasons = drillReasons(runs, promised);
  return {
    schema: 1,
    environment,
    releaseSha256,
    scenario: drill.scenario.name,
    ground: drill.ground,
    from: drill.from,
    to: drill.to,
    promised: { rpoSeconds: promised.rpoSeconds, rtoSeconds: promised.rtoSeconds },
    runs,
    verdict: reasons.length === 0 ? 'passed' : 'failed',
    reasons,
    startedAt: iso(startedAt),
    finishedAt: iso(clock()),
  };
}
