import { cloudFacts } from '../facts';
import { kubernetesSupport } from '../model/kubernetes-support';
import { freezeDays, openHoursOfWeek } from '../model/maintenance';
import { maxFreezeDays } from '../schema/maintenance-schema';
import type { EnvironmentView } from '../schema/parse-environment';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

type Maintenance = NonNullable<EnvironmentView['maintenance']>;
type Freeze = Maintenance['freezes'][number];

/**
 * A week's window must be open so long that 32 days, of which four weeks are whole, have 48 hours of it.
 * Source: GKE, maintenance windows: "at least 48 hours of maintenance availability in a 32-day rolling window".
 */
const leastHoursOfWeek = 12;

/** Every cloud can do its patches in the window. */
function windowFindings({ window }: Maintenance): RuleFinding[] {
  const open = openHoursOfWeek(window);
  if (open >= leastHoursOfWeek) return [];
  return [
    {
      code: 'MAINTENANCE_WINDOW',
      place: 'maintenance.window',
      message: `open ${open} hours a week; GKE, the strictest, wants 48 hours in 32 days`,
      value: open,
      allowed: [`at least ${leastHoursOfWeek} hours a week`],
      fix: 'name more days or open it for longer',
    },
  ];
}

/** A freeze begins before it ends, and is no longer than every engine of a cloud takes. */
function lengthFindings({ from, until }: Freeze, place: string): RuleFinding[] {
  const days = freezeDays({ from, until });
  const shared = { code: 'MAINTENANCE_FREEZE' as const, place, value: `${from} to ${until}` };
  if (days < 1) {
    return [
      {
        ...shared,
        message: 'a freeze ends on a later day than it begins',
        allowed: [`until: a day after ${from}`],
        fix: 'state in `until` the first day on which upgrades go on',
      },
    ];
  }
  if (days <= maxFreezeDays) return [];
  return [
    {
      ...shared,
      message: `${days} days; Cloud SQL, the strictest, puts patches off for ${maxFreezeDays} at most`,
      allowed: [`at most ${maxFreezeDays} days`],
      fix: 'shorten it, or leave some weeks for patches between two freezes',
    },
  ];
}

/** No day is frozen twice. */
const overlapFindings = (freezes: readonly Freeze[]): RuleFinding[] =>
  freezes.flatMap((freeze, index) => {
    const other = freezes.findIndex(({ from, until }, i) => i < index && from < freeze.until && freeze.from < until);
    if (other < 0) return [];
    return [
      {
        code: 'MAINTENANCE_FREEZE' as const,
        place: `maintenance.freezes[${index}]`,
        message: `shares days with maintenance.freezes[${other}]`,
        value: `${freeze.from} to ${freeze.until}`,
        allowed: ['periods that do not meet'],
        fix: 'make one freeze of the two',
      },
    ];
  });

/** A version whose support ends is moved by its cloud, freeze or not. */
function supportFindings(environment: EnvironmentView, { from, until }: Freeze, place: string): RuleFinding[] {
  const clouds = [...new Set(cloudSites(environment).map(({ site }) => site.cloud))];
  const ends = clouds.flatMap((cloud) => {
    const end = kubernetesSupport(cloudFacts[cloud], environment.kubernetesVersion ?? '')?.lastEnd;
    return end !== undefined && end < until ? [`${cloud}: ${end}`] : [];
  });
  if (ends.length === 0) return [];
  return [
    {
      code: 'MAINTENANCE_FREEZE',
      place,
      message: `Kubernetes ${environment.kubernetesVersion} loses its support before the freeze ends (${ends.join(', ')}); a cloud then upgrades it all the same`,
      value: `${from} to ${until}`,
      allowed: ['freezes within the support of `kubernetesVersion`'],
      fix: 'upgrade Kubernetes before the freeze begins',
    },
  ];
}

/**
 * Upgrade windows and freezes that every cloud of the environment can keep. A build reads no clock: whether a freeze is
 * over is for preflight to say.
 */
export const maintenanceRule: EnvironmentRule = (environment) => {
  const { maintenance } = environment;
  if (maintenance === undefined || cloudSites(environment).length === 0) return [];
  const { freezes } = maintenance;
  return [
    ...windowFindings(maintenance),
    ...freezes.flatMap((freeze, index) => {
      const place = `maintenance.freezes[${index}]`;
      return [...lengthFindings(freeze, place), ...supportFindings(environment, freeze, place)];
    }),
    ...overlapFindings(freezes),
  ];
};
