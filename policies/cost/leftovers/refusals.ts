import type { Resource } from '../resource';
import { isOn, valueAt } from '../resource';
import type { Leaving } from './leaving';

/** Fields, of whatever type, by which a destroy is refused, and who refuses it. */
const switches: Readonly<Record<string, string>> = {
  'lifecycle.prevent_destroy': 'Terraform, which then destroys nothing of the stack',
  deletion_protection: 'the cloud',
  deletion_protection_enabled: 'the cloud',
  'settings.deletion_protection_enabled': 'the cloud',
  enable_deletion_protection: 'the cloud',
};

/** Fields of whose values only some refuse. */
const words: Readonly<Record<string, readonly string[]>> = { deletion_policy: ['PREVENT'] };

const protective: readonly string[] = [...Object.keys(switches), ...Object.keys(words)];

/** Whether a field refuses a destroy wherever it stands, or does nothing else. */
export const isRefusal = (field: string, value: unknown): boolean =>
  Object.hasOwn(switches, field) || (protective.includes(field) && words[field]?.includes(`${value}`) === true);

/** Why a destroy is refused as a resource stands; nothing where it is not. */
export function refusalsOf({ values }: Pick<Resource, 'values'>, leaving: Leaving | undefined): string[] {
  const byField = Object.entries(switches)
    .filter(([field]) => isOn(values, field))
    .map(([field, who]) => `${field} (refused by ${who})`);
  const byWord = Object.entries(words)
    .filter(([field, refusing]) => refusing.includes(`${valueAt(values, field)}`))
    .map(([field]) => `${field}: ${valueAt(values, field)}`);
  const { emptiedBy } = leaving ?? {};
  const filled =
    emptiedBy === undefined || isOn(values, emptiedBy)
      ? []
      : [`${emptiedBy} is off (refused while something is in it)`];
  return [...byField, ...byWord, ...filled];
}
