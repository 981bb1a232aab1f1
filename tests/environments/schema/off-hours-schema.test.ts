import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { offHoursSchema } from '../../../environments/schema/off-hours-schema';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const base = { timeZone: 'Europe/Berlin', workingHours: [{ from: '07:00', until: '19:00' }] };
const problems = (changes: object): string[] =>
  (offHoursSchema.safeParse({ ...base, ...changes }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
const hours = (from: string, until: string, more: object = {}) => ({ workingHours: [{ from, until, ...more }] });

describe('hours in which people work', () => {
  it('are those of the week unless days are named', () => {
    expect(offHoursSchema.parse(base).workingHours[0]?.days).toEqual([
      'monday',
      'tuesday',
      'wednesday',
      'thursday',
      'friday',
    ]);
  });

  it('end after they begin, at midnight, or on the next day', () => {
    for (const [from, until] of [
      ['07:00', '19:00'],
      ['00:00', '24:00'],
      ['22:00', '06:00'],
    ] as const) {
      expect(problems(hours(from, until))).toEqual([]);
    }
    expect(problems(hours('07:00', '07:00'))).toEqual([
      'workingHours.0.until: must end at another time than it begins; a whole day is from 00:00 until 24:00',
    ]);
  });

  it.each([
    [hours('24:00', '06:00'), 'workingHours.0.from'],
    [hours('7:00', '19:00'), 'workingHours.0.from'],
    [hours('07:00', '19:60'), 'workingHours.0.until'],
    [hours('07:00', '19:00', { days: [] }), 'workingHours.0.days'],
    [hours('07:00', '19:00', { days: ['monday', 'monday'] }), 'workingHours.0.days'],
    [{ workingHours: [] }, 'workingHours'],
    [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ services: [] }, 'services'],
    [{ services: ['payroll'] }, 'services.0'],
  ])('refuse %j at %s', (changes, place) => {
    expect([...new Set(problems(changes).map((text) => text.split(':')[0]))]).toEqual([place]);
  });
});

describe('what stops at a site', () => {
  const sitesOf = (changes: object) =>
    resolveEnvironment(
      environmentInput({
        deletionProtection: false,
        services: { tracking: {}, lakehouse: {}, streaming: {} },
        offHours: base,
        ...changes,
      }),
    ).sites.map(({ offHours }) => offHours?.services);

  it('is every service that no job of the night needs, and others that are named', () => {
    expect(sitesOf({ sites: [siteInputs.aws] })).toEqual([['tracking']]);
    expect(sitesOf({ sites: [siteInputs.aws], offHours: { ...base, services: ['lakehouse'] } })).toEqual([
      ['lakehouse'],
    ]);
  });

  it('is said by the site before the environment', () => {
    const { aws, google } = siteInputs;
    expect(sitesOf({ sites: [aws, { ...google, offHours: 'never' }] })).toEqual([['tracking'], undefined]);
    expect(
      sitesOf({ offHours: undefined, sites: [{ ...aws, offHours: { ...base, services: ['tracking'] } }, google] }),
    ).toEqual([['tracking'], undefined]);
  });
});
