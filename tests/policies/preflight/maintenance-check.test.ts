import { maintenanceChecks } from '../../../policies/preflight/maintenance-check';
import { googleSite } from '../../fixtures/sites';

const on = (day: string) => maintenanceChecks(googleSite(), day)[0];

test.each([
  ['2026-12-01', 'fine', /to come/],
  ['2026-12-18', 'fine', /until 2027-01-04/],
  ['2027-01-03', 'fine', /until 2027-01-04/],
  ['2027-01-04', 'act', /over/],
])('a freeze looked at on %s: %s', (day, status, message) =>
  expect(on(day)).toMatchObject({ status, message: expect.stringMatching(message) }),
);

test('a site without freezes is asked nothing', () =>
  expect(
    maintenanceChecks(googleSite({ maintenance: { ...googleSite().maintenance, freezes: [] } }), '2026-12-01'),
  ).toEqual([]));
