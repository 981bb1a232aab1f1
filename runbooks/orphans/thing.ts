import type { Command } from '../../constructs/contracts/command';
import type { Cloud } from '../../environments/facts';
import type { Charge } from '../../policies/cost/pricing';

/** What a cloud says of a thing once it is asked about it alone. */
export interface Detail {
  /** Of a month. Default: what it costs depends on what is in it, or nobody knows. */
  readonly charges?: readonly Charge[];
  /** The cloud itself keeps it, and until when; ISO date. Default: it does not. */
  readonly kept?: { readonly why: string; readonly until?: string };
  /** What it lives with, as `Thing.parents`. */
  readonly parents?: readonly string[];
  /** It is deleted already: lists of clouds go on naming things for some time. */
  readonly gone?: boolean;
}

/** Something that exists in a cloud and has to do with a site. */
export interface Thing {
  readonly cloud: Cloud;
  /** Account, project or subscription. */
  readonly account: string;
  readonly region: string;
  readonly site: string;
  /** As the cloud calls it: an ARN, a full resource name, a resource id. */
  readonly id: string;
  /** As the cloud calls its kind: `ec2:volume`, `compute.googleapis.com/Disk`, `Microsoft.Compute/disks`. */
  readonly type: string;
  /** Why it is thought to belong to the site. */
  readonly why: string;
  /** Other names by which a state may know it. */
  readonly names?: readonly string[];
  /** What it lives with, by `<type of Terraform>:<name>` or by the id of another thing: it is no orphan while that is there. */
  readonly parents?: readonly string[];
  /** Default: there is nothing more to ask. */
  readonly detail?: () => Promise<Detail>;
  /** Deletes it. Shown, never run. Default: no command does. */
  readonly remove?: Command;
}

/** Lists everything in a cloud that has to do with a site. Changes nothing. Throws `RunbookFailure`. */
export type ThingReader<S> = (site: S, ask: Ask) => Promise<readonly Thing[]>;

/** Runs one command of a cloud that only reads, and gives what it printed as JSON. */
export type Ask = (command: Command) => Promise<unknown>;
