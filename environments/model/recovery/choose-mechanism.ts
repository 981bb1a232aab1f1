import type { Need } from '../../../services';
import type { Cloud } from '../../facts';
import {
  begunAnew,
  type CopyReach,
  type Loss,
  type Mechanism,
  mechanismTable,
  paysFor,
  type RecoveryTier,
  recoveryTiers,
  type StoredKind,
  type StoreProvider,
  wholeInterval,
  wholeIntervalFrom,
} from '../../facts/recovery';
import { canArchive } from '../archived';
import type { RecoveryObjective } from './objectives';

/** A store as far as its recovery goes. */
export interface Store {
  readonly kind: StoredKind;
  readonly need: Need;
  readonly provider: StoreProvider;
  /** Whether databases of its kind in the cluster there have an archive outside of it. Default: no. */
  readonly archived?: boolean;
}

/** A mechanism with the figures that it reaches for one store. */
export interface ReachedBy {
  readonly mechanism: Mechanism;
  readonly rpoMinutes: number;
  /** From the decision until the store answers again. */
  readonly restoreMinutes: number;
  /** How often copies are made. Only where that is chosen. */
  readonly intervalMinutes?: number;
}

export interface Choice {
  /** The cheapest that meets the objective, else the best there is; `undefined`: nothing is paid for. */
  readonly reached?: ReachedBy;
  readonly met: boolean;
  /** What would meet the objective, or can be promised. Only where it is not met. */
  readonly choices: readonly string[];
}

/** One store on the day of one loss. */
export interface StoreLoss {
  readonly store: Store;
  readonly loss: Loss;
  readonly reach: CopyReach;
  readonly objective: RecoveryObjective;
  /** Of the site. Default: it is on none. */
  readonly cloud?: Cloud;
  /** Region that the site's cloud sends its backups to, and whether that of the standby is it. Default: there is none. */
  readonly pair?: { readonly region: string; readonly isStandbys: boolean };
  /** The whole way to the first answer with such a restore in it, where so much is paid for. */
  wayMinutes(reached: ReachedBy, tier: RecoveryTier): number;
}

const storageOf = (need: Need): number => ('storageGiB' in need ? need.storageGiB : 0);

const minutesFor = (need: Need, { minutes, minutesPerGiB = 0 }: Mechanism['restore']): number =>
  Math.ceil(minutes + minutesPerGiB * storageOf(need));

/**
 * The longest interval that keeps the RPO, else the shortest there can be. What is lost was written since the newest whole
 * copy was begun: one interval, and the time that a copy takes to be there.
 */
function reachedBy(mechanism: Mechanism, { need }: Store, objective: RecoveryObjective): ReachedBy {
  const { interval, rpoMinutes } = mechanism;
  const restoreMinutes = minutesFor(need, mechanism.restore);
  if (rpoMinutes !== 'interval') return { mechanism, rpoMinutes, restoreMinutes };
  if (!interval) throw new Error(`${mechanism.id} is made at intervals and has no bounds of them`);
  const copyMinutes = minutesFor(need, interval.copy);
  const arrivesIn = copyMinutes + (interval.carryMinutes ?? 0);
  const asked = wholeInterval(Math.min(interval.mostMinutes, objective.rpoMinutes - arrivesIn));
  // No copy is begun before the last one is done.
  const intervalMinutes = Math.max(asked, wholeIntervalFrom(Math.max(interval.leastMinutes, copyMinutes)));
  return { mechanism, rpoMinutes: intervalMinutes + arrivesIn, restoreMinutes, intervalMinutes };
}

const works = ({ when }: Mechanism, need: Need): boolean =>
  when === undefined || (when as (need: Need) => boolean)(need);

/** Whether copies of it arrive where the standby is. */
const arrives = ({ toPair }: Mechanism, { pair }: StoreLoss): boolean => !toPair || pair?.isStandbys === true;

