/**
 * What is known of drills, beside the series of copies (`recoverySeries`). Each carries `environment`, `scenario` and
 * `shows` (`takeover` or `restore`), and is constant: it changes with the next build that finds new evidence.
 */
export const drillSeries = {
  /** A passed drill says nothing any more after so long. */
  interval: 'evenkeel:drill_interval:seconds',
  /** When the last one ended, whatever it found; missing: there was none. */
  finished: 'evenkeel:drill_finished:timestamp_seconds',
  /** When the last one ended that passed; missing: none did. */
  passed: 'evenkeel:drill_passed:timestamp_seconds',
  /** What the last one measured; missing: nothing survived, or nothing came back. */
  rpo: 'evenkeel:drill_rpo:seconds',
  rto: 'evenkeel:drill_rto:seconds',
  /** What drills are held to now. */
  promisedRpo: 'evenkeel:drill_promised_rpo:seconds',
  promisedRto: 'evenkeel:drill_promised_rto:seconds',
} as const;
