import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { catalogue } from '../../../runbooks/catalogue/catalogue';
import { missingPrograms } from '../../../runbooks/catalogue/missing-programs';
import { noStepNeedsLostSite } from '../../../runbooks/engine/lost-sites';
import { planOf, planText } from '../../../runbooks/engine/plan-text';
import { environmentInput, siteInputs } from '../../fixtures/environment';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { bound, recoveryEnvironment } from '../recovery-input';

const primary = 'test-aws-eu-west-1';
const google = 'test-google-europe-west1';

it.each([
  ['failover', { to: primary }, ['RUNBOOK_SITE environments/test.ts --to: this site is the primary already']],
  ['failover', { to: 'nowhere' }, ['UNKNOWN_SITE environments/test.ts --to']],
  ['failover', {}, ['RUNBOOK_OPTION environments/test.ts --to: failover needs it']],
  [
    'failover',
    { to: 'nowhere', 'accept-data-loss': 'much', model: 'churn' },
    [
      'UNKNOWN_SITE',
      'OUT_OF_RANGE environments/test.ts --accept-data-loss',
      'RUNBOOK_OPTION environments/test.ts --model',
    ],
  ],
  [
    'cluster-rebuild',
    { site: primary, delivery: 'pigeon' },
    ['UNKNOWN_VALUE environments/test.ts --delivery: nothing delivers by this name'],
  ],
  ['restore', { service: 'tracking', to: 'yesterday' }, ['RESTORE_POINT environments/test.ts --to: this is no time']],
  ['restore', { service: 'tracking', to: '2026-02-30T12:00:00Z' }, ['RESTORE_POINT']],
  ['restore', { service: 'tracking', to: '2026-11-20T12:00:00+01:00' }, ['RESTORE_POINT']],
  [
    'restore',
    { service: 'scaling', to: '2026-11-20' },
    ['UNKNOWN_VALUE environments/test.ts --service', 'RESTORE_POINT'],
  ],
  ['model-rollback', { model: '--delete', alias: 'a', from: '1', to: 'x' }, ['INVALID_VALUE', 'OUT_OF_RANGE']],
])('%s %p is refused with everything that is wrong', async (name, options, words) => {
  const error: Error = await bound(name, options).then(
    () => new Error('it was taken'),
    (thrown: Error) => thrown,
  );
  for (const word of words) expect(error.message).toContain(word);
});

it('knows no other runbook, and none of an environment without a cloud', async () => {
  await expect(bound('failsafe', {})).rejects.toThrow(/UNKNOWN_RUNBOOK .*"failsafe"[\s\S]*failover, failback, restore/);
  const local = resolveEnvironment(
    environmentInput({ sites: [{ cloud: 'local', role: 'primary' }] as never }),
    'environments/test.ts',
  );
  await expect(bound('failover', { to: google }, local)).rejects.toThrow('RUNBOOK_SITE environments/test.ts sites');
});

const guardsOf = async (
  name: string,
  options: Readonly<Record<string, string>>,
  change?: (world: SimulatedClouds) => void,
) => {
  const { runbook, input } = await bound(name, options);
  const world = new SimulatedClouds({ steps: runbook.steps(input) }, { primary });
  change?.(world);
  const found = [];
  for (const guard of runbook.guards?.(input) ?? []) found.push(...(await guard.findings(world.context)));
  return { found, world };
};

