import {
  isClusterNeed,
  type Need,
  type RecoveryClass,
  type ServiceDefinition,
  type ServiceName,
  services,
} from '../../../services';
import { type Cloud, cloudFacts } from '../../facts';
import {
  type CopyReach,
  clusterReady,
  type Loss,
  mechanismTable,
  namesMove,
  type PathStep,
  paysFor,
  peopleAct,
  type RecoveryTier,
  recoveryTiers,
  type StoredKind,
  type StoreProvider,
  servicesStart,
} from '../../facts/recovery';
import type { EnvironmentConfig } from '../../schema/environment-schema';
import type { RecoveryConfig } from '../../schema/recovery-schema';
import { isCloudSite, type SiteConfig } from '../../schema/site-schema';
import { accountOf } from '../account';
import { canArchive } from '../archived';
import { providersOf } from '../providers';
import { siteName } from '../site-name';
import { type Choice, chooseMechanism, type ReachedBy, type Store, type StoreLoss } from './choose-mechanism';
import { type RecoveryObjective, recoveryObjective } from './objectives';

/** How one store of a service comes back after one loss. */
export interface StoreRecovery extends Choice {
  /** The need's name in the service, as in the catalogue: `database`. */
  readonly need: string;
  readonly kind: StoredKind;
  readonly provider: StoreProvider;
}

/** How a service comes back after one loss: on the site itself, or on one standby. */
export interface ServiceRecovery {
  readonly service: ServiceName;
  readonly objective: RecoveryObjective;
  readonly loss: Loss;
  /** Name of the site that takes over. Only of the loss of a site. */
  readonly standby?: string;
  /** Of its stores the one that loses most; a service without stores loses nothing. */
  readonly rpoMinutes: number;
  /** Sum of the path. */
  readonly rtoMinutes: number;
  /** From the loss to the first good answer, one step after the other. */
  readonly path: readonly PathStep[];
  readonly stores: readonly StoreRecovery[];
  readonly met: boolean;
}

/** How an environment recovers. Plain data. */
export interface RecoveryPlan {
  readonly tier: RecoveryTier;
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly primary: string;
  /** Standbys in the order of the file. */
  readonly standbys: readonly string[];
  /** The standby that keeps most promises: where a failover leads unless somebody says otherwise. Default: there is none. */
  readonly recoverySite?: string;
  /** What a standby must have before a loss: the dearest tier of any service. */
  readonly standbyTier: RecoveryTier;
  readonly services: readonly ServiceRecovery[];
}

type Planned = Pick<EnvironmentConfig, 'name' | 'services' | 'sites'> & { readonly recovery: RecoveryConfig };

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

const nameOf = (environment: string, site: SiteConfig): string =>
  siteName(environment, site.cloud, isCloudSite(site) ? site.region : 'local');

const accountId = (site: SiteConfig): string | undefined => (isCloudSite(site) ? accountOf(site).id : undefined);

const isStored = (kind: string): kind is StoredKind => kind in mechanismTable;

/** What a service keeps, by the name it gives each. */
function storedNeeds(environment: Planned, service: ServiceName): (readonly [string, Need & { kind: StoredKind }])[] {
  const enabled = new Set(
    Object.keys(environment.services).filter((name) => environment.services[name as ServiceName]),
  );
  const needs = catalogue[service].needs(environment.services[service] as Record<string, unknown>, enabled);
  return Object.entries(needs).flatMap(([name, need]) =>
    isStored(need.kind) ? [[name, need as Need & { kind: StoredKind }] as const] : [],
  );
}

/** Whether a cloud's own store of a kind is left to the cluster there, whatever a site asks for. */
const isLeftToCluster = (cloud: Cloud, kind: StoredKind): boolean =>
  kind === 'cache' && 'absent' in cloudFacts[cloud].managedCache;

/** Who keeps the stores of a kind on a site. */
export function storeProviderOn(services: Planned['services'], site: SiteConfig, kind: StoredKind): StoreProvider {
  if (!isCloudSite(site) || isClusterNeed(kind) || isLeftToCluster(site.cloud, kind)) return 'in-cluster';
  return providersOf(services, site)[kind] === 'in-cluster' ? 'in-cluster' : site.cloud;
}

/** Whether databases of a kind have an archive outside of the cluster, where they run in it. */
const isArchivedOn = ({ services: configured }: Planned, site: SiteConfig, kind: StoredKind): boolean =>
  isCloudSite(site) && canArchive(kind, site.cloud, providersOf(configured, site).bucket);

