import { InputError } from '../../environments/model';
import type { CostOptions } from './cost-options';
import { inputFindings, onlyOfActual, onlyWithPictures } from './cost-output';

/** Questions that only an environment file can answer, as they are typed. */
const asksFile = ({ compare, whatIf = [], advice }: CostOptions): string | undefined => {
  const asked = { '--compare': compare, '--what-if': whatIf.length > 0, '--advice': advice };
  return Object.entries(asked).find(([, is]) => is)?.[0];
};

/** Questions whose answer is tables alone, as they are typed. */
const withoutPictures = ({ afterDestroy, advice, actual, chargeback }: CostOptions): string | undefined => {
  const asked = { '--after-destroy': afterDestroy, '--advice': advice, '--actual': actual, '--chargeback': chargeback };
  return Object.entries(asked).find(([, is]) => is)?.[0];
};

/**
 * All that is asked for is looked at before anything is priced, and everything wrong with it is told at once.
 * @throws InputError COST_INPUT, COST_ASSUMPTION, COST_VIEW, COST_WHAT_IF, COST_ACTUAL
 */
export async function checkedWords(typed: string | undefined, options: CostOptions) {
  const { from, assume, by = [], whatIf = [], actual, period: days, costs, format } = options;
  const [{ assumedOf }, { periodOf }, { checkViews }, { whatIfOf }] = await Promise.all([
    import('../../policies/cost/assumed'),
    import('../../policies/cost/actual/period'),
    import('../../policies/cost/views'),
    import('../../policies/cost/what-if'),
  ]);
  const wrong = [
    ...inputFindings(typed, from, asksFile(options)),
    ...(actual ? [] : onlyOfActual({ '--period': days, '--costs': costs })),
    ...(format === 'html' ? onlyWithPictures(withoutPictures(options)) : []),
  ];
  const read = <T>(reader: () => T): T | undefined => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      wrong.push(...error.findings);
      return undefined;
    }
  };
  const assumed = read(() => assumedOf(assume));
  read(() => checkViews(by));
  const changes = read(() => whatIfOf(whatIf));
  const period = read(() => (days === undefined ? undefined : periodOf(days)));
  if (wrong.length > 0) throw new InputError(wrong);
  return { assumed: assumed ?? {}, changes: changes ?? [], period };
}

export type CheckedWords = Awaited<ReturnType<typeof checkedWords>>;