describe('guards', () => {
  it('let a fresh copy pass, and refuse one that is older than the RPO, store by store', async () => {
    expect((await guardsOf('failover', { to: google })).found).toEqual([]);
    const stale = (world: SimulatedClouds): void => {
      world.ageSeconds = 200 * 60;
    };
    const { found, world } = await guardsOf('failover', { to: google }, stale);
    expect(found[0]).toMatchObject({
      code: 'DATA_LOSS',
      place: expect.stringContaining(` on ${google}`),
      message: 'its copy is 200 min old, and 120 min may be lost; nothing was changed',
      value: 200,
      fix: expect.stringContaining('--accept-data-loss 200'),
    });
    expect(found.length).toBeGreaterThan(2);
    expect(world.effects.filter((effect) => !/get-credentials/.test(effect))).toEqual([]);
    expect((await guardsOf('failover', { to: google, 'accept-data-loss': '199' }, stale)).found).not.toEqual([]);
    expect((await guardsOf('failover', { to: google, 'accept-data-loss': '200' }, stale)).found).toEqual([]);
  });

  it('ask nothing of the lost site', async () => {
    const lost = (world: SimulatedClouds): void => {
      world.gone.add(primary);
    };
    expect((await guardsOf('failover', { to: google }, lost)).found).toEqual([]);
  });

  it('refuse a copy whose age nobody knows', async () => {
    const { runbook, input } = await bound('failover', { to: google });
    const given = [{ word: /recovery_copy_age/, answer: () => '{"data":{"result":[]}}' }];
    const world = new SimulatedClouds({ steps: runbook.steps(input) }, { primary, given });
    const [guard] = runbook.guards?.(input) ?? [];
    expect((await guard?.findings(world.context))?.[0]).toMatchObject({
      code: 'DATA_LOSS',
      message: expect.stringContaining('says how old its copy is'),
    });
  });

  it.each([
    ['2027-01-01T00:00:00Z', ['it has not come yet; nothing was changed']],
    [
      '2026-01-01T00:00:00Z',
      ['it is kept for 14 days; nothing was changed', 'it is kept for 30 days; nothing was changed'],
    ],
  ])('refuse to restore to %s', async (to, messages) => {
    const { found } = await guardsOf('restore', { service: 'tracking', to });
    expect(found.map(({ code }) => code)).toEqual(messages.map(() => 'RESTORE_POINT'));
    expect(found.map(({ message }) => message)).toEqual(messages);
  });

  it('refuse a store that the service does not have, and a second site that takes over itself', async () => {
    const to = '2026-11-20T10:00:00Z';
    expect((await guardsOf('restore', { service: 'tracking', to, need: 'nothing' })).found).toMatchObject([
      { code: 'RUNBOOK_OPTION', allowed: ['database', 'artifacts'] },
    ]);
    expect((await guardsOf('region-loss', { to: google, second: google })).found).toMatchObject([
      { code: 'RUNBOOK_SITE' },
    ]);
  });

  it.each([
    ['aws', 0],
    ['google', 0],
    // Its vault gives files, and no server.
    ['azure', 1],
  ] as const)('refuse a vault that gives no servers: %s', async (cloud, findings) => {
    const site = { ...siteInputs[cloud], role: 'primary' } as never;
    const regulated = recoveryEnvironment({
      services: { databases: { postgres: { orders: {} } }, tracking: {} },
      sites: [site, { ...siteInputs[cloud === 'aws' ? 'google' : 'aws'], role: 'standby' } as never],
      recovery: {
        tier: 'warm-standby',
        rpoMinutes: 240,
        rtoMinutes: 1440,
        services: { databases: { dataClass: 'regulated' } },
      },
    });
    const to = '2026-11-20T10:00:00Z';
    const { runbook, input } = await bound('ransomware', { to }, regulated);
    const world = new SimulatedClouds({ steps: [] }, { primary });
    const found = await Promise.all((runbook.guards?.(input) ?? []).map((guard) => guard.findings(world.context)));
    expect(found.flat()).toMatchObject(
      [{ code: 'RUNBOOK_SITE', message: expect.stringContaining('gives files') }].slice(0, findings),
    );
    const made = runbook.steps(input).filter(({ id }) => /^restore-.*-(postgres-orders|database)$/.test(id));
    const inVault = made.filter(({ title }) => title.includes('in the locked vault')).map(({ id }) => id);
    expect(made).toHaveLength(2);
    expect(inVault).toEqual(['restore-databases-postgres-orders']);
  });
});

const failovers = [
  ['failover', { to: google }],
  ['failover', { to: 'test-azure-westeurope' }],
  ['failover', { to: 'test-aws-eu-central-1' }],
  ['region-loss', { to: google, second: 'test-azure-westeurope' }],
] as const;

