import type { Advisor } from './advisor';
import { commitmentAdvisors } from './commitment-advisors';
import { environmentAdvisors } from './environment-advisors';
import { poolAdvisors } from './pool-advisors';
import { serviceAdvisors } from './service-advisors';

/** Everything that may save money. One more is one more entry, in the list that it belongs to. */
export const advisors: readonly Advisor[] = [
  ...poolAdvisors,
  ...serviceAdvisors,
  ...environmentAdvisors,
  ...commitmentAdvisors,
];
