import type { Need } from '../../../services';
import {
  begunAnew,
  type CopyReach,
  type Loss,
  type Mechanism,
  mechanismTable,
  paysFor,
  type StoredKind,
  type StoreProvider,
  wholeInterval,
  wholeIntervalFrom,
} from '../../facts/recovery';
import type { RecoveryObjective } from './objectives';

/** A store as far as its recovery goes. */
export interface Store {
  readonly kind: StoredKind;
  readonly need: Need;
  readonly provider: StoreProvider;
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
  /** What would meet the objective. Only where it is not met. */
  readonly choices: readonly string[];
}

const storageOf = (need: Need): number => ('storageGiB' in need ? need.storageGiB : 0);

const minutesFor = (need: Need, { minutes, minutesPerGiB = 0 }: Mechanism['restore']): number =>
  Math.ceil(minutes + minutesPerGiB * storageOf(need));

/** What is lost was written since the newest whole copy was begun: an interval, and the time that a copy takes to be there. */
function reach(mechanism: Mechanism, { need }: Store, objective: RecoveryObjective): ReachedBy {
  const { interval, rpoMinutes } = mechanism;
  const restoreMinutes = minutesFor(need, mechanism.restore);
  if (!interval || rpoMinutes !== 'interval') return { mechanism, rpoMinutes: Number(rpoMinutes), restoreMinutes };
  const copyMinutes = minutesFor(need, interval.copy);
  const arrivesIn = copyMinutes + (interval.carryMinutes ?? 0);
  const asked = wholeInterval(Math.min(interval.mostMinutes, objective.rpoMinutes - arrivesIn));
  // No copy is begun before the last one is done.
  const intervalMinutes = Math.max(asked, wholeIntervalFrom(Math.max(interval.leastMinutes, copyMinutes)));
  return { mechanism, rpoMinutes: intervalMinutes + arrivesIn, restoreMinutes, intervalMinutes };
}

const works = ({ when }: Mechanism, need: Need): boolean =>
  when === undefined || (when as (need: Need) => boolean)(need);

/** What can be made anew is best made anew where a copy would cost something; what is there at no cost comes first. */
function candidatesFor(
  { kind, provider }: Store,
  loss: Loss,
  reach: CopyReach,
  dataClass: string,
): readonly Mechanism[] {
  const table = mechanismTable[kind][provider] as unknown as readonly Mechanism[];
  const fitting = table.filter((one) => one.reach === reach && one.against.includes(loss));
  if (dataClass !== 'rebuildable') return fitting;
  const anew = begunAnew(kind, reach);
  if (!anew) return fitting;
  return loss === 'site' ? [anew] : [...fitting, anew];
}

const byFigures = (a: ReachedBy, b: ReachedBy): number =>
  a.rpoMinutes - b.rpoMinutes || a.restoreMinutes - b.restoreMinutes;

/**
 * The cheapest mechanism by which a store meets an objective after a loss.
 * @param isSoonEnough whether the whole way to the first answer is short enough with such a restore
 */
export function chooseMechanism(
  store: Store,
  loss: Loss,
  reachOfCopy: CopyReach,
  objective: RecoveryObjective,
  isSoonEnough: (restoreMinutes: number) => boolean,
): Choice {
  const all = candidatesFor(store, loss, reachOfCopy, objective.dataClass);
  // A lock is there for the day on which nothing else is left: its copies are a day old, whatever is asked for.
  const meets = ({ rpoMinutes, restoreMinutes }: ReachedBy): boolean =>
    (loss === 'attack' || rpoMinutes <= objective.rpoMinutes) && isSoonEnough(restoreMinutes);
  const usable = all
    .filter((one) => paysFor(objective.tier, one.from) && works(one, store.need))
    .map((one) => reach(one, store, objective));
  const met = usable.find(meets);
  if (met) return { reached: met, met: true, choices: [] };
  const [best] = [...usable].sort(byFigures);
  return {
    ...(best ? { reached: best } : {}),
    met: false,
    choices: choicesFor(store, loss, reachOfCopy, objective, meets),
  };
}

/** What an environment could say instead, each in its own words. */
function choicesFor(
  store: Store,
  loss: Loss,
  reachOfCopy: CopyReach,
  objective: RecoveryObjective,
  meets: (reached: ReachedBy) => boolean,
): readonly string[] {
  const would = (other: Store, at: CopyReach): Mechanism[] =>
    candidatesFor(other, loss, at, 'business').filter((one) => meets(reach(one, other, objective)));
  const wordsOf = (one: Mechanism, need: Need): string[] => [
    ...(paysFor(objective.tier, one.from) ? [] : [`tier: '${one.from}'`]),
    ...(works(one, need) ? [] : [one.otherwise ?? '']),
  ];
  const said = (mechanisms: readonly Mechanism[], also: readonly string[] = []): string[] =>
    mechanisms.map((one) => `${[...also, ...wordsOf(one, store.need)].join(', ')} (${one.title})`);
  const here = would(store, reachOfCopy).filter((one) => wordsOf(one, store.need).length > 0);
  const beside = reachOfCopy === 'cross-cloud' && store.provider !== 'in-cluster' ? would(store, 'same-cloud') : [];
  const inside = store.provider === 'in-cluster' ? [] : would({ ...store, provider: 'in-cluster' }, reachOfCopy);
  return [
    ...said(here),
    ...said(beside, ['a standby on the cloud of the primary']),
    ...said(inside, [`providers.${store.kind}: 'in-cluster'`]),
    "dataClass: 'rebuildable', if it can be made anew",
  ];
}
