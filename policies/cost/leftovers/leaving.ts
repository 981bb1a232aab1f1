import type { Charge, PricingContext } from '../pricing';
import type { Resource } from '../resource';

/** What a resource may look at to tell what stays of it. */
export interface LeavingContext extends Pick<PricingContext, 'about' | 'assume' | 'atSite' | 'referred'> {
  /** Whether a switch of `features` of its provider is on. Default: it is not stated. */
  readonly feature: (path: string) => boolean | undefined;
}

/** Something that a destroy leaves behind, because a field asked for it or the cloud does so by itself. */
export interface Kept {
  /** `final snapshot` */
  readonly what: string;
  readonly why: string;
  /** Days after the destroy; `Infinity`: until somebody deletes it. */
  readonly days: number;
  /** Of a month. Default: it costs nothing, and only its name is taken. */
  readonly charges?: readonly Charge[];
}

/** How one type leaves. A protective field that stands in neither list is `unread`, and a finding. */
export interface Leaving {
  /** Protective fields that `keeps` looks at. */
  readonly reads?: readonly string[];
  /** Protective fields that keep nothing after a destroy, and why. */
  readonly idle?: Readonly<Record<string, string>>;
  /** Default: nothing stays. */
  readonly keeps?: (resource: Resource, context: LeavingContext) => readonly Kept[];
  /** The field by which a destroy empties it; unless it is on, a destroy is refused while something is in it. */
  readonly emptiedBy?: string;
}

/** By Terraform's name of the type. A type without an entry is gone after a destroy. */
export type LeavingTable = Readonly<Record<string, Leaving>>;

/** Stays until somebody deletes it. */
export const forEver = Number.POSITIVE_INFINITY;

export const idle = (reason: string, fields: readonly string[]): Leaving['idle'] =>
  Object.fromEntries(fields.map((field) => [field, reason]));
