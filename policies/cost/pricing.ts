import { hoursPerMonth } from '../../environments/facts/month';
import type { AssumptionName } from './assumptions';
import type { AboutIt, Resource } from './resource';

export { hoursPerMonth };

/** So much of an item of the price book, each month. */
export interface Charge {
  readonly item: string;
  readonly quantity: number;
  /** Default: `fixed`. */
  readonly basis?: 'fixed' | 'usage';
  /** It is sold at a share of its price, such as what can be taken back at any time. Default: at its price. */
  readonly spot?: boolean;
}

/** Machines of one type that come and go together. */
export interface MachinePool {
  /** Address of what makes them; no two of a site have the same. */
  readonly id: string;
  readonly type: string;
  readonly fewest: number;
  readonly most: number;
  readonly spot: boolean;
  /** By which pods choose them. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** Only pods that choose them run there. */
  readonly tainted: boolean;
}

/** How many machines a pool has: those that always run, and those that come and go. */
export interface MachineCount {
  readonly fixed: number;
  readonly usage: number;
}

/** What a resource may look at to tell its price: itself, and what it refers to. */
export interface PricingContext {
  readonly assume: (name: AssumptionName) => number;
  /** How many of a pool run. */
  readonly machines: (pool: MachinePool) => MachineCount;
  /** The resource of the same stack that `${type.name.field}` refers to. */
  readonly referred: (reference: unknown) => Resource | undefined;
  /** What refers to a resource. */
  readonly about: (resource: Resource) => AboutIt;
  /** All resources of a type at the same site. */
  readonly atSite: (type: string) => readonly Resource[];
}

/** Pools of a cluster that a resource makes, by its type. */
export type PoolReaders = Readonly<Record<string, (resource: Resource) => readonly MachinePool[]>>;

export type Pricer = (resource: Resource, context: PricingContext) => readonly Charge[];

/** How a type is priced; or why it costs nothing by itself. */
export type Pricing = Pricer | { readonly free: string };

/** By Terraform's name of the type. */
export type PricingTable = Readonly<Record<string, Pricing>>;

/** Types that cost nothing, for one reason. */
export const freeOf = (reason: string, types: readonly string[]): PricingTable =>
  Object.fromEntries(types.map((type) => [type, { free: reason }]));

export const fixed = (item: string, quantity: number): Charge => ({ item, quantity });
export const usage = (item: string, quantity: number): Charge => ({ item, quantity, basis: 'usage' });

/** One of it, or several, all month long. */
export const allMonth = (item: string, count = 1): Charge => fixed(item, count * hoursPerMonth);

/** Item of the price book that says what an interruptible machine costs of its list price. */
export const spotShare = 'machine/spot-share';

/** Item of the price book for a machine type that is sold interruptible at a price of its own. */
export const spotItem = (machineItem: string): string => machineItem.replace(/^machine\//, 'spot/');

/** Machines of one type, all month long. */
export const machinesFor = (count: MachineCount, { type, spot }: Pick<MachinePool, 'type' | 'spot'>): Charge[] =>
  ofMachines(count, `machine/${type}`, hoursPerMonth).map((charge) => ({ ...charge, spot }));

/** Things of a pool: those that always run, then those that come and go. */
export const ofMachines = ({ fixed: always, usage: sometimes }: MachineCount, item: string, each: number): Charge[] => [
  fixed(item, always * each),
  usage(item, sometimes * each),
];
