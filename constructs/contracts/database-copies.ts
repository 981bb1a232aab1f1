import type { Cloud, CopyPlace, Site } from '../../environments/model';
import type { NeedRequest } from './need-provider';

type Store = Pick<NeedRequest, 'site' | 'service' | 'name'>;

const copiesOf = ({ site, service, name }: Store, mechanism: string) =>
  (site.recovery?.copies ?? []).filter(
    (copy) => copy.mechanism === mechanism && copy.service === service && copy.need === name,
  );

/** Where the site takes a copy of this store from by that mechanism; `undefined`: it takes none. */
export const takenFrom = (store: Store, mechanism: string): CopyPlace | undefined =>
  copiesOf(store, mechanism).find(({ to }) => to.name === store.site.name)?.from;

/** Whether the site sends or takes copies of this store by that mechanism. */
export const isCopiedBy = (store: Store, mechanism: string): boolean => copiesOf(store, mechanism).length > 0;

/** Whether the site sends or takes copies of any store by that mechanism. */
export const copiesBy = ({ recovery }: Pick<Site, 'recovery'>, mechanism: string): boolean =>
  recovery?.copies.some((copy) => copy.mechanism === mechanism) ?? false;

/** Whether the site takes copies of any store by that mechanism. */
export const takesBy = ({ recovery, name }: Pick<Site, 'recovery' | 'name'>, mechanism: string): boolean =>
  recovery?.copies.some((copy) => copy.mechanism === mechanism && copy.to.name === name) ?? false;

/** How managed databases are copied inside one cloud: what cloud folders build by. */
export const regionCopies = {
  backups: 'postgres.cross-region-backups',
  replica: 'postgres.cross-region-replica',
} as const;

/** The other site, where this one sends copies of any store by that mechanism, or takes them from there. */
export const otherPlace = (
  { recovery, name }: Pick<Site, 'recovery' | 'name'>,
  mechanism: string,
): CopyPlace | undefined => {
  const copy = recovery?.copies.find((one) => one.mechanism === mechanism);
  return copy?.from.name === name ? copy.to : copy?.from;
};

/** Which of two sites has backups kept in the region of the one that takes them: some clouds fetch them, some send them. */
const backupsKeptBy: Partial<Readonly<Record<Cloud, 'from' | 'to'>>> = { aws: 'to', azure: 'from' };

/** Whether the site is the one that has backups of databases kept for the loss of a site. */
export const keepsRegionBackups = ({ recovery, name }: Pick<Site, 'recovery' | 'name'>): boolean =>
  recovery?.copies.some((copy) => {
    const side = backupsKeptBy[copy.from.cloud];
    return copy.mechanism === regionCopies.backups && side !== undefined && copy[side].name === name;
  }) ?? false;

/** Versions are positive and below 2^31 on every cloud, and those of passwords are minutes since 1970 at most. */
const copyVersions = 1_000_000_000;

/**
 * Version that the connection of a database is written with. A copy has the users of its source, so what is written for it
 * opens nothing yet: once it is promoted, another version has the password set and written anew in one go.
 */
export const connectionVersion = (passwordVersion: number, isCopy: boolean): number =>
  isCopy ? copyVersions + passwordVersion : passwordVersion;
