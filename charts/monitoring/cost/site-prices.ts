/**
 * What machines and volumes of a site cost, in USD at list prices. Charts know no price book: whoever renders a site says
 * it.
 */
export interface SitePrices {
  /** As machines say it in `topology.kubernetes.io/region`. */
  readonly region: string;
  /** An hour of one machine, by the pool: of those whose machines are all of one type. */
  readonly pools: Readonly<Record<string, number>>;
  /** An hour of one machine, by its type: of those that are made for pods that wait. */
  readonly machines: Readonly<Record<string, number>>;
  /** A GiB for an hour, by the storage class. */
  readonly volumes: Readonly<Record<string, number>>;
  /** Machines of those types that can be taken back: what they say of themselves, and their share of the list price. */
  readonly spot?: { readonly label: string; readonly value: string; readonly share: number };
}
