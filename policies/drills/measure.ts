import type { DrillPromise } from '../../environments/model/recovery/drill-promise';

/** A write that a client was told to be safe. */
export interface AcknowledgedWrite {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One try to read the marker by the way clients go. */
export interface MarkerRead {
  /** Milliseconds since 1970, when the answer was there. */
  readonly at: number;
  readonly good: boolean;
  readonly saw: string;
}

/** What one run of a drill saw. All times are of one clock. */
export interface Observations {
  /** In the order of their times. */
  readonly writes: readonly AcknowledgedWrite[];
  /** When the loss began. */
  readonly lostAt: number;
  readonly reads: readonly MarkerRead[];
  /** Ids that were read back afterwards, in any order; one that came twice stands twice. */
  readonly survivors: readonly string[];
}

/** What a run measured. */
export interface Measurements {
  readonly acknowledged: number;
  readonly survived: number;
  /** Acknowledged and not read back. */
  readonly lost: number;
  /** Read back more often than they were written. */
  readonly duplicated: number;
  /** From the last write before which nothing is missing until the loss; missing: nothing survived. */
  readonly rpoSeconds?: number;
  /** From the loss until the marker was first read; missing: it never was. */
  readonly rtoSeconds?: number;
}

const seconds = (milliseconds: number): number => Math.max(0, milliseconds) / 1000;

/**
 * The two figures of a drill.
 *
 * RPO is the time between the loss and the last acknowledged write that survived with all before it: what comes after a gap
 * is no point to recover to. It is an upper bound, at most one pause of the writer too large. RTO is the time between
 * the loss and the first good read after it.
 */
export function measure({ writes, lostAt, reads, survivors }: Observations): Measurements {
  const back = new Set(survivors);
  const gap = writes.findIndex(({ id }) => !back.has(id));
  const last = gap === -1 ? writes.at(-1) : writes[gap - 1];
  // What was acknowledged while the loss went on, and is lost, belongs to the loss.
  const end = gap === -1 ? lostAt : Math.max(lostAt, writes.at(-1)?.at ?? lostAt);
  const good = reads.find((read) => read.good && read.at >= lostAt);
  const survived = writes.filter(({ id }) => back.has(id)).length;
  return {
    acknowledged: writes.length,
    survived,
    lost: writes.length - survived,
    duplicated: survivors.length - back.size,
    ...(last ? { rpoSeconds: seconds(end - last.at) } : {}),
    ...(good ? { rtoSeconds: seconds(good.at - lostAt) } : {}),
  };
}

/** What a run broke of its promise, for people; empty: it was kept. */
export function brokenPromises(measured: Measurements, promised: DrillPromise): string[] {
  const { rpoSeconds, rtoSeconds, lost } = measured;
  const broken: string[] = [];
  if (measured.acknowledged === 0) broken.push('nothing was written, so nothing is shown');
  else if (rpoSeconds === undefined) broken.push('no acknowledged write survived');
  else if (promised.rpoSeconds === 0 && lost > 0) broken.push(`${lost} acknowledged writes were lost, 0 promised`);
  else if (promised.rpoSeconds > 0 && rpoSeconds > promised.rpoSeconds) {
    broken.push(`RPO ${rpoSeconds} s, promised ${promised.rpoSeconds} s`);
  }
  if (rtoSeconds === undefined) broken.push('the marker was never read again');
  else if (rtoSeconds > promised.rtoSeconds) broken.push(`RTO ${rtoSeconds} s, promised ${promised.rtoSeconds} s`);
  return broken;
}
