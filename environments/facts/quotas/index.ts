import { awsQuotas } from './aws';
import { azureQuotas } from './azure';
import { googleQuotas } from './google';
import type { CloudQuotas } from './quota';

/** What each cloud lets an account have, and how it counts machines. */
export const cloudQuotas = {
  aws: awsQuotas,
  google: googleQuotas,
  azure: azureQuotas,
} as const satisfies Readonly<Record<string, CloudQuotas>>;

export * from './quota';
