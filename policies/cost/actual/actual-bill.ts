import type { Charge } from './focus-charge';
import { type Money, sumOf } from './money';
import { holds, type Period } from './period';

/** Charges that have everything in common that a report asks for, as one sum. */
export interface ActualGroup {
  /** Tag `site`. Default: the charge has none. */
  readonly site?: string;
  /** Tag `service`. Default: the charge has none. */
  readonly service?: string;
  readonly owner?: string;
  readonly costCentre?: string;
  /** What the charge is: what runs, or what a bill has beside it. */
  readonly kind: 'usage' | 'tax' | 'credit';
  readonly provider: string;
  /** Of the cloud. */
  readonly product: string;
  readonly cost: Money;
}

export interface ActualBill {
  readonly period: Period;
  readonly groups: readonly ActualGroup[];
  /** What tags say to be of other environments. */
  readonly elsewhere: Money;
}

const kinds: Readonly<Record<string, ActualGroup['kind'] | undefined>> = { tax: 'tax', credit: 'credit' };

/** Adds charges up as they come, so that a bill of any length takes little memory. */
export class ActualCharges {
  private readonly groups = new Map<string, { group: Omit<ActualGroup, 'cost'>; cost: Money }>();
  private elsewhere: Money = 0n;
  private first: string | undefined;
  private last: string | undefined;

  /**
   * @param environment whose charges count, with those that no tag says anything of
   * @param period Default: all that there is
   */
  constructor(
    private readonly environment: string,
    private readonly period?: Period,
  ) {}

  add({ cost, day, until, category, provider, product, tags }: Charge): void {
    if (this.period && !holds(this.period, day)) return;
    if (this.first === undefined || day < this.first) this.first = day;
    if (this.last === undefined || until > this.last) this.last = until;
    if (tags.environment !== undefined && tags.environment !== this.environment) {
      this.elsewhere += cost;
      return;
    }
    const kind = kinds[category.toLowerCase()] ?? 'usage';
    const { site, service, owner, 'cost-centre': costCentre } = tags;
    const key = JSON.stringify([site, service, owner, costCentre, kind, provider, product]);
    const known = this.groups.get(key);
    if (known) known.cost += cost;
    else this.groups.set(key, { group: { site, service, owner, costCentre, kind, provider, product }, cost });
  }

  /** `undefined`: there was no charge in the period. */
  bill(): ActualBill | undefined {
    const { first, last } = this;
    if (first === undefined || last === undefined) return undefined;
    return {
      period: this.period ?? { from: first, until: last },
      groups: [...this.groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { group, cost }]) => ({ ...group, cost })),
      elsewhere: this.elsewhere,
    };
  }
}

export const totalOfGroups = (groups: readonly ActualGroup[]): Money => sumOf(groups.map(({ cost }) => cost));
