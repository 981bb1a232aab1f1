import { daysAt, soonest } from '../limits/kept';
import type { Charge, PricingContext } from '../pricing';
import { type AboutIt, blocksAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { type StorageTier, storedObjects } from '../stored-objects';

/** A rule of a lifecycle that is on and holds for a whole bucket. */
const wholeBucket = (rule: unknown): boolean =>
  valueAt(rule, 'status') === 'Enabled' &&
  [
    'filter.prefix',
    'filter.and',
    'filter.tag',
    'filter.object_size_greater_than',
    'filter.object_size_less_than',
  ].every((limit) => [undefined, ''].includes(valueAt(rule, limit) as string | undefined));

/** Rules of its lifecycle that hold for all of a bucket. */
export const bucketRules = (about: AboutIt) =>
  about('aws_s3_bucket_lifecycle_configuration', 'bucket').flatMap(({ values }) =>
    blocksAt(values, 'rule').filter(wholeBucket),
  );

const tierOf = (move: unknown): StorageTier => {
  const stored = `object-storage/${textAt(move, 'storage_class')}`;
  return { afterDays: numberAt(move, 'days', 0), items: { stored, read: `${stored}-read`, moved: `${stored}-moved` } };
};

/** What lies in a bucket. */
export function bucketContent(bucket: Resource, context: Pick<PricingContext, 'about' | 'assume'>): Charge[] {
  const rules = bucketRules(context.about(bucket));
  return storedObjects(
    {
      written: 'object-storage/standard',
      tiers: rules.flatMap((rule) => blocksAt(rule, 'transition').map(tierOf)),
      endsAfterDays: soonest(
        rules.flatMap((rule) => blocksAt(rule, 'expiration')).map((end) => daysAt(end, 'days', Number.NaN)),
      ),
    },
    context,
  );
}