/** What is locked is kept for its own sake: nobody makes it anew. */
const isLocked = (need: Need): boolean => 'lock' in need && need.lock !== undefined;

/** What is there on every site alike, with nothing to wait for. */
const isThere = ({ rpoMinutes, restore }: Mechanism): boolean => rpoMinutes === 0 && restore.minutes === 0;

/** What can be made anew is made anew where a copy would cost something; what is there at no cost comes first. */
function candidatesFor(
  { kind, provider, need, archived = false }: Store,
  loss: Loss,
  reach: CopyReach,
  dataClass: string,
) {
  const table = (mechanismTable[kind][provider] ?? []) as unknown as readonly Mechanism[];
  const fitting = table.filter(
    ({ reach: at, against, archive }) =>
      at === reach && against.includes(loss) && (archive === undefined || (archive === 'needed') === archived),
  );
  if (dataClass !== 'rebuildable' || isLocked(need)) return fitting;
  return [...(loss === 'site' ? fitting.filter(isThere) : fitting), begunAnew(kind, reach)];
}

const byFigures = (a: ReachedBy, b: ReachedBy): number =>
  a.rpoMinutes - b.rpoMinutes || a.restoreMinutes - b.restoreMinutes;

/** A lock is there for the day on which nothing else is left: its copies are a day old, whatever is asked for. */
const keepsRpo = ({ loss, objective }: StoreLoss, { rpoMinutes }: ReachedBy): boolean =>
  loss === 'attack' || rpoMinutes <= objective.rpoMinutes;

/** What is paid for and works, as a tier pays. */
const usableAt = (day: StoreLoss, tier: RecoveryTier): readonly ReachedBy[] => {
  const { store, loss, reach, objective } = day;
  return candidatesFor(store, loss, reach, objective.dataClass)
    .filter((one) => paysFor(tier, one.from) && works(one, store.need) && arrives(one, day))
    .map((one) => reachedBy(one, store, objective));
};

const meets =
  (day: StoreLoss, tier: RecoveryTier) =>
  (reached: ReachedBy): boolean =>
    keepsRpo(day, reached) && day.wayMinutes(reached, tier) <= day.objective.rtoMinutes;

/**
 * The cheapest mechanism by which a store meets an objective after a loss.
 * @param standbyTier what the standby has before the loss
 */
export function chooseMechanism(day: StoreLoss, standbyTier: RecoveryTier): Choice {
  const usable = usableAt(day, day.objective.tier);
  const met = usable.find(meets(day, standbyTier));
  if (met) return { reached: met, met: true, choices: [] };
  const [best] = [...usable].sort(byFigures);
  return { ...(best ? { reached: best } : {}), met: false, choices: choicesFor(day, standbyTier, best) };
}

type Who = 'managed' | 'in-cluster';

const bucketWords = (who: Who): string => `sites[].providers.bucket: '${who}'`;

/** Where an environment says who keeps a kind of store. Missing: nobody chooses. */
const providerWords: Partial<Record<StoredKind, (who: Who) => string>> = {
  postgres: (who) => `sites[].providers.postgres: '${who}'`,
  bucket: bucketWords,
  cache: (who) => `sites[].providers.cache: '${who}'`,
  kafka: (who) => `services.streaming.broker: '${who}'`,
};

/** What a standby must have for copies that stay on one cloud, where that is more than the cloud. */
const nearWords: Partial<Record<StoredKind, string>> = { postgres: 'a standby in the account of the primary' };

const dearer = (a: RecoveryTier, b: RecoveryTier): RecoveryTier => (paysFor(a, b) ? a : b);

/** Where nothing can be set, or no region takes the copies, it is no choice. */
const isSettable = (mechanism: Mechanism, day: StoreLoss): boolean =>
  (works(mechanism, day.store.need) || mechanism.otherwise !== undefined) &&
  (!mechanism.toPair || day.pair !== undefined);

const choice = (words: readonly string[], { title }: Mechanism): string => `${words.join(' and ')} (${title})`;