/**
 * Between a cloud's own store and one in a cluster, only what both can read crosses: as between clouds. The same holds for
 * managed databases in two accounts, which no cloud copies from one to the other.
 */
function pairing(
  environment: Planned,
  kind: StoredKind,
  primary: SiteConfig,
  standby: SiteConfig,
): { readonly provider: StoreProvider; readonly reach: CopyReach } {
  const { services: configured } = environment;
  const [from, to] = [storeProviderOn(configured, primary, kind), storeProviderOn(configured, standby, kind)];
  const isMixed = (from === 'in-cluster') !== (to === 'in-cluster');
  const isApart = kind === 'postgres' && from !== 'in-cluster' && accountId(primary) !== accountId(standby);
  return {
    provider: isMixed && from === 'in-cluster' ? to : from,
    reach: primary.cloud === standby.cloud && !isMixed && !isApart ? 'same-cloud' : 'cross-cloud',
  };
}

/** Where the cloud of the primary sends backups by itself, and whether the standby is there. */
function pairOf(primary: SiteConfig, standby: SiteConfig | undefined): StoreLoss['pair'] {
  const region = isCloudSite(primary) ? cloudFacts[primary.cloud].regions[primary.region]?.backupPair : undefined;
  if (region === undefined) return undefined;
  return {
    region,
    isStandbys:
      standby !== undefined && isCloudSite(standby) && standby.cloud === primary.cloud && standby.region === region,
  };
}

const minutesOf = (path: readonly PathStep[]): number => path.reduce((sum, { minutes }) => sum + minutes, 0);

interface Way {
  readonly loss: Loss;
  readonly standby?: SiteConfig;
}

/** What the stores of a service add to its way back, so far as they are known. */
interface Carried {
  readonly reached?: ReachedBy;
  readonly need: string;
}

const restoreStep = (carried: readonly Carried[]): PathStep | undefined => {
  const slowest = carried.reduce<Carried | undefined>(
    (worst, one) => ((one.reached?.restoreMinutes ?? 0) > (worst?.reached?.restoreMinutes ?? 0) ? one : worst),
    undefined,
  );
  return slowest?.reached
    ? {
        title: 'Stores are restored',
        minutes: slowest.reached.restoreMinutes,
        source: `the slowest: ${slowest.need}, ${slowest.reached.mechanism.title}`,
      }
    : undefined;
};

const longest = (paths: readonly (readonly PathStep[])[]): readonly PathStep[] =>
  paths.reduce((worst, path) => (minutesOf(path) > minutesOf(worst) ? path : worst));

/** The cluster of a standby and what is restored there: what the cloud restores meanwhile, what the cluster does only once it is there. */
function standbyReady(tier: RecoveryTier, carried: readonly Carried[]): readonly PathStep[] {
  const cluster = clusterReady[tier];
  const runs = paysFor(tier, 'warm-standby');
  const waits = ({ reached }: Carried): boolean => !runs && reached?.mechanism.inCluster === true;
  const meanwhile = restoreStep(carried.filter((one) => !waits(one)));
  const after = restoreStep(carried.filter(waits));
  return longest([[cluster], meanwhile ? [meanwhile] : [], after ? [cluster, after] : []]);
}

/** The way from a loss to the first good answer, with these stores in it: the longest chain of steps that wait for each other. */
function pathOf({ loss }: Way, tier: RecoveryTier, carried: readonly Carried[]): readonly PathStep[] {
  const restored = restoreStep(carried);
  if (loss === 'zone') return restored ? [restored] : [];
  if (loss !== 'site') return [...(restored ? [restored] : []), servicesStart];
  const isAlike = carried.every(
    ({ reached }) => (reached?.rpoMinutes ?? 0) === 0 && (reached?.restoreMinutes ?? 0) === 0,
  );
  // Where nothing is carried over, the other site answers already, and its name moves without anybody.
  if (tier === 'active-active' && isAlike) return [namesMove];
  return [...peopleAct, ...standbyReady(tier, carried), servicesStart, namesMove];
}

