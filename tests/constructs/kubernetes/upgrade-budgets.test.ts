import { upgradeBudgets } from '../../../constructs/kubernetes/upgrade-budgets';
import type { MaintenanceWindow } from '../../../environments/model';

const weekend: MaintenanceWindow = { days: ['saturday', 'sunday'], startHour: 0, hours: 6 };

test('outdated machines stay from the end of the window until it opens again', () =>
  expect(upgradeBudgets({ window: weekend, freezes: [] })).toEqual([
    { nodes: '0', schedule: '0 6 * * 6', duration: '18h', reasons: ['Drifted'] },
    { nodes: '0', schedule: '0 6 * * 0', duration: '138h', reasons: ['Drifted'] },
  ]));

test('and from the first day of a freeze until the day on which upgrades go on', () =>
  expect(
    upgradeBudgets({ window: weekend, freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of year' }] }),
  ).toContainEqual({ nodes: '0', schedule: '0 0 18 12 *', duration: '408h', reasons: ['Drifted'] }));

test('a window that is always open closes nothing', () =>
  expect(
    upgradeBudgets({
      window: {
        days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
        startHour: 3,
        hours: 24,
      },
      freezes: [],
    }),
  ).toEqual([]));