/** What an environment could say instead, each in its own words: what meets the objective, then what can be promised. */
function choicesFor(day: StoreLoss, standbyTier: RecoveryTier, best: ReachedBy | undefined): readonly string[] {
  const { store, loss, reach, objective, cloud } = day;
  const { kind, provider, need } = store;
  /** The least tier at which each mechanism of another place meets the objective, in words. */
  const would = (
    other: Store,
    at: CopyReach,
    first: readonly string[] = [],
    isMeant: (mechanism: Mechanism) => boolean = () => true,
  ): string[] =>
    candidatesFor(other, loss, at, 'business').flatMap((mechanism) => {
      if (!isMeant(mechanism)) return [];
      const reached = reachedBy(mechanism, other, objective);
      const tier = recoveryTiers.find(
        (one) =>
          paysFor(one, objective.tier) &&
          paysFor(one, mechanism.from) &&
          meets({ ...day, store: other, reach: at }, dearer(one, standbyTier))(reached),
      );
      if (!isSettable(mechanism, day) || tier === undefined) return [];
      const words = [...first, ...settingsOf(mechanism, day, tier)];
      return words.length > 0 ? [choice(words, mechanism)] : [];
    });
  const say = providerWords[kind];
  return [
    ...would(store, reach),
    ...(reach === 'cross-cloud'
      ? would(store, 'same-cloud', [nearWords[kind] ?? 'a standby on the cloud of the primary'])
      : []),
    ...(say && provider !== 'in-cluster'
      ? would({ ...store, provider: 'in-cluster' }, reach, [say('in-cluster')])
      : []),
    ...(provider === 'in-cluster' && cloud && !store.archived && canArchive(kind, cloud, 'managed')
      ? would({ ...store, archived: true }, reach, [bucketWords('managed')], ({ archive }) => archive === 'needed')
      : []),
    ...(say && provider === 'in-cluster' && cloud ? would({ ...store, provider: cloud }, reach, [say('managed')]) : []),
    ...promiseLess(day, standbyTier, best),
    ...(loss === 'attack' ? ["dataClass: 'business', without copies that nobody can delete"] : []),
    ...(objective.dataClass === 'business' && !isLocked(need)
      ? ["dataClass: 'rebuildable', if it can be made anew"]
      : []),
  ];
}

/** What else a mechanism asks for besides an objective. */
const settingsOf = (mechanism: Mechanism, day: StoreLoss, tier: RecoveryTier): readonly string[] => [
  ...(tier === day.objective.tier ? [] : [`tier: '${tier}'`]),
  ...(arrives(mechanism, day) ? [] : [`a standby in ${day.pair?.region}`]),
  ...(works(mechanism, day.store.need) ? [] : [mechanism.otherwise ?? '']),
];

/** What can be promised with what is paid for; where that is nothing, with the cheapest that would bring it back at all. */
function promiseLess(day: StoreLoss, standbyTier: RecoveryTier, best: ReachedBy | undefined): readonly string[] {
  const { store, loss, reach, objective } = day;
  const [cheapest] = candidatesFor(store, loss, reach, objective.dataClass).filter((one) => isSettable(one, day));
  const reached = best ?? (cheapest && reachedBy(cheapest, store, objective));
  if (!reached) return [];
  const { mechanism, rpoMinutes } = reached;
  const tier = dearer(mechanism.from, objective.tier);
  const wayMinutes = day.wayMinutes(reached, dearer(tier, standbyTier));
  const less = [
    ...(keepsRpo(day, reached) ? [] : [`rpoMinutes: ${rpoMinutes}`]),
    ...(wayMinutes <= objective.rtoMinutes ? [] : [`rtoMinutes: ${wayMinutes}`]),
  ];
  // Without a lesser promise it meets the objective, and stands among the choices already.
  return less.length > 0 ? [choice([...settingsOf(mechanism, day, tier), ...less], mechanism)] : [];
}
