import { maintenanceWindows } from '../../constructs/azure/cluster/maintenance';
import { maintenancePolicy } from '../../constructs/google/cluster/maintenance';
import type { Maintenance } from '../../environments/model';

const maintenance: Maintenance = {
  window: { days: ['sunday', 'friday'], startHour: 22, hours: 8 },
  freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' }],
};

it('GKE: one window that repeats, and the freezes as exclusions of machines and minor versions', () =>
  expect(maintenancePolicy(maintenance)).toEqual({
    recurringWindow: {
      startTime: '2026-01-02T22:00:00Z',
      endTime: '2026-01-03T06:00:00Z',
      recurrence: 'FREQ=WEEKLY;BYDAY=FR,SU',
    },
    maintenanceExclusion: [
      {
        exclusionName: 'freeze-2026-12-18',
        startTime: '2026-12-18T00:00:00Z',
        endTime: '2027-01-04T00:00:00Z',
        exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES' },
      },
    ],
  }));

it('AKS: versions on the first day, images on the last, its own releases while it is open; nothing in a freeze', () => {
  const notAllowed = [{ start: '2026-12-18T00:00:00Z', end: '2027-01-04T00:00:00Z' }];
  const weekly = { frequency: 'Weekly', interval: 1, startTime: '22:00', utcOffset: '+00:00', duration: 8, notAllowed };
  expect(maintenanceWindows(maintenance)).toEqual({
    maintenanceWindow: {
      allowed: [
        { day: 'Monday', hours: [0, 1, 2, 3, 4, 5] },
        { day: 'Friday', hours: [22, 23] },
        { day: 'Saturday', hours: [0, 1, 2, 3, 4, 5] },
        { day: 'Sunday', hours: [22, 23] },
      ],
      notAllowed,
    },
    maintenanceWindowAutoUpgrade: { ...weekly, dayOfWeek: 'Sunday' },
    maintenanceWindowNodeOs: { ...weekly, dayOfWeek: 'Friday' },
  });
});

it('a site without freezes says nothing of them', () => {
  const open = { ...maintenance, freezes: [] };
  expect(JSON.stringify([maintenancePolicy(open), maintenanceWindows(open)])).not.toMatch(/exclusion|notAllowed/i);
});
