import {
  closedPeriods,
  freezeDays,
  type MaintenanceWindow,
  openHoursOfWeek,
} from '../../../environments/model/maintenance';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const weekend: MaintenanceWindow = { days: ['saturday', 'sunday'], startHour: 0, hours: 6 };

test('counts every hour of the week once', () => {
  expect(openHoursOfWeek(weekend)).toBe(12);
  expect(openHoursOfWeek({ days: ['sunday', 'monday'], startHour: 20, hours: 24 })).toBe(48);
  expect(openHoursOfWeek({ days: ['sunday', 'saturday'], startHour: 0, hours: 24 })).toBe(48);
  expect(openHoursOfWeek({ days: ['saturday', 'sunday'], startHour: 12, hours: 24 })).toBe(48);
});

test('knows the rest of the week', () => {
  expect(closedPeriods(weekend)).toEqual([
    { day: 'saturday', hour: 6, hours: 18 },
    { day: 'sunday', hour: 6, hours: 138 },
  ]);
  // Over midnight of Sunday, where the week wraps around.
  expect(closedPeriods({ days: ['sunday'], startHour: 22, hours: 12 })).toEqual([
    { day: 'monday', hour: 10, hours: 156 },
  ]);
  const always = { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'], hours: 24 };
  expect(closedPeriods({ ...always, startHour: 5 } as MaintenanceWindow)).toEqual([]);
});

test('open and closed hours are the whole week', () => {
  for (const startHour of [0, 7, 23]) {
    for (const hours of [4, 12, 24]) {
      const window: MaintenanceWindow = { days: ['tuesday', 'sunday', 'monday'], startHour, hours };
      const closed = closedPeriods(window).reduce((sum, period) => sum + period.hours, 0);
      expect(openHoursOfWeek(window) + closed).toBe(168);
    }
  }
});

test('a freeze lasts until the day before upgrades go on, over the end of a year, too', () => {
  expect(freezeDays({ from: '2026-12-18', until: '2027-01-04' })).toBe(17);
});

test('every cloud site has the window and the freezes, in the order of time', () => {
  const [late, early] = [
    { from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' },
    { from: '2026-11-26', until: '2026-12-01', reason: 'the busiest weekend' },
  ];
  const { sites } = resolveEnvironment(environmentInput({ maintenance: { freezes: [late, early] } }));
  for (const site of sites) {
    expect(site).toMatchObject({ maintenance: { window: weekend, freezes: [early, late] } });
  }
});