function recoverService(
  environment: Planned,
  service: ServiceName,
  primary: SiteConfig,
  way: Way,
  standbyTier: RecoveryTier,
): ServiceRecovery {
  const objective = recoveryObjective(environment.recovery, service);
  const { loss, standby } = way;
  const concerned = storedNeeds(environment, service).filter(
    ([, need]) => loss !== 'attack' || classOf(need, objective) === 'regulated',
  );
  const stores = concerned.map(([name, need]): StoreRecovery => {
    const own = { provider: storeProviderOn(environment.services, primary, need.kind), reach: 'same-site' as const };
    const { provider, reach } = standby ? pairing(environment, need.kind, primary, standby) : own;
    // What is carried over lies in a bucket on either side.
    const archived = [primary, ...(standby ? [standby] : [])].every((site) =>
      isArchivedOn(environment, site, need.kind),
    );
    const store: Store = { kind: need.kind, need, provider, archived };
    const wayMinutes = (reached: ReachedBy, tier: RecoveryTier): number =>
      minutesOf(pathOf(way, tier, [{ need: name, reached }]));
    const cloud = isCloudSite(primary) ? { cloud: primary.cloud } : {};
    const pair = pairOf(primary, standby);
    const wanted = { ...objective, dataClass: classOf(need, objective) };
    const day = { store, loss, reach, objective: wanted, wayMinutes, ...cloud, ...(pair ? { pair } : {}) };
    const choice = chooseMechanism(day, standbyTier);
    return { need: name, kind: need.kind, provider, ...choice };
  });
  const path = pathOf(way, standbyTier, stores);
  const rtoMinutes = minutesOf(path);
  return {
    service,
    objective,
    loss,
    ...(standby ? { standby: nameOf(environment.name, standby) } : {}),
    rpoMinutes: Math.max(0, ...stores.map(({ reached }) => reached?.rpoMinutes ?? 0)),
    rtoMinutes,
    path,
    stores,
    met: stores.every(({ met }) => met) && rtoMinutes <= objective.rtoMinutes,
  };
}

/** Of a store: the class that the environment gives its service, unless the store is worth more by itself. */
const classOf = (need: Need, { dataClass }: RecoveryObjective): RecoveryClass => {
  const own = 'recoveryClass' in need ? need.recoveryClass : undefined;
  return own && dataClass !== 'regulated' ? own : dataClass;
};

/** What may be lost: attacks count where data is regulated, zones where the site has several. */
const lossesOn = (primary: SiteConfig, isRegulated: boolean): readonly Loss[] => [
  'data',
  ...(isRegulated ? (['attack'] as const) : []),
  ...(isCloudSite(primary) ? (['zone'] as const) : []),
];

/** Plans how every service of an environment comes back from every loss. Pure. */
export function planRecovery(environment: Planned): RecoveryPlan | undefined {
  const { name, recovery, sites } = environment;
  const primary = sites.find(({ role }) => role === 'primary');
  if (!primary) return undefined;
  const standbys = sites.filter((site) => site !== primary);
  const enabled = (Object.keys(catalogue) as ServiceName[]).filter((one) => environment.services[one] !== undefined);
  const standbyTier =
    recoveryTiers.findLast((tier) => enabled.some((one) => recoveryObjective(recovery, one).tier === tier)) ??
    recovery.tier;
  const planned = enabled.flatMap((service) => {
    const objective = recoveryObjective(recovery, service);
    const isRegulated = storedNeeds(environment, service).some(([, need]) => classOf(need, objective) === 'regulated');
    const ways: Way[] = [
      ...lossesOn(primary, isRegulated).map((loss) => ({ loss })),
      ...standbys.map((standby) => ({ loss: 'site' as const, standby })),
    ];
    return ways.map((way) => recoverService(environment, service, primary, way, standbyTier));
  });
  const names = standbys.map((site) => nameOf(name, site));
  const kept = (standby: string): number => planned.filter((one) => one.standby === standby && one.met).length;
  const recoverySite = [...names].sort((a, b) => kept(b) - kept(a))[0];
  return {
    tier: recovery.tier,
    rpoMinutes: recovery.rpoMinutes,
    rtoMinutes: recovery.rtoMinutes,
    primary: nameOf(name, primary),
    standbys: names,
    ...(recoverySite ? { recoverySite } : {}),
    standbyTier,
    services: planned,
  };
}

/** What has to be met: everything on the site itself, and the loss of the site at the best of its standbys. */
export const promisedRecoveries = ({ services: planned, recoverySite }: RecoveryPlan): readonly ServiceRecovery[] =>
  planned.filter(({ standby }) => standby === undefined || standby === recoverySite);
