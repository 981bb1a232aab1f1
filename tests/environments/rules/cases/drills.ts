import { aws, type RuleCase } from './words';

const sites = [
  { ...aws, role: 'primary' as const },
  { ...aws, region: 'eu-central-1', role: 'standby' as const, addressSlot: 1 },
] as RuleCase[1]['sites'];
const recovery = { tier: 'warm-standby', rpoMinutes: 60, rtoMinutes: 360 } as const;

export const drillsCases: readonly RuleCase[] = [
  [
    'every drill of the schedule has something to lose',
    { sites, recovery: { ...recovery, drills: [{ scenario: 'stream-site-loss', everyDays: 30 }] } },
    ['DRILL_GROUND recovery.drills[0].scenario'],
    { sites, recovery: { ...recovery, drills: [{ scenario: 'database-site-loss', everyDays: 30 }] } },
  ],
];
