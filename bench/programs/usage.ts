import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into a measured process (`node --require`): adds a line with its peak resident memory in MiB and its
 * processor time to the file that `EVENKEEL_BENCH_USAGE` names. Linux counts the parent's peak into `maxRSS` of a child, so its own
 * figure comes first.
 */
function peakMiB(): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kib !== undefined) return Number(kib) / 1024;
  } catch {
    // No /proc on this system.
  }
  return process.resourceUsage().maxRSS / 1024;
}

/** Of all threads, also those that collect garbage and compile beside the program. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const file = process.env.EVENKEEL_BENCH_USAGE;
if (file !== undefined && isMainThread) {
  process.once('exit', () =>
    appendFileSync(file, `${JSON.stringify({ peakMiB: peakMiB(), processorSeconds: processorSeconds() })}\n`),
  );
}
