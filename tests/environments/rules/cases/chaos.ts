import { aws, only, type RuleCase } from './words';

const experiment = (overrides: object = {}) => ({
  name: 'lose-pods',
  service: 'tracking' as const,
  fault: { kind: 'pod-kill' as const },
  schedule: '0 10 * * 2',
  minutes: 10,
  ...overrides,
});
const services = { tracking: {}, monitoring: {} };

export const chaosCases: readonly RuleCase[] = [
  [
    'faults are tried in a protected environment only where that is meant',
    { ...only(aws), services, chaos: { experiments: [experiment()] } },
    ['CHAOS_UNGUARDED chaos.evenWhereProtected'],
    { ...only(aws), services, chaos: { experiments: [experiment()], evenWhereProtected: true } },
  ],
  [
    'faults are tried where alerts say when to stop',
    { ...only(aws), services: { tracking: {} }, deletionProtection: false, chaos: { experiments: [experiment()] } },
    ['CHAOS_UNWATCHED chaos'],
    { ...only(aws), services, deletionProtection: false, chaos: { experiments: [experiment()] } },
  ],
  [
    'faults are tried on what is there',
    {
      ...only(aws),
      services,
      deletionProtection: false,
      chaos: {
        experiments: [
          experiment({ service: 'serving', fault: { kind: 'partition', from: 'catalog' } }),
          experiment({ name: 'zone', fault: { kind: 'zone-loss', zone: 'mars-1a' } }),
        ],
      },
    },
    [
      'UNKNOWN_VALUE chaos.experiments[0].service',
      'UNKNOWN_VALUE chaos.experiments[0].fault.from',
      'UNKNOWN_ZONE chaos.experiments[1].fault.zone',
    ],
    {
      ...only(aws),
      services,
      deletionProtection: false,
      chaos: { experiments: [experiment({ fault: { kind: 'zone-loss', zone: 'eu-west-1a' } })] },
    },
  ],
];
