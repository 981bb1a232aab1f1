import { noStepNeedsLostSite } from '../../../runbooks/engine/lost-sites';
import { planOf, planText } from '../../../runbooks/engine/plan-text';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { bound } from '../recovery-input';

const site = 'test-aws-eu-west-1';

const stepsOf = async (options: Readonly<Record<string, string>>, name = 'cluster-rebuild') => {
  const { runbook, input } = await bound(name, options);
  return runbook.steps(input).filter(({ id }) => !id.startsWith('answers-'));
};

it('waits for Git as a rule, and never asks the second engine', async () => {
  const ids = (await stepsOf({ site })).map(({ id }) => id);
  expect(ids).toEqual((await stepsOf({ site, delivery: 'gitops' })).map(({ id }) => id));
  expect(ids.filter((id) => /deliver|hand-over|git-back/.test(id))).toEqual([]);
  expect(
    (await bound('cluster-rebuild', { site })).runbook.guards?.({
      site,
    } as never),
  ).toEqual([]);
});

it('delivers without Git: what Velero needs, the restore, then the rest; Git takes over at last', async () => {
  const steps = await stepsOf({ site, delivery: 'direct' });
  expect(steps.map(({ id }) => id.replace(`-${site}`, ''))).toMatchInlineSnapshot(`
    [
      "make-cluster",
      "pause-gitops",
      "deliver-first",
      "velero-state",
      "velero-volumes",
      "deliver",
      "materialise-features",
      "git-back",
      "hand-over",
      "resume-gitops",
      "sync",
    ]
  `);
  const after = steps.slice(steps.findIndex(({ id }) => id.startsWith('git-back')));
  expect(after.every(({ afterwards }) => afterwards === true)).toBe(true);
});

it('shows what it would do, with the way back', async () => {
  const { runbook, input } = await bound('cluster-rebuild', {
    site,
    delivery: 'direct',
  });
  const text = planText(planOf(runbook, input));
  expect(text).toContain(`the rendered tree of ${site} is there, whole, and the release of the lock`);
  expect(text).toContain(`deliver dist/test/${site} by Pulumi: all waves`);
  expect(text).toContain(`pulumi up --stack ${site} --yes`);
  expect(text).toContain('forgets the objects; they stay in the cluster');
});

it.each([
  ['cluster-rebuild', { site, delivery: 'direct' }],
  [
    'region-loss',
    {
      to: 'test-google-europe-west1',
      second: 'test-azure-westeurope',
      delivery: 'direct',
    },
  ],
] as const)('%s begins nothing with a tree that is not the release', async (name, options) => {
  const { runbook, input } = await bound(name, options);
  const world = new SimulatedClouds({ steps: runbook.steps(input) }, { primary: site });
  const finding = {
    code: 'RELEASE_DRIFT',
    file: 'f',
    place: site,
    message: 'm',
    fix: 'f',
  } as const;
  const foundBy = async () =>
    (await Promise.all((runbook.guards?.(input) ?? []).map((guard) => guard.findings(world.context)))).flat();
  expect(await foundBy()).toEqual([]);
  world.treeFindings = [finding];
  expect(await foundBy()).toEqual([finding]);
  expect(noStepNeedsLostSite(runbook, input)).toEqual([]);
});

const stepOf = async (start: string) => {
  const step = (await stepsOf({ site, delivery: 'direct' })).find(({ id }) => id.startsWith(start));
  if (!step) throw new Error(`no step ${start}`);
  return step;
};

it.each(['deliver-first-', 'deliver-test-'])('%s is not begun with a tree that changed since', async (start) => {
  const step = await stepOf(start);
  if (!step.needs || !('check' in step.needs)) throw new Error('it needs nothing');
  const world = new SimulatedClouds({ steps: [step] }, { primary: site });
  expect(await step.needs.check(world.context, {})).toMatchObject({ holds: true });
  world.treeFindings = [{ code: 'RELEASE_DRIFT', file: 'f', place: site, message: 'another image', fix: 'f' }];
  expect(await step.needs.check(world.context, {})).toEqual({
    holds: false,
    saw: `RELEASE_DRIFT ${site}: another image`,
  });
});

it('a region that is lost without Git gets its second site directly, too', async () => {
  const ids = (
    await stepsOf(
      {
        to: 'test-google-europe-west1',
        second: 'test-azure-westeurope',
        delivery: 'direct',
      },
      'region-loss',
    )
  ).map(({ id }) => id);
  expect(ids).toContain('deliver-first-test-azure-westeurope');
  expect(ids).not.toContain('deliver-test-google-europe-west1');
});
