import type { Quota } from '../../environments/facts/quotas';

/**
 * - `request`: must be asked for before the first apply
 * - `act`: the environment must change, or soon
 * - `unsure`: the data here cannot tell; the check says how to find out
 * - `optional`: machines that a pool can go without
 * - `fine`
 */
export const checkStatuses = ['request', 'act', 'unsure', 'optional', 'fine'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** What a build of the site may need of one quota, and what there is. In the cloud's own steps. */
export interface QuotaCheck {
  readonly status: CheckStatus;
  /** By which the environment can state what was granted. */
  readonly key: string;
  readonly quota: Quota;
  readonly needed: number;
  readonly limit: number;
  /** Where the limit comes from: this account, what the environment says, or what new accounts have. */
  readonly limitFrom: 'account' | 'environment' | 'new account';
  /** In use in the account; missing where it does not say. */
  readonly used?: number;
  readonly because: readonly string[];
  /** Command that asks for it; missing where nothing must be asked for. */
  readonly request?: string;
}

export const factTopics = ['kubernetes', 'maintenance', 'machines', 'names', 'addresses', 'adopted'] as const;

/** Anything else that is looked up before the first apply. */
export interface FactCheck {
  readonly status: CheckStatus;
  readonly topic: (typeof factTopics)[number];
  readonly subject: string;
  readonly message: string;
  /** What to do; missing where it is fine. */
  readonly fix?: string;
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
}
