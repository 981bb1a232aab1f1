import type { Maintenance } from '../../environments/model';
import { closedPeriods, daysOfWeek, freezeDays } from '../../environments/model/maintenance';

/** How many machines Karpenter may take away at once; `schedule` in cron, UTC. */
export interface DisruptionBudget {
  readonly nodes: string;
  readonly schedule?: string;
  readonly duration?: string;
  readonly reasons?: readonly string[];
}

/** A machine that is older than what it would be made from today: another image, version or setting. */
const outdated = ['Drifted'];

/**
 * No outdated machine is replaced while the window is closed or the site is frozen. Machines that are empty or underused
 * still go: they are not upgrades, and cost money. Cron knows no years: a freeze that stays in the file comes back, and
 * preflight tells of one that is over.
 * Source: karpenter.sh/docs/concepts/disruption, "NodePool Disruption Budgets".
 */
export const upgradeBudgets = ({ window, freezes }: Maintenance): DisruptionBudget[] => [
  ...closedPeriods(window).map(({ day, hour, hours }) => ({
    nodes: '0',
    schedule: `0 ${hour} * * ${(daysOfWeek.indexOf(day) + 1) % 7}`,
    duration: `${hours}h`,
    reasons: outdated,
  })),
  ...freezes.map((freeze) => {
    const [, month, day] = freeze.from.split('-').map(Number);
    return {
      nodes: '0',
      schedule: `0 0 ${day} ${month} *`,
      duration: `${freezeDays(freeze) * 24}h`,
      reasons: outdated,
    };
  }),
];
