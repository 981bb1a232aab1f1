import { answering } from '../../../runbooks/recovery/site-steps';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';

const cluster = { site: 'here', kubeconfig: 'here.kubeconfig' };

const seen = (replicas: number, status: object, started: readonly string[] = []) => {
  const item = { metadata: { name: 'app', generation: 4 }, spec: { replicas }, status };
  const given = [{ word: /get deployments/, answer: () => JSON.stringify({ items: [item] }) }];
  const world = new SimulatedClouds({ steps: [] }, { primary: 'here', given });
  const check = answering({ cluster } as never, 'tracking', () => started);
  if (!('check' in check)) throw new Error('no check');
  return check.check(world.context, {});
};

it.each([
  ['all replicas answer', 2, { observedGeneration: 4, availableReplicas: 2 }, [], true],
  ['one rests on purpose', 0, { observedGeneration: 4 }, [], true],
  ['one that should run was never started', 0, { observedGeneration: 4 }, ['app'], false],
  ['nobody has looked since it was scaled', 2, { observedGeneration: 3, availableReplicas: 2 }, [], false],
  ['one of two answers', 2, { observedGeneration: 4, availableReplicas: 1 }, [], false],
] as const)('%s', async (_, replicas, status, started, holds) => {
  expect((await seen(replicas, status, started)).holds).toBe(holds);
});

it('names who does not answer', async () => {
  expect((await seen(0, {}, ['app'])).saw).toBe('app 0 of 1');
});
