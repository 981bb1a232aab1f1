import type { CloudSite } from '../../environments/model';
import type { BucketObjects } from './bucket-objects';
import type { Command } from './command';
import type { NeedRequest } from './need-provider';

/** Whether commands took effect, by what another one prints. */
export interface CommandCheck {
  readonly command: Command;
  readonly expects: RegExp;
  /** What it prints as long as nothing was done. Default: that cannot be told. */
  readonly untouched?: RegExp;
  /** What it shows: `state of the server`. */
  readonly says: string;
}

/** Something done to a cloud by its own command line. */
export interface CheckedCommands {
  readonly commands: readonly Command[];
  readonly check: CommandCheck;
  /** The way back. Default: there is none, or nothing is to be taken back. */
  readonly undo?: readonly Command[];
}

/** Takes back what commands did, and looks whether it is as before. */
export const takenBack = ({ commands, check, undo = [] }: CheckedCommands): CheckedCommands => {
  const { untouched, ...looks } = check;
  if (!untouched) throw new Error(`nobody can tell when it is taken back: ${check.says}`);
  return { commands: undo, check: { ...looks, expects: untouched, untouched: check.expects }, undo: commands };
};

/** A UTC second as commands take it: `2026-11-20T12:00:00Z`. */
export type UtcTime = string;

/** `at-20261120120000`: part of the name of what is restored to a time. */
export const restoredPart = (at: UtcTime): string => `at-${at.replaceAll(/\D/g, '').slice(0, 14)}`;

/** What a look at something that is not there prints. */
export const nothing = /^\s*$/;

/** A host name or a word, with or without the dot that ends whole names. */
export const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll('.', '\\.')}\\.?$`, 'm');

type Postgres<S extends CloudSite> = NeedRequest<'postgres', S>;
type Bucket<S extends CloudSite> = NeedRequest<'bucket', S>;

/** A second server with what another site of the cloud kept in the region of this one. */
export interface RegionRestore<S extends CloudSite> {
  /**
   * The newest that there is, beside the first server: under the same key, in the same network.
   * @param from the site that is lost; none of its control plane is asked
   */
  restore(request: Postgres<S>, from: S, at: UtcTime): CheckedCommands;
  /** The owner of the database signs in with a password of this site from then on; the backup has that of the lost one. */
  readonly ownPassword: {
    /** Reads what `input` makes of the password, so that no list of processes shows it. */
    command(request: Postgres<S>, at: UtcTime): Command;
    input(password: string): string;
    check(request: Postgres<S>, at: UtcTime): CommandCheck;
  };
}

/** A later major version of PostgreSQL, where the server stands. */
export interface MajorUpgrade {
  /** Kept until somebody deletes it: the only way back. */
  readonly backup: CheckedCommands;
  /** The server is away meanwhile. Cannot be taken back. */
  readonly upgrade: CheckedCommands;
}

/** Databases of the cloud. Names are those that the constructs give. */
export interface DatabaseRecovery<S extends CloudSite> {
  /** Makes the replica on this site a server of its own. Cannot be taken back. */
  promote(request: Postgres<S>): CheckedCommands;
  /** Nobody reaches the server any more; it is kept as it is. */
  fence(request: Postgres<S>): CheckedCommands;
  /** Ends what was connected before the fence, where that outlives it. */
  cut?(request: Postgres<S>): CheckedCommands;
  /** A second server with the data of a time, beside the first: under the same key, in the same network. */
  restoreBeside(request: Postgres<S>, at: UtcTime): CheckedCommands;
  /**
   * The same from the vault that nobody can empty: its newest copy up to a time. Default: the vault of the cloud gives
   * files and no server.
   */
  restoreFromVault?(request: Postgres<S>, at: UtcTime): CheckedCommands;
  /** The same from backups of another site. Default: the cloud keeps none that outlive the region of their server. */
  readonly fromRegion?: RegionRestore<S>;
  upgradeMajor(request: Postgres<S>, to: number): MajorUpgrade;
  /** What leads pods to the restored server. Default: its address does. */
  reachBeside?(request: Postgres<S>, at: UtcTime): readonly CheckedCommands[];
  /** Prints the address of the restored server. */
  addressBeside(request: Postgres<S>, at: UtcTime): Command;
}

/** A secret in the store of the site. */
export interface SecretRecovery<S extends CloudSite> {
  /** Prints the newest value. */
  read(request: NeedRequest<'postgres' | 'secret', S>): Command;
  /** Takes the new value from standard input. */
  write(request: NeedRequest<'postgres' | 'secret', S>): Command;
  /** Prints when the newest value was written: ISO 8601, or seconds since 1970. */
  changedAt(request: NeedRequest<'postgres' | 'secret', S>): Command;
}

/** The public name, as the account that has the zone moves it. */
export interface NameRecovery<S extends CloudSite> {
  /**
   * Leads the name to the entry of a site, whatever health checks say.
   * @param from entry that is left
   */
  move(zone: S, name: MovedName): CheckedCommands;
  /** Leads the one edge of several sites of the cloud to another of them. Default: each site has its own. */
  lead?(led: LedEdge<S>): CheckedCommands;
}

export interface LedEdge<S extends CloudSite> {
  /** Site that has the edge. */
  readonly first: S;
  /** Names of sites. */
  readonly from: string;
  readonly to: string;
  /** It goes to the next site by itself. */
  readonly automatic: boolean;
}

export interface MovedName {
  readonly domain: string;
  /** Whole host name. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** It follows health checks by itself. */
  readonly automatic: boolean;
}

/** Buckets of the cloud. */
export interface BucketRecovery<S extends CloudSite> {
  /** Brings objects back that were deleted or overwritten since a time, in place; what is newer stays restorable. */
  restoreObjects(request: Bucket<S>, at: UtcTime): CheckedCommands;
  /**
   * No job copies into the bucket any more, wherever it runs: each asks for this object first (`holdKey`). The way back
   * bears a bucket that nobody holds.
   */
  holdCopies(request: Bucket<S>): CheckedCommands;
}

/** What whoever had a credential before can do with it from now on: nothing. */
export interface CredentialRecovery<S extends CloudSite> {
  /** What the pipeline holds is worth nothing from now on. */
  lockOutPipeline(site: S, since: UtcTime): CheckedCommands;
  /** Writes from now on are under a new version of the site's data key. */
  rotateDataKey(site: S, since: UtcTime): CheckedCommands;
}

/** Commands of one cloud that runbooks put steps together from, as data. */
export interface RecoveryCommands<S extends CloudSite> extends BucketRecovery<S>, CredentialRecovery<S> {
  /** Writes a kubeconfig for the cluster of the site. */
  clusterCredentials(site: S, kubeconfig: string): readonly Command[];
  readonly database: DatabaseRecovery<S>;
  readonly secret: SecretRecovery<S>;
  readonly names: NameRecovery<S>;
  readonly objects: BucketObjects<S>;
}
