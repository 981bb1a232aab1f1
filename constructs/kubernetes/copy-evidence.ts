import type { Evidence } from '../contracts';

const pod = 'spec.jobTemplate.spec.template.spec';
const job = {
  in: 'kubernetes',
  type: 'CronJob',
  where: { path: `${pod}.containers`, matches: /"name":"bucket-copy"/ },
} as const;

/** Jobs that copy buckets to or from another cloud: one at a time, signed in by a token of their pod. */
export const copyJobEvidence: readonly [Evidence, ...Evidence[]] = [
  { ...job, path: 'spec.concurrencyPolicy', is: { equals: 'Forbid' } },
  { ...job, path: 'spec.suspend', is: { equals: false } },
  { ...job, path: `${pod}.volumes`, is: { matches: /"serviceAccountToken":\{[^}]*"expirationSeconds":3600/ } },
  // Whatever a library of a cloud would take a stored key from.
  { ...job, path: `${pod}.containers`, is: { matches: /^(?!.*(ACCESS_KEY|SECRET|PASSWORD|SAS_URL))/ } },
];
