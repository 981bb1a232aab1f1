import { aws, google, only, type RuleCase } from './words';

const workingHours = [{ from: '07:00', until: '19:00' }];
const offHours = { timeZone: 'Europe/Berlin', workingHours };
const free = { ...only(aws), deletionProtection: false, services: { tracking: {}, lakehouse: {} } };

export const offHoursCases: readonly RuleCase[] = [
  [
    'servers of a protected environment stop only where that is meant',
    { ...only(aws), offHours },
    ['OFF_HOURS_PROTECTED offHours'],
    { ...only(aws), offHours: { ...offHours, evenWhereProtected: true } },
  ],
  [
    'a site that says so itself is asked the same',
    { ...only({ ...aws, offHours }) },
    ['OFF_HOURS_PROTECTED sites[0].offHours'],
    { ...only({ ...aws, offHours: 'never' }) },
  ],
  [
    'nobody stops who promises to be back',
    {
      sites: [aws, google],
      deletionProtection: false,
      offHours,
      recovery: { tier: 'warm-standby', rpoMinutes: 1440, rtoMinutes: 1440 },
    },
    ['OFF_HOURS_PROMISED offHours'],
    {
      sites: [aws, google],
      deletionProtection: false,
      recovery: { tier: 'warm-standby', rpoMinutes: 1440, rtoMinutes: 1440 },
    },
  ],
  [
    'services stop that may, and that run',
    { ...free, offHours: { ...offHours, services: ['streaming', 'workbench', 'tracking'] } },
    ['OFF_HOURS_SERVICE offHours.services[0]', 'OFF_HOURS_SERVICE offHours.services[1]'],
    { ...free, offHours: { ...offHours, services: ['lakehouse', 'tracking'] } },
  ],
  [
    'something stops',
    { ...free, offHours: { ...offHours, keep: ['tracking'] } },
    ['OFF_HOURS_SERVICE offHours.keep'],
    { ...free, offHours: { ...offHours, keep: ['lakehouse'] } },
  ],
];
