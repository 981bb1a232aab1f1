import { daysAt, soonest } from '../limits/kept';
import type { Charge, PricingContext } from '../pricing';
import { type AboutIt, blocksAt, isOn, type Resource, textAt, valueAt } from '../resource';
import { storedObjects } from '../stored-objects';

/** A rule that is on and holds for a whole account. */
const wholeAccount = (rule: unknown): boolean =>
  isOn(rule, 'enabled') &&
  ['prefix_match', 'match_blob_index_tag'].every((limit) => valueAt(rule, `filters.${limit}`) === undefined);

/** Rules that hold for all blobs of an account. */
export const accountRules = (about: AboutIt) =>
  about('azurerm_storage_management_policy', 'storage_account_id').flatMap((policy) =>
    blocksAt(policy.values, 'rule').filter(wholeAccount),
  );

/** Tiers, and the words by which a rule moves blobs there. */
const moves = {
  Cool: 'tier_to_cool_after_days_since_modification_greater_than',
  Cold: 'tier_to_cold_after_days_since_modification_greater_than',
  Archive: 'tier_to_archive_after_days_since_modification_greater_than',
} as const;

/** `LRS`, `GZRS`, `RAGRS`: how often and where an account is kept. */
const copiesOf = ({ values }: Pick<Resource, 'values'>): string =>
  textAt(values, 'account_replication_type').replace('_', '');

/** What lies in an account. */
export function accountContent(account: Resource, context: Pick<PricingContext, 'about' | 'assume'>): Charge[] {
  const rules = accountRules(context.about(account)).map((rule) => valueAt(rule, 'actions.base_blob'));
  const copies = copiesOf(account);
  return storedObjects(
    {
      written: `object-storage/${textAt(account.values, 'access_tier', 'Hot')}-${copies}`,
      tiers: Object.entries(moves).flatMap(([tier, word]) =>
        rules
          .filter((rule) => valueAt(rule, word) !== undefined)
          .map((rule) => ({
            afterDays: daysAt(rule, word, Number.NaN),
            items: {
              stored: `object-storage/${tier}-${copies}`,
              read: `object-storage/${tier}-read`,
              moved: `object-storage/${tier}-${copies}-moved`,
            },
          })),
      ),
      endsAfterDays: soonest(
        rules.map((rule) => daysAt(rule, 'delete_after_days_since_modification_greater_than', Number.NaN)),
      ),
    },
    context,
  );
}
