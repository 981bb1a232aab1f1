import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Preloaded into a measured process (`node --require`): writes its peak resident memory in MiB into the file that
 * `EVENKEEL_BENCH_PEAK` names. Linux counts the parent's peak into `maxRSS` of a child, so its own figure comes first.
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

const file = process.env.EVENKEEL_BENCH_PEAK;
if (file !== undefined) process.once('exit', () => writeFileSync(file, String(peakMiB())));
