/** Namespace, job, account and chart: all of what stops servers when nobody works. */
export const offHours = 'off-hours';

/** Series: 1 for a service whose servers are stopped on purpose, by its label `service`. */
export const offSeries = 'evenkeel_off_hours';

/** Owner of the numbers that the job sets. */
export const fieldManager = 'evenkeel-off-hours';

/** Annotation of the job: servers stay up until this time, e.g. `2026-11-23T22:00:00+01:00`. */
export const stayUpUntil = 'evenkeel.dev/stay-up-until';
