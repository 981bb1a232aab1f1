import type { Evidence } from '../contracts';

const jobs = (name: RegExp) =>
  ({ in: 'kubernetes', type: 'CronJob', where: { path: 'metadata.name', matches: name } }) as const;

/** Where dumps of databases show, on the site that sends them and on the one that takes them. */
export const dumpsEvidence: readonly [Evidence, ...Evidence[]] = [
  { ...jobs(/-dumps(-check)?$/), path: 'spec.concurrencyPolicy', is: { equals: 'Forbid' } },
  { ...jobs(/-dumps(-check)?$/), path: 'spec.jobTemplate.spec.backoffLimit', is: { equals: 0 } },
  { ...jobs(/-dumps(-check)?$/), path: 'spec.jobTemplate.spec.activeDeadlineSeconds', is: { atLeast: 1 } },
  { ...jobs(/-dumps-restore$/), optional: true, path: 'spec.suspend', is: { equals: true } },
];
