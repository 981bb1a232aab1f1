import type { ContainerClusterMaintenancePolicy } from '@cdktf/provider-google/lib/container-cluster';
import type { Maintenance } from '../../../environments/model';
import { daysOfWeek } from '../../../environments/model/maintenance';

const hourMs = 3_600_000;

/** A Monday; windows repeat from here on, so the date fixes day and hour only. */
const firstMonday = Date.UTC(2025, 11, 29);

const timestamp = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** `SA`, as RFC 5545 has it. */
const shortDay = (day: string): string => day.slice(0, 2).toUpperCase();

/**
 * When GKE may upgrade. A freeze keeps machines and minor versions as they are; patches of the control plane, which
 * has a copy in every zone and stays up, go on in the window. The stricter scope ends after 30 days and only counts
 * beside windows that stay open 48 hours in every 32 days, freezes included.
 */
export function maintenancePolicy({ window, freezes }: Maintenance): ContainerClusterMaintenancePolicy {
  const { days, startHour, hours } = window;
  const first = Math.min(...days.map((day) => daysOfWeek.indexOf(day)));
  const start = firstMonday + (first * 24 + startHour) * hourMs;
  return {
    recurringWindow: {
      startTime: timestamp(start),
      endTime: timestamp(start + hours * hourMs),
      recurrence: `FREQ=WEEKLY;BYDAY=${daysOfWeek
        .filter((day) => days.includes(day))
        .map(shortDay)
        .join()}`,
    },
    ...(freezes.length > 0
      ? {
          maintenanceExclusion: freezes.map(({ from, until }) => ({
            exclusionName: `freeze-${from}`,
            startTime: `${from}T00:00:00Z`,
            endTime: `${until}T00:00:00Z`,
            exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES' },
          })),
        }
      : {}),
  };
}
