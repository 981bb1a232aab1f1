import type { Cloud } from '../../../environments/facts';
import type { Manifest } from '../../site-output';
import { type AssumptionName, assumptions } from '../assumptions';
import { awsLeaving } from '../aws/leaving';
import { azureLeaving } from '../azure/leaving';
import { type BillLine, totalOf, type Unpriced } from '../bill';
import { clusterHome } from '../cluster-home';
import { clusterStack, type EstimateOptions, estimate, lineOf, type PricedOutput } from '../estimate';
import { googleLeaving } from '../google/leaving';
import { otherLeaving } from '../other-providers';
import type { Price } from '../prices/price-book';
import { addressOf, addressOfObject, cloudByProvider, providerOf, type Resource, valueAt } from '../resource';
import { copiesOf, referencesIn, referrersIn, resourcesOf } from '../resources';
import { Unpriceable } from '../unpriceable';
import type { Kept, LeavingContext, LeavingTable } from './leaving';
import { refusalsOf } from './refusals';
import { undrained } from './undrained';
import { unreadFields } from './unread-fields';

/** How each type leaves. What has no entry is gone after a destroy. */
export const leavingTable: LeavingTable = { ...awsLeaving, ...googleLeaving, ...azureLeaving, ...otherLeaving };

/**
 * `refused`: as it stands nothing destroys it. `kept`: a destroy that goes through leaves it. `undrained`: it stays where the
 * cluster goes before its controllers have cleaned up.
 */
export const leftoverKinds = ['refused', 'kept', 'undrained'] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

/** Something that is paid for, or whose name is taken, after `terraform destroy` of every stack. */
export interface Leftover {
  readonly how: LeftoverKind;
  readonly site: string;
  readonly stack: string;
  readonly address: string;
  /** By which its cloud knows it, where it is known before it is applied. */
  readonly names: readonly string[];
  readonly what: string;
  readonly why: string;
  /** After the destroy; `null`: until somebody deletes it. */
  readonly days: number | null;
  readonly monthly: number;
  readonly lines: readonly BillLine[];
}

export interface AfterDestroy {
  readonly currency: 'USD';
  /** ISO date of the oldest price in it; `null` where nothing has a price. */
  readonly pricesAsOf: string | null;
  readonly monthly: Readonly<Record<LeftoverKind, number>>;
  /** What is kept, and still there so many days after the destroy; `null`: until somebody deletes it. */
  readonly keptAfter: readonly { readonly days: number | null; readonly monthly: number }[];
  readonly leftovers: readonly Leftover[];
  readonly unpriced: readonly Unpriced[];
  /** Protective fields that nobody can read: what they keep is not in the list. */
  readonly unread: readonly { readonly address: string; readonly fields: readonly string[] }[];
}

/** Fields that name a thing, or what is made of it when it goes. */
const nameFields = [
  'name',
  'bucket',
  'identifier',
  'final_snapshot_identifier',
  'secret_id',
  'bucket_id',
  'backup_vault_id',
];

const namesOf = ({ values }: Resource): string[] =>
  nameFields.flatMap((field) => {
    const found = values[field];
    return typeof found === 'string' && found !== '' && !found.includes('${') ? [found] : [];
  });

const milestones = [0, 30, 90, 365];

const order = (a: Leftover, b: Leftover): number =>
  leftoverKinds.indexOf(a.how) - leftoverKinds.indexOf(b.how) ||
  b.monthly - a.monthly ||
  ([a.site, a.stack, a.address, a.what].join(' ') < [b.site, b.stack, b.address, b.what].join(' ') ? -1 : 1);

