import { drillPromise } from '../model/recovery/drill-promise';
import type { EnvironmentRule } from './rule';

/** Every drill of the schedule has something to lose: one that cannot be run would hold all releases. */
export const drillsRule: EnvironmentRule = ({ name, services, sites, recovery, edge }) => {
  if (!recovery || !services || name === undefined || sites.length === 0) return [];
  const environment = { name, services, sites: sites.map(({ site }) => site), recovery, edge };
  return recovery.drills.flatMap(({ scenario }, index) =>
    drillPromise(environment, scenario)
      ? []
      : [
          {
            code: 'DRILL_GROUND' as const,
            place: `recovery.drills[${index}].scenario`,
            message: 'the environment promises nothing that this drill could try, so it would hold every release',
            value: scenario,
            fix: 'take it out of the schedule, or have what it loses',
          },
        ],
  );
};
