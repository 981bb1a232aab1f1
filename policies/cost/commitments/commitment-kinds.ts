import { type Cloud, cloudFacts } from '../../../environments/facts';
import type { CommitmentsConfig } from '../../../environments/schema/commitment-schema';
import { machineFamily } from '../machine-family';
import type { PlacedLine } from '../placed-line';

/** One commitment of a cloud, as the environment file says it. */
export type Commitment<C extends Cloud = Cloud> = CommitmentsConfig[C][number];

/** So much is paid each hour, and takes off the list price of what it covers. */
export interface CommittedSpend {
  readonly usdPerHour: number;
  /** Family of the things whose list price `usdPerHour` is. Default: it is what is paid, after the discount. */
  readonly listOf?: string;
  /** USD that a line costs by list, as far as this may cover it; 0: not at all. */
  readonly coverable: (line: PlacedLine) => number;
}

export interface KindPricing<T> {
  /** What is paid for, and what of the lines it is for. Several where the cloud counts several things apart. */
  readonly spends: (commitment: T, priceOf: (item: string) => number) => readonly CommittedSpend[];
}

type ByKind<C extends Cloud> = {
  readonly [K in Commitment<C>['kind']]: KindPricing<Extract<Commitment<C>, { readonly kind: K }>>;
};

/** A machine at its list price: what can be taken back at any time is never committed. */
const machine = /^machine\/([^ ]+)$/;

/** Type of the machines of a line; `undefined`: it is for no machines at list price. */
export const machineIn = ({ line }: PlacedLine): string | undefined => machine.exec(line.item)?.[1];

const whole = ({ line }: PlacedLine): number => line.monthly;
const only =
  (covers: (line: PlacedLine) => boolean) =>
  (line: PlacedLine): number =>
    covers(line) ? whole(line) : 0;

const anyMachine = (placed: PlacedLine): boolean => machineIn(placed) !== undefined;

/** A number of things of one size; others of their family in the region count by their price. */
const reservedBy = (prefix: string, familyOf: (type: string) => string) => ({
  spends: (
    { type, count, region }: { readonly type: string; readonly count: number; readonly region: string },
    priceOf: (item: string) => number,
  ): CommittedSpend[] => [
    {
      usdPerHour: count * priceOf(`${prefix}/${type}`),
      listOf: familyOf(type),
      coverable: only(({ line: { item }, region: at }) => {
        const [start, size] = [item.slice(0, prefix.length + 1), item.slice(prefix.length + 1)];
        return at === region && start === `${prefix}/` && !size.includes(' ') && familyOf(size) === familyOf(type);
      }),
    },
  ],
});

const bySpend = (covers: (line: PlacedLine) => boolean) => ({
  spends: ({ usdPerHour }: { readonly usdPerHour: number }): CommittedSpend[] => [
    { usdPerHour, coverable: only(covers) },
  ],
});

/** `db.m7g` of `db.m7g.large`. */
const sizeless = (type: string): string => type.split('.').slice(0, -1).join('.');

const databaseCompute = /^database\/[a-z-]+-(vcpu|memory)$/;

/** Processors and memory of a series are committed, and billed, each by itself. */
const resourceCud: ByKind<'google'>['resource-cud'] = {
  spends: ({ series, vcpus, memoryGiB, region }, priceOf) => {
    const spend = (item: string, committed: number, of: 'vcpus' | 'memoryGiB'): CommittedSpend => {
      const price = priceOf(`${item}/${series}`);
      return {
        usdPerHour: committed * price,
        listOf: series,
        coverable: (placed) => {
          const type = machineIn(placed);
          const facts = type === undefined ? undefined : cloudFacts.google.machines[type];
          if (type === undefined || !facts || facts.gpu || placed.region !== region) return 0;
          return machineFamily.google(type) === series ? placed.line.quantity * facts[of] * price : 0;
        },
      };
    };
    return [spend('processor', vcpus, 'vcpus'), spend('memory', memoryGiB, 'memoryGiB')];
  },
};

/**
 * Kinds of commitments of each cloud. Clouds use up what is bought for one thing before what is for many, and so do we: kinds
 * that stand first go first. What reserved things cost is their list price here; the discount comes from the price book.
 */
export const commitmentKinds: { readonly [C in Cloud]: ByKind<C> } = {
  aws: {
    'reserved-database': reservedBy('database', sizeless),
    'reserved-cache': reservedBy('cache', sizeless),
    'compute-savings-plan': bySpend(anyMachine),
  },
  google: {
    'resource-cud': resourceCud,
    'database-cud': {
      spends: ({ usdPerHour, region }) => [
        { usdPerHour, coverable: only((placed) => placed.region === region && databaseCompute.test(placed.line.item)) },
      ],
    },
    'flexible-cud': bySpend((placed) => {
      const type = machineIn(placed);
      return type !== undefined && cloudFacts.google.machines[type]?.gpu === undefined;
    }),
  },
  azure: {
    reservation: reservedBy('machine', machineFamily.azure),
    'reserved-database': reservedBy('database', (name) => machineFamily.azure(name.replace(/^[A-Z]+_/, ''))),
    'savings-plan': bySpend(anyMachine),
  },
};
