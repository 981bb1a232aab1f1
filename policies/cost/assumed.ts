import { type Finding, InputError } from '../../environments/model';
import { type Assumed, type AssumptionName, assumptions } from './assumptions';

const isName = (name: string): name is AssumptionName => Object.hasOwn(assumptions, name);

/** Says of a name that it is no assumption. `at`: where it stands, and how it is written there. */
const unknownName = (at: Pick<Finding, 'file' | 'place' | 'value'>): Finding => ({
  ...at,
  code: 'COST_ASSUMPTION',
  message: 'no assumption of a bill has this name',
  allowed: Object.keys(assumptions),
  fix: 'use a name of the list',
});

/**
 * Assumptions as somebody types them: `bucketGiB=500`.
 * @throws InputError COST_ASSUMPTION for every one without a name that exists, or without a number
 */
export function assumedOf(typed: readonly string[]): Assumed {
  const wrong: Finding[] = [];
  const read = typed.flatMap((text): [AssumptionName, number][] => {
    const [, name = text, number] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const value = number === undefined || number.trim() === '' ? Number.NaN : Number(number);
    const at = { file: '--assume', place: '', value: text };
    if (!isName(name)) {
      wrong.push({ ...unknownName(at), fix: 'use a name of the list, as name=number' });
      return [];
    }
    if (!Number.isFinite(value) || value < 0) {
      wrong.push({
        ...at,
        code: 'COST_ASSUMPTION',
        message: 'this is no number of zero or more',
        fix: `write ${name}=<${assumptions[name].unit}>`,
      });
      return [];
    }
    return [[name, value]];
  });
  if (wrong.length > 0) throw new InputError(wrong);
  return Object.fromEntries(read);
}

/**
 * Assumptions as an environment states them, by name.
 * @throws InputError COST_ASSUMPTION for every name that does not exist
 */
export function statedAssumptions(stated: Readonly<Record<string, number>>, file: string): Assumed {
  const strangers = Object.keys(stated).filter((name) => !isName(name));
  if (strangers.length > 0) {
    throw new InputError(
      strangers.map((name) => unknownName({ file, place: `budget.assumptions.${name}`, value: name })),
    );
  }
  return stated;
}
