import type { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { Maintenance } from '../../../environments/model';
import { openHoursByDay } from '../../../environments/model/maintenance';

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/**
 * When AKS may upgrade: patches of the version on the first day of the window, images of the machines on the last, so
 * that one has settled before the other; releases of AKS itself whenever it is open. Nothing in a freeze. AKS breaks
 * either for what cannot wait.
 */
export function maintenanceWindows({
  window,
  freezes,
}: Maintenance): Pick<
  KubernetesClusterConfig,
  'maintenanceWindow' | 'maintenanceWindowAutoUpgrade' | 'maintenanceWindowNodeOs'
> {
  const { days, startHour, hours } = window;
  const notAllowed = freezes.map(({ from, until }) => ({ start: `${from}T00:00:00Z`, end: `${until}T00:00:00Z` }));
  const frozen = notAllowed.length > 0 ? { notAllowed } : {};
  const weekly = (day = 'saturday') => ({
    frequency: 'Weekly',
    interval: 1,
    dayOfWeek: capitalised(day),
    startTime: `${String(startHour).padStart(2, '0')}:00`,
    utcOffset: '+00:00',
    duration: hours,
    ...frozen,
  });
  return {
    maintenanceWindow: {
      allowed: openHoursByDay(window).map((open) => ({ day: capitalised(open.day), hours: open.hours })),
      ...frozen,
    },
    maintenanceWindowAutoUpgrade: weekly(days[0]),
    maintenanceWindowNodeOs: weekly(days.at(-1)),
  };
}