/** What is still there, and what it costs, after everything in some output is destroyed. Pure, as a bill is. */
export function afterDestroy(output: PricedOutput, options: EstimateOptions): AfterDestroy {
  const bill = estimate(output, options);
  const resources = resourcesOf(output.stacks);
  const referredFrom = referencesIn(resources);
  const about = referrersIn(resources);
  const linesAt = new Map<string, BillLine[]>();
  const placeOf = ({ site, stack, address }: Pick<BillLine, 'site' | 'stack' | 'address'>) =>
    `${site} ${stack} ${address}`;
  for (const line of bill.lines) linesAt.set(placeOf(line), [...(linesAt.get(placeOf(line)) ?? []), line]);

  const leftovers: Leftover[] = [];
  const unpriced = [...bill.unpriced];
  const unread: AfterDestroy['unread'][number][] = [];
  const dates: Price[] = [];
  for (const one of resources) {
    const { site, stack, type, region, provider } = one;
    const place = { site, stack, address: addressOf(one) };
    const names = namesOf(one);
    const leaving = leavingTable[type];
    const fields = unreadFields(one, leaving);
    if (fields.length > 0) unread.push({ address: placeOf(place), fields });
    const refusals = refusalsOf(one, leaving);
    if (refusals.length > 0) {
      const lines = linesAt.get(placeOf(place)) ?? [];
      const why = refusals.join('; ');
      leftovers.push({ ...place, names, how: 'refused', what: type, why, days: null, monthly: totalOf(lines), lines });
    }
    const context: LeavingContext = {
      about,
      assume: (name: AssumptionName) => options.assumed?.[name] ?? assumptions[name].value,
      atSite: (other) => resources.filter((candidate) => candidate.site === site && candidate.type === other),
      referred: referredFrom(one),
      feature: (path) => {
        const found = valueAt(provider, `features.${path}`);
        return found === undefined ? undefined : `${found}` === 'true';
      },
    };
    try {
      const kept: readonly Kept[] = leaving?.keeps?.(one, context) ?? [];
      const copies = kept.length > 0 ? copiesOf(one) : 1;
      for (const { what, why, days, charges = [] } of kept) {
        const cloud = cloudByProvider[providerOf(type)];
        const priced = charges
          .filter(({ quantity }) => quantity !== 0)
          .map((charge) => {
            if (cloud === undefined || region === undefined)
              throw new Unpriceable('nobody knows in which region it is');
            return lineOf({ ...charge, quantity: charge.quantity * copies }, { ...place, cloud, region }, options.book);
          });
        dates.push(...priced.flatMap(({ prices }) => prices));
        const lines = priced.map(({ placed }) => placed.line);
        const until = Number.isFinite(days) ? days : null;
        leftovers.push({ ...place, names, how: 'kept', what, why, days: until, monthly: totalOf(lines), lines });
      }
    } catch (error) {
      if (!(error instanceof Unpriceable)) throw error;
      unpriced.push({ address: placeOf(place), why: `after a destroy: ${error.message}` });
    }
  }
  leftovers.push(...leftByClusters(output, bill.lines, resources));

  const sorted = leftovers.sort(order);
  const sumOf = (keeps: (one: Leftover) => boolean): number => totalOf(sorted.filter(keeps));
  const kept = (days: number) => (one: Leftover) => one.how === 'kept' && (one.days ?? Number.POSITIVE_INFINITY) > days;
  const billed = sorted.some(({ how }) => how !== 'kept') ? bill.pricesAsOf : null;
  return {
    currency: 'USD',
    pricesAsOf: [...dates.map(({ date }) => date), ...(billed === null ? [] : [billed])].sort()[0] ?? null,
    monthly: {
      refused: sumOf(({ how }) => how === 'refused'),
      kept: sumOf(kept(0)),
      undrained: sumOf(({ how }) => how === 'undrained'),
    },
    keptAfter: [
      ...milestones.map((days) => ({ days, monthly: sumOf(kept(days)) })),
      { days: null, monthly: sumOf(({ how, days }) => how === 'kept' && days === null) },
    ],
    leftovers: sorted,
    unpriced: unpriced.sort((a, b) => (a.address < b.address ? -1 : 1)),
    unread,
  };
}

/** What clusters bought by themselves. */
function leftByClusters(
  output: PricedOutput,
  lines: readonly BillLine[],
  resources: ReturnType<typeof resourcesOf>,
): Leftover[] {
  const clouds = new Map<string, Cloud | undefined>();
  const objectsOf = new Map<string, Manifest[]>();
  for (const { site, manifest } of output.objects) objectsOf.set(site, [...(objectsOf.get(site) ?? []), manifest]);
  for (const site of objectsOf.keys()) {
    clouds.set(site, clusterHome(resources.filter((one) => one.site === site))?.cloud);
  }
  const groups = new Map<string, Leftover>();
  for (const line of lines.filter(({ stack }) => stack === clusterStack)) {
    const { site, stack, address } = line;
    const cloud = clouds.get(site);
    const objects = objectsOf.get(site) ?? [];
    const object = objects.find((one) => addressOfObject(one) === address);
    const stays = cloud && undrained(line, cloud, object, objects);
    if (!stays) continue;
    const key = `${site} ${address} ${stays.what}`;
    const before = groups.get(key)?.lines ?? [];
    const own = [...before, line];
    groups.set(key, { ...stays, site, stack, address, names: [], days: null, monthly: totalOf(own), lines: own });
  }
  return [...groups.values()];
}
