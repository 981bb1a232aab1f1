import { aws, awsNext, google, only, type RuleCase } from './words';

const warm = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 } as const;
const inParis = { ...awsNext, region: 'eu-west-3' };
const inLondon = { ...awsNext, region: 'eu-west-2' };
const pair = [aws, awsNext];

export const recoveryCases: readonly RuleCase[] = [
  [
    'what is paid for keeps what is promised, on another cloud',
    { sites: [aws, google], recovery: { ...warm, rpoMinutes: 5 } },
    // The database and the bucket.
    ['RECOVERY_UNREACHABLE recovery.rpoMinutes', 'RECOVERY_UNREACHABLE recovery.rpoMinutes'],
    { sites: [aws, google], recovery: warm },
  ],
  [
    'a standby on the same cloud keeps more',
    { sites: [aws, google], recovery: { ...warm, rpoMinutes: 15 } },
    ['RECOVERY_UNREACHABLE recovery.rpoMinutes', 'RECOVERY_UNREACHABLE recovery.rpoMinutes'],
    { sites: pair, recovery: { ...warm, rpoMinutes: 15 } },
  ],
  [
    'a dearer tier keeps more',
    { sites: pair, recovery: { tier: 'backup', rpoMinutes: 15, rtoMinutes: 240 } },
    ['RECOVERY_UNREACHABLE recovery.rpoMinutes'],
    { sites: pair, recovery: { tier: 'pilot-light', rpoMinutes: 15, rtoMinutes: 240 } },
  ],
  [
    'nothing comes back before its way is gone',
    { sites: pair, services: { scaling: {} }, recovery: { tier: 'backup', rpoMinutes: 60, rtoMinutes: 60 } },
    ['RECOVERY_UNREACHABLE recovery.rtoMinutes'],
    { sites: pair, services: { scaling: {} }, recovery: { tier: 'pilot-light', rpoMinutes: 60, rtoMinutes: 70 } },
  ],
  [
    'a word about one service is held against that service, at its own line',
    { sites: pair, recovery: { ...warm, services: { tracking: { rpoMinutes: 1 } } } },
    [
      // Of data, and the loss of the site: the database and the bucket.
      'RECOVERY_UNREACHABLE recovery.services.tracking.rpoMinutes',
      'RECOVERY_UNREACHABLE recovery.services.tracking.rpoMinutes',
      'RECOVERY_UNREACHABLE recovery.services.tracking.rpoMinutes',
    ],
    { sites: pair, recovery: { ...warm, services: { tracking: { rpoMinutes: 15 } } } },
  ],
  [
    'no store takes writes on two sites',
    { sites: pair, recovery: { tier: 'active-active', rpoMinutes: 0, rtoMinutes: 60 } },
    [
      'RECOVERY_UNREACHABLE recovery.rpoMinutes',
      'RECOVERY_UNREACHABLE recovery.rpoMinutes',
      'RECOVERY_UNREACHABLE recovery.rpoMinutes',
    ],
    { sites: pair, services: { scaling: {} }, recovery: { tier: 'active-active', rpoMinutes: 0, rtoMinutes: 5 } },
  ],
  [
    'regulated data has copies that nobody can delete',
    {
      sites: pair.map((site) => ({ ...site, providers: { postgres: 'in-cluster' as const } })),
      services: { databases: { postgres: { notes: {} } } },
      recovery: { ...warm, services: { databases: { dataClass: 'regulated' } } },
    },
    ['RECOVERY_UNREACHABLE recovery.services.databases.dataClass'],
    {
      sites: pair,
      services: { databases: { postgres: { notes: {} } } },
      recovery: warm,
    },
  ],
  [
    'what nobody can delete is not kept of what may be deleted',
    {
      sites: pair,
      deletionProtection: false,
      services: { databases: { postgres: { notes: {} } } },
      recovery: { ...warm, services: { databases: { dataClass: 'regulated' } } },
    },
    ['RECOVERY_VAULT_UNPROTECTED deletionProtection'],
    {
      sites: pair,
      services: { databases: { postgres: { notes: {} } } },
      recovery: { ...warm, services: { databases: { dataClass: 'regulated' } } },
    },
  ],
  [
    'a service that is promised back runs',
    { sites: pair, recovery: { ...warm, services: { llm: { tier: 'backup' } } } },
    ['RECOVERY_SERVICE_OFF recovery.services.llm'],
    { sites: pair, recovery: { ...warm, services: { tracking: { tier: 'backup' } } } },
  ],
  [
    'something could take over',
    { ...only(aws), recovery: warm },
    ['RECOVERY_STANDBY_MISSING recovery.tier'],
    { sites: pair, recovery: warm },
  ],
  [
    'a standby is where the data may be',
    { sites: [aws, inLondon], recovery: warm },
    ['OUTSIDE_JURISDICTION sites[1].region'],
    { sites: [aws, inParis], pools: { gpu: { enabled: false } }, recovery: warm },
  ],
  [
    'one site is the one that failovers lead from',
    { sites: [aws, { ...awsNext, role: 'primary' }], recovery: warm },
    ['PRIMARY_COUNT sites'],
    { sites: pair, recovery: warm },
  ],
];
