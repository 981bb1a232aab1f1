import type { GateFacts } from '../../../delivery/promotion/gate';
import { gates, heldFindings, judgeGates } from '../../../delivery/promotion/gates';
import type { AppliedByGitops, EnvironmentFacts } from '../../../delivery/promotion/promotion-facts';
import type { Finding } from '../../../environments/model';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

const health: EnvironmentFacts = {
  at: now.toISOString(),
  watched: { hours: 48, share: 1 },
  alerts: [{ name: 'DiskFills', severity: 'ticket', lastAt: hoursAgo(1) }],
  budgets: [{ service: 'tracking', slo: 'availability', remaining: 0.6 }],
  gitops: ['staging-aws', 'prod-google', 'prod-aws'].map((site) => ({
    name: 'root',
    site,
    isInSync: true,
    isHealthy: true,
    says: 'ready: True',
    commit: 'c'.repeat(40),
  })),
};
/** The same, but that one object of a site is otherwise. */
const applied = (change: Partial<AppliedByGitops>): EnvironmentFacts => ({
  ...health,
  gitops: (health.gitops ?? []).map((one) =>
    one.site === (change.site ?? 'staging-aws') ? { ...one, ...change } : one,
  ),
});
const strayed = (site: string, environment: string) => [
  { environment, name: 'root', site, commit: 'd'.repeat(40), isKnown: true },
];

const finding = (code: Finding['code']): Finding => ({ code, file: 'f', place: 'p', message: 'm', fix: 'mend it' });

/** Every gate is open. */
const sound: GateFacts = {
  now,
  source: { name: 'staging', promotedFrom: 'dev' },
  target: { name: 'prod', promotedFrom: 'staging' },
  config: {
    soakHours: 24,
    errorBudgetLeft: 0.1,
    approvals: 1,
    approvers: ['ada@example.com', 'grace@example.com'],
    waveMinutes: 60,
  },
  release: { id: 'a'.repeat(64), since: hoursAgo(30), findings: [] },
  freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' }],
  health,
  targetHealth: health,
  sites: { source: ['staging-aws'], target: ['prod-google', 'prod-aws'] },
  strayed: [],
  approvals: [{ by: 'ada@example.com', from: 'commit' }],
  askedBy: 'grace@example.com',
  drills: [],
  drillStandings: [],
  build: [],
  dropped: [],
  wavesBefore: { sites: ['prod-google'], at: hoursAgo(2) },
};

const { health: _health, ...unasked } = sound;
const page = (hours: number, site?: string): EnvironmentFacts => ({
  ...health,
  alerts: [{ name: 'TrackingDown', severity: 'page', lastAt: hoursAgo(hours), ...(site ? { site } : {}) }],
});

const holding: readonly (readonly [what: string, gate: string, facts: GateFacts])[] = [
  [
    'a lock that was changed by hand',
    'release',
    { ...sound, release: { ...sound.release, findings: [finding('LOCK_INVALID')] } },
  ],
  ['a release that is too young', 'soak', { ...sound, release: { ...sound.release, since: hoursAgo(23) } }],
  ['nobody was asked', 'soak', unasked],
  ['health of yesterday', 'soak', { ...sound, health: { ...health, at: hoursAgo(1) } }],
  ['health of tomorrow', 'soak', { ...sound, health: { ...health, at: hoursAgo(-1) } }],
  ['health that does not reach back', 'soak', { ...sound, health: { ...health, watched: { hours: 12, share: 1 } } }],
  ['silence of whoever watches', 'soak', { ...sound, health: { ...health, watched: { hours: 24, share: 0.5 } } }],
  ['an alert that woke somebody', 'soak', { ...sound, health: page(23) }],
  [
    'a spent budget',
    'error-budget',
    { ...sound, health: { ...health, budgets: [{ service: 's', slo: 'l', remaining: -0.4 }] } },
  ],
  [
    'a budget below what is asked for',
    'error-budget',
    { ...sound, health: { ...health, budgets: [{ service: 's', slo: 'l', remaining: 0.05 }] } },
  ],
  ['a drill that is due', 'drills', { ...sound, drills: [finding('DRILL_MISSED')] }],
  ['a bill over the budget', 'cost', { ...sound, build: [finding('BUDGET_EXCEEDED')] }],
  ['a broken promise', 'build', { ...sound, build: [finding('PARITY_BROKEN')] }],
  ['a downgrade that loses a version', 'versions', { ...sound, dropped: [finding('VERSION_DROPPED')] }],
  ['nobody agreed', 'approvals', { ...sound, approvals: [] }],
  ['who asks agrees with himself', 'approvals', { ...sound, askedBy: 'Ada@example.com' }],
  ['a stranger agrees', 'approvals', { ...sound, approvals: [{ by: 'eve@example.com', from: 'pipeline' }] }],
  [
    'one agrees twice',
    'approvals',
    { ...sound, config: { ...sound.config, approvals: 2 }, approvals: [...sound.approvals, ...sound.approvals] },
  ],
  [
    'the first day of a freeze',
    'freeze',
    { ...sound, freezes: [{ from: '2026-11-22', until: '2026-11-23', reason: 'sales' }] },
  ],
  ['sites that have it for minutes', 'waves', { ...sound, wavesBefore: { sites: ['prod-google'], at: hoursAgo(0.5) } }],
  ['sites that nobody watches', 'waves', { ...sound, targetHealth: { ...health, watched: { hours: 48, share: 0 } } }],
  ['a source that went back', 'soak', { ...sound, release: { ...sound.release, takenBack: 'predictions are wrong' } }],
  ['a source that is not what Git holds', 'gitops', { ...sound, health: applied({ isInSync: false }) }],
  ['a source that is not healthy', 'gitops', { ...sound, health: applied({ isHealthy: false }) }],
  ['a source of whose engine nobody says anything', 'gitops', { ...sound, health: { ...health, gitops: undefined } }],
  ['a source whose root is gone', 'gitops', { ...sound, health: applied({ name: 'other' }) }],
  ['a source at another commit', 'gitops', { ...sound, strayed: strayed('staging-aws', 'staging') }],
  [
    'a word that may be of any site',
    'gitops',
    {
      ...sound,
      sites: { ...sound.sites, source: ['staging-aws', 'staging-google'] },
      health: applied({ site: undefined }),
    },
  ],
  [
    'a site that has it and is not what Git holds',
    'waves',
    {
      ...sound,
      targetHealth: applied({ site: 'prod-google', isInSync: false }),
    },
  ],
  [
    'a site that has it and is not healthy',
    'waves',
    {
      ...sound,
      targetHealth: applied({ site: 'prod-google', isHealthy: false }),
    },
  ],
  ['a site that has it and stays at another commit', 'waves', { ...sound, strayed: strayed('prod-google', 'prod') }],
  [
    'a site that has it and has spent its budget',
    'waves',
    {
      ...sound,
      targetHealth: { ...health, budgets: [{ service: 's', slo: 'l', site: 'prod-google', remaining: 0.05 }] },
    },
  ],
  ['a site that has it and wakes somebody', 'waves', { ...sound, targetHealth: page(1, 'prod-google') }],
];

