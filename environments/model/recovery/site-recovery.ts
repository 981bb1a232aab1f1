import { carryEveryMinutes, databaseVault, type RecoveryTier } from '../../facts/recovery';
import type { EnvironmentConfig } from '../../schema/environment-schema';
import { isCloudSite, type SiteConfig } from '../../schema/site-schema';
import { accountOf } from '../account';
import type { CopyPlace, SiteRecovery, StoreCopy } from '../site';
import { kebabCase, siteName } from '../site-name';
import { archiveFolder, archiveReplica, archiveStore } from './archives';
import { clusterStateCopies } from './cluster-state';
import { dumpCopies, dumpStore } from './dumps';
import { planRecovery, type RecoveryPlan } from './plan';
import { scheduledDrills } from './watched-drill';

const placeOf = (environment: string, site: SiteConfig): CopyPlace[] =>
  isCloudSite(site)
    ? [
        {
          name: siteName(environment, site.cloud, site.region),
          cloud: site.cloud,
          region: site.region,
          account: accountOf(site).id,
          ...('projectNumber' in site ? { projectNumber: site.projectNumber } : {}),
          ...('tenantId' in site ? { tenantId: site.tenantId } : {}),
        },
      ]
    : [];

/** What recovery asks of one site; `undefined`: nothing is promised, or the site is on no cloud. */
export function siteRecovery(environment: EnvironmentConfig, site: SiteConfig): SiteRecovery | undefined {
  const { recovery, sites, name } = environment;
  const plan = recovery && planRecovery({ ...environment, recovery });
  const [here] = placeOf(name, site);
  if (!recovery || !plan || !here) return undefined;
  const places = sites.flatMap((one) => placeOf(name, one));
  const byName = new Map(places.map((place) => [place.name, place]));
  const from = byName.get(plan.primary);
  if (!from) return undefined;
  const drills = scheduledDrills(environment);
  return {
    tier: tierOf(plan, site),
    rpoMinutes: plan.rpoMinutes,
    rtoMinutes: plan.rtoMinutes,
    primary: from,
    standbys: places.filter((place) => place !== from),
    lineage: recovery.lineage,
    copies: [
      ...copiesOf(plan, from, byName).flatMap((copy) => [copy, ...carriedFiles(copy, recovery.lineage)]),
      ...clusterStateCopies(plan, from, places),
    ].filter((copy) => copy.from.name === here.name || copy.to.name === here.name),
    ...(here.name === from.name ? vaultOf(plan, recovery.vaultDays) : {}),
    ...(drills.length > 0 ? { drills } : {}),
  };
}

/** What the plan keeps in a vault is kept where it is written: on the primary. */
function vaultOf({ services }: RecoveryPlan, days: number): Pick<SiteRecovery, 'vault'> {
  const databases = services.flatMap(({ service, stores }) =>
    stores
      .filter(({ reached }) => reached?.mechanism.id === databaseVault)
      .map(({ need }) => ({ service: kebabCase(service), need: kebabCase(need) })),
  );
  return databases.length > 0 ? { vault: { days, databases } } : {};
}

/** Dumps and archives are files in buckets of their own tenants: what copies buckets carries them over. */
function carriedFiles(copy: StoreCopy, lineage: number): StoreCopy[] {
  const carried = { ...copy, mechanism: copy.from.cloud === copy.to.cloud ? 'bucket.replication' : 'bucket.sync' };
  if (copy.mechanism.endsWith(dumpCopies))
    return [{ ...carried, ...dumpStore(copy), intervalMinutes: carryEveryMinutes }];
  if (copy.mechanism === archiveReplica)
    return [{ ...carried, ...archiveStore(copy), folder: archiveFolder(copy.from, lineage) }];
  return [];
}

const tierOf = ({ standbyTier }: RecoveryPlan, { role }: SiteConfig): RecoveryTier =>
  role === 'primary' ? 'active-active' : standbyTier;

const copiesOf = (
  { services }: RecoveryPlan,
  from: CopyPlace,
  places: ReadonlyMap<string, CopyPlace>,
): SiteRecovery['copies'] =>
  services.flatMap(({ service, standby, stores, objective }) => {
    const to = standby === undefined ? undefined : places.get(standby);
    if (!to) return [];
    return stores.flatMap(({ need, reached }) =>
      reached
        ? [
            {
              service: kebabCase(service),
              need: kebabCase(need),
              mechanism: reached.mechanism.id,
              from,
              to,
              rpoMinutes: objective.rpoMinutes,
              ...(reached.intervalMinutes === undefined ? {} : { intervalMinutes: reached.intervalMinutes }),
            },
          ]
        : [],
    );
  });
