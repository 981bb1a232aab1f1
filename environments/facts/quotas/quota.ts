import type { MachineFacts } from '../cloud-facts';

export const quotaUnits = ['vCPUs', 'GPUs', 'GiB', 'addresses', 'databases', 'endpoints', 'pieces'] as const;
export type QuotaUnit = (typeof quotaUnits)[number];

/** Something that a cloud lets an account have only so much of. */
export interface Quota {
  /** The cloud's own word for it in its API and tools, e.g. `L-1216C47A`. */
  readonly code: string;
  /** As the cloud's console shows it. */
  readonly name: string;
  /** Who keeps it: `ec2`, `compute.googleapis.com`, `Microsoft.Compute`. */
  readonly service: string;
  readonly unit: QuotaUnit;
  /** GiB or pieces that one step of the cloud's own number means, e.g. 1024 for TiB. Default: 1. */
  readonly step?: number;
  /** Whether it is the account's own, not one of each region. Default: one of each region. */
  readonly global?: true;
  /** What tells quotas of the same code apart, besides the region: `{ vm_family: 'N4' }`. Default: nothing. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Kind of quota that the tools ask for: `dedicated`, `lowPriority`. Default: none. */
  readonly kind?: string;
  /** What a new account has, in the cloud's own steps. */
  readonly newAccount: number;
  /** Why the value for a new account is no more than what is commonly seen; missing where the cloud publishes it. */
  readonly unsure?: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly asOf: string;
}

/** How a machine is paid for, which decides the quotas that it counts against. */
export const markets = ['on-demand', 'spot'] as const;
export type Market = (typeof markets)[number];

/** One quota that a machine counts against, by its processors or its GPUs. */
export interface MachineQuota {
  readonly quota: Quota;
  readonly counts: 'vcpus' | 'gpus';
}

/** What a cloud counts of machines, and how. */
export interface CloudQuotas {
  /** Every quota that is looked at, whatever it counts. */
  readonly all: readonly Quota[];
  /** Quotas that a machine of a type counts against. */
  readonly ofMachine: (type: string, machine: MachineFacts, market: Market) => readonly MachineQuota[];
  /** Machines more than its upper bound that a pool may have while it is upgraded. */
  readonly surge: (pool: { readonly maxNodes: number; readonly spot: boolean }) => number;
}

/** A quota among all of a cloud: its code, and what tells it apart from others of that code. */
export const quotaKey = ({ code, dimensions = {} }: Pick<Quota, 'code' | 'dimensions'>): string =>
  [code, ...Object.entries(dimensions).map(([name, value]) => `${name}=${value}`)].join(' ');
