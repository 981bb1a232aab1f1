import { type Cloud, clouds } from '../../../environments/facts';
import type { Advisor } from './advisor';

/** The commitment that binds least, for what always runs on one cloud and nothing covers yet. Without a budget it has no place. */
const leastBinding = (cloud: Cloud): Advisor => ({
  id: `commit-${cloud}`,
  title: `Commit for a year to what always runs on ${cloud}`,
  confidence: {
    level: 'medium',
    because: 'discounts differ by family and are written down by hand; the calculator of the cloud knows them',
  },
  effort: { level: 'hours', toDo: 'agree with whoever pays, buy it in the console, and write it down' },
  givesUp: 'It is paid for a year, also when machines become fewer.',
  propose: ({ environment: { config }, bill }) => {
    const { budget } = config;
    if (!budget) return [];
    return (bill.commitments?.advice ?? [])
      .filter((one) => one.cloud === cloud)
      .map(({ commitment }) => [
        { path: `budget.commitments.${cloud}`, value: [...(budget.commitments?.[cloud] ?? []), commitment] },
      ]);
  },
});

/** What is bought for a year in place of by the hour. */
export const commitmentAdvisors: readonly Advisor[] = clouds.map(leastBinding);
