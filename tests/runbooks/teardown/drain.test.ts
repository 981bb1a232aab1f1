import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shownCommand } from '../../../constructs/contracts/command';
import type { GitOpsEngine } from '../../../environments/model';
import { scopeOf } from '../../../runbooks/catalogue/bind-runbook';
import { Journal } from '../../../runbooks/engine/journal';
import { commandsOf } from '../../../runbooks/engine/lost-sites';
import { runRunbook } from '../../../runbooks/engine/run-runbook';
import { siteOf } from '../../../runbooks/recovery/recovery-scope';
import { drain, drainSteps } from '../../../runbooks/teardown/drain';
import { renderedWaves } from '../../../runbooks/teardown/rendered-waves';
import { killedEverywhere } from '../../fixtures/killed-run';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { begun, recoveryEnvironment } from '../recovery-input';

const site = 'test-aws-eu-west-1';
const repository = 'https://github.com/acme/ml-platform.git';

const tree = mkdtempSync(join(tmpdir(), 'evenkeel-waves-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));
for (const file of [
  '10-foundations/priorityclass-a.yaml',
  '14-machines/nodepool-spot.yaml',
  '15-operators/application-keda.yaml',
  '30-streaming-data/kafka-events.yaml',
  '30-streaming-data/kafkatopic-orders.yaml',
  '50-tracking/deployment-mlflow.yaml',
  '50-serving/deployment-churn.yaml',
]) {
  const path = join(tree, 'k8s', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
}

const drained = async (engine: GitOpsEngine) => {
  const environment = recoveryEnvironment({ gitops: { engine, repository } });
  const reached = siteOf(await scopeOf({ environment, begun, root: '.evenkeel' }), site);
  return { reached, waves: renderedWaves(tree) };
};

it('reads the waves of a tree from the last to the first, topics before the cluster that serves them', () => {
  const short = renderedWaves(tree).map(({ number, files }) => [
    number,
    ...files.map((list) => list.map((file) => file.slice(join(tree, 'k8s').length + 1)).join(' ')),
  ]);
  expect(short).toEqual([
    [50, '50-serving 50-tracking'],
    [30, '30-streaming-data/kafkatopic-orders.yaml', '30-streaming-data'],
    [15, '15-operators'],
    [14, '14-machines'],
    [10, '10-foundations'],
  ]);
});

it('a tree without objects has no waves', () => {
  expect(renderedWaves(join(tree, 'nothing'))).toEqual([]);
});

describe.each<GitOpsEngine>(['argo-cd', 'flux'])('a cluster that %s delivers to', (engine) => {
  /** What code of steps asks: volumes are gone, GitOps has two applications. */
  const given = [
    { word: /get (applications|kustomizations)\S* --output name/, answer: () => 'one/a\none/b\n' },
    { word: /get persistentvolumes/, answer: () => '' },
    { word: /get (services|gateways\S*|nodeclaims\S*) --all-namespaces/, answer: () => '' },
  ];
  const make = (steps: ReturnType<typeof drainSteps>, more: typeof given = []) =>
    new SimulatedClouds({ steps }, { primary: site, given: [...more, ...given] });

  it('is cleared before its operators go, and machines last', async () => {
    const ids = drainSteps(await drained(engine)).map(({ id }) => id.replace(`-${site}`, ''));
    expect(ids).toEqual([
      'sign-in',
      ...(engine === 'argo-cd' ? ['pause-gitops'] : []),
      'let-go',
      'clear-50',
      'clear-30-first',
      'clear-30',
      'clear-claims',
      'clear-14',
      'nothing-bought',
    ]);
  });

  it('loses neither operators nor foundations while something is to be cleared', async () => {
    const said = drainSteps(await drained(engine))
      .flatMap((step) => commandsOf(step as never))
      .map(shownCommand)
      .join('\n');
    expect(said).not.toMatch(/15-operators|10-foundations/);
    expect(said).toMatch(/delete --filename=\S*50-serving --filename=\S*50-tracking/);
  });

  it('ends in one state wherever it is killed', async () => {
    const input = { sites: [await drained(engine)] };
    const steps = drain.steps(input);
    let world: SimulatedClouds | undefined;
    const fresh = (): SimulatedClouds => {
      world = make([...steps]);
      return world;
    };
    const peopled = {
      ...drain,
      steps: () => (world ?? fresh()).peopled({ ...drain, steps: () => steps }, site).steps(input),
    };
    const { whole, resumed } = await killedEverywhere(peopled, input, fresh);
    expect(whole.result.steps.map(({ id }) => id)).toEqual(steps.map(({ id }) => id));
    for (const { state } of resumed) expect(state).toEqual(whole.state);
  });

  /** Clears the cluster, whose API server answers so. */
  const cleared = async (name: string, answers: Parameters<typeof make>[1]) => {
    const steps = drainSteps(await drained(engine));
    const world = make(steps, answers);
    const { context, commands } = world;
    return runRunbook(
      world.peopled({ ...drain, steps: () => steps }, site),
      { sites: [] },
      {
        journal: new Journal(join(tree, `${engine} ${name}.jsonl`)),
        context,
        commands,
        clock: context.clock,
        pollMs: 1,
        options: {},
        confirm: async () => true,
      },
    );
  };

  it.each([
    ['a volume of a service', /get persistentvolumes/, 'tracking/data-0=Delete ', /clear-claims/],
    ['a load balancer', /get services --all-namespaces/, 'envoy-gateway-system/public ', /nothing-bought/],
    ['a machine that Karpenter made', /get nodeclaims/, 'spot-abc ', /nothing-bought/],
  ])('is not cleared while there is %s', (what, word, answer, place) =>
    expect(cleared(what, [{ word, answer: () => answer }])).rejects.toMatchObject({
      code: 'STEP_UNVERIFIED',
      place: expect.stringMatching(place),
    }),
  );

  it('takes no notice of what others run in an adopted cluster', async () => {
    const { outcome } = await cleared('others', [
      { word: /get persistentvolumes/, answer: () => 'shop/data-0=Delete ' },
      { word: /get services --all-namespaces/, answer: () => 'shop/public ' },
    ]);
    expect(outcome).toBe('done');
  });
});
