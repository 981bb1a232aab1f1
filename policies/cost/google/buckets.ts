import { daysAt, soonest } from '../limits/kept';
import type { Charge, PricingContext } from '../pricing';
import { blocksAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { type StorageTier, storedObjects } from '../stored-objects';

const conditions = ['matches_prefix', 'matches_suffix', 'matches_storage_class'];

/** Rules of a bucket that hold for all objects, whatever they are called and wherever they are stored. */
export const rulesFor = ({ values }: Pick<Resource, 'values'>, action: string) =>
  blocksAt(values, 'lifecycle_rule').filter(
    (rule) =>
      valueAt(rule, 'action.type') === action &&
      conditions.every((limit) => valueAt(rule, `condition.${limit}`) === undefined),
  );

const tierOf = (rule: unknown): StorageTier => {
  const stored = `object-storage/${textAt(rule, 'action.storage_class')}`;
  return {
    afterDays: numberAt(rule, 'condition.age', 0),
    items: { stored, read: `${stored}-read`, moved: `${stored}-moved` },
  };
};

/** What lies in a bucket. */
export const bucketContent = (resource: Resource, context: Pick<PricingContext, 'assume'>): Charge[] =>
  storedObjects(
    {
      written: 'object-storage/standard',
      tiers: rulesFor(resource, 'SetStorageClass').map(tierOf),
      endsAfterDays: soonest(
        rulesFor(resource, 'Delete')
          .filter((rule) => valueAt(rule, 'condition.with_state') !== 'ARCHIVED')
          .map((rule) => daysAt(rule, 'condition.age', Number.NaN)),
      ),
    },
    context,
  );