describe.each(failovers)('%s %p', (name, options) => {
  it('needs nothing of the lost site', async () => {
    const { runbook, input } = await bound(name, options);
    expect(runbook.lost(input)).toEqual([primary]);
    expect(noStepNeedsLostSite(runbook, input)).toEqual([]);
  });

  it('would be caught if it did: by its words, and by its commands', async () => {
    const { runbook, input } = await bound(name, options);
    const [first, ...others] = runbook.steps(input);
    if (!first || !('commands' in first.action) || 'run' in first.action) throw new Error('no commands');
    const lying = {
      ...first,
      action: { commands: [{ program: 'aws', args: ['eks', 'list-clusters'], reaches: primary }] },
    };
    const honest = { ...first, reaches: [{ name: primary, required: true }] };
    const withoutExcuse = others.map(({ mayFail: _, ...step }) => step);
    for (const steps of [[lying], [honest], withoutExcuse]) {
      const found = noStepNeedsLostSite({ ...runbook, steps: () => steps }, input);
      expect(found[0]).toMatchObject({ code: 'RUNBOOK_LOST_SITE', value: primary });
    }
    const guards = () => [{ summary: 'asks', commands: lying.action.commands, findings: async () => [] }];
    expect(noStepNeedsLostSite({ ...runbook, guards }, input)).toMatchObject([{ place: 'guards' }]);
  });
});

it('shows in its plan what is done, by whom, for how long, and what is destroyed', async () => {
  const { runbook, input } = await bound('failover', { to: google });
  const plan = planOf(runbook, input);
  const text = planText(plan);
  expect(text).toContain('does without: test-aws-eu-west-1');
  expect(text).toContain('DESTROYS: what the database tracking-database of test-google-europe-west1 holds now');
  expect(text).toMatch(
    /create job tracking-database-dumps-restore-20261120120000 --from=cronjob\/tracking-database-dumps-restore/,
  );
  expect(text).toMatch(/may fail: it may be gone/);
  // Restores are done together: the longest counts, not their sum.
  const restores = plan.steps.filter(({ together }) => together === 'take over');
  expect(restores.length).toBeGreaterThan(2);
  expect(plan.expectedMinutes).toBeLessThan(plan.steps.reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0));
});

it.each(Object.keys(catalogue))('%s says for what it is, and what people do when a step fails', (name) => {
  const { runbook } = catalogue[name] ?? {};
  expect(runbook?.when.length).toBeGreaterThan(20);
});

it('names programs that are not installed before anything is done', async () => {
  const { runbook, input } = await bound('failover', { to: google });
  const places = missingPrograms(runbook, input, (program) => program === 'kubectl').map(({ place }) => place);
  expect(places).toEqual(['gcloud', 'aws']);
  expect(missingPrograms(runbook, input, () => true)).toEqual([]);
});

it.each([
  [
    'asks for a lineage with the role where one is promised',
    { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
    2,
  ],
  ['asks for the role alone where nothing is promised', undefined, 1],
] as const)('%s', async (_, recovery, lineage) => {
  const { runbook, input } = await bound('failover', { to: google }, recoveryEnvironment({ recovery }));
  const { verify } = runbook.steps(input).find(({ id }) => id === 'state-roles') ?? {};
  if (!verify || !('check' in verify)) throw new Error('nobody looks at the roles');
  const holds = async (stated: number) => {
    const context = { statedRoles: async () => ({ primary: google, lineage: stated }) };
    return (await verify.check(context as never, {})).holds;
  };
  expect(await holds(lineage)).toBe(true);
  expect(await holds(lineage - 1)).toBe(false);
});

it.each([
  ['failover', google, primary, google],
  ['failback', primary, google, primary],
] as const)('%s goes on after Git has the new roles', async (name, to, before, after) => {
  const roles = [siteInputs.aws, siteInputs.google].map((site) => ({
    ...site,
    role: after.includes(site.cloud) ? ('primary' as const) : ('standby' as const),
  }));
  const recovery = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 } as const;
  const swapped = recoveryEnvironment({ recovery, sites: roles as never });
  await expect(bound(name, { to }, swapped)).rejects.toThrow('this site is the primary already');
  const { runbook, input } = await bound(name, { to }, swapped, { primary: before });
  const ids = runbook.steps(input).map(({ id }) => id);
  expect(ids.slice(ids.indexOf('state-roles'))).toContain(`resume-gitops-${to}`);
});