const heldIn = (facts: GateFacts): string[] => [
  ...new Set(judgeGates(facts).flatMap(({ id, status }) => (status === 'held' ? [id] : []))),
];

it('all open where all is well', () => expect(heldIn(sound)).toEqual([]));

it.each(holding)('%s holds the gate %s', (_what, gate, facts) => expect(heldIn(facts)).toContain(gate));

it('every gate is shown to hold', () =>
  expect(new Set(holding.map(([, gate]) => gate))).toEqual(new Set(gates.map(({ id }) => id))));

it.each([
  ['an alert of before the soak time', { ...sound, health: page(25) }],
  ['the day after a freeze', { ...sound, freezes: [{ from: '2026-11-20', until: '2026-11-22', reason: 'sales' }] }],
  ['an alert of a site that does not have the release yet', { ...sound, targetHealth: page(1, 'prod-aws') }],
  ['an alert from before the wave', { ...sound, targetHealth: page(3, 'prod-google') }],
  [
    'a site that does not have the release yet and is not what Git holds',
    {
      ...sound,
      targetHealth: applied({ site: 'prod-aws', isInSync: false, isHealthy: false }),
      strayed: strayed('prod-aws', 'prod'),
    },
  ],
  ['an environment to which nothing is applied by GitOps', { ...sound, health: { ...health, gitops: [] } }],
  ['the only site, without its name', { ...sound, health: applied({ site: undefined }) }],
  [
    'a source that goes ahead with another release',
    {
      ...sound,
      release: { ...sound.release, leftBehind: true },
      health: { ...page(1), gitops: undefined },
    },
  ],
  ['no approver is named, and somebody agrees', { ...sound, config: { ...sound.config, approvers: [] } }],
] satisfies readonly [string, GateFacts][])('%s holds nothing', (_what, facts) => expect(heldIn(facts)).toEqual([]));

it('nothing is asked of whom the environment asks nothing', () =>
  expect(
    heldIn({
      ...unasked,
      config: { soakHours: 0, errorBudgetLeft: 0, approvals: 0, approvers: [], waveMinutes: 0 },
      approvals: [],
    }),
  ).toEqual([]));

it('a hotfix passes what time and people open, says so, and passes nothing else', () => {
  const hotfix = { reason: 'leak of memory', approvedBy: 'ada@example.com' };
  const all = holding.flatMap(([, , facts]) => judgeGates({ ...facts, hotfix }));
  const waived = all.filter(({ status }) => status === 'waived');
  expect(new Set(waived.map(({ id }) => id))).toEqual(
    new Set(['soak', 'gitops', 'error-budget', 'drills', 'approvals', 'freeze']),
  );
  expect(waived[0]?.why).toContain('ada@example.com answers for it: leak of memory');
  expect(new Set(all.flatMap(({ id, status }) => (status === 'held' ? [id] : [])))).toEqual(
    new Set(['release', 'cost', 'build', 'versions', 'waves']),
  );
});

it('a held gate is a finding with the way', () =>
  expect(heldFindings(judgeGates({ ...sound, drills: [finding('DRILL_MISSED')] }), 'environments/prod.ts')).toEqual([
    {
      code: 'PROMOTION_HELD',
      file: 'environments/prod.ts',
      place: 'gate drills',
      message: 'drills fresh and passed: DRILL_MISSED p: m',
      fix: 'mend it',
    },
  ]));
