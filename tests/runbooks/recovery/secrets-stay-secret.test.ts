import type { Step } from '../../../runbooks/engine/step';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { bound } from '../recovery-input';

const time = '2026-11-20T10:00:00Z';
const primary = 'test-aws-eu-west-1';

const runOf = async (id: string, answer: string): Promise<unknown> => {
  const { runbook, input } = await bound('restore', { service: 'tracking', to: time });
  const steps = runbook.steps(input);
  const step = steps.find((one) => one.id === id);
  const given = [{ word: /get-secret-value/, answer: () => answer }];
  const world = new SimulatedClouds({ steps }, { primary, given });
  if (!step || !('run' in step.action)) throw new Error(`no code in ${id}`);
  return step.action.run(world.context, () => undefined, {});
};

it.each(['note-host-tracking-database', 'swap-tracking-database'])(
  '%s tells nothing of a secret that it cannot read',
  async (id) => {
    for (const secret of ['{"host":"a","password":"hunter2', '"hunter2"', '{"password":"hunter2"}']) {
      const said = await runOf(id, secret).then(String, String);
      expect(said).toContain('the secret is no connection');
      expect(said).not.toContain('hunter2');
    }
  },
);

it('takes no password for new because the run itself wrote its secret', async () => {
  const { runbook, input } = await bound('ransomware', { to: time });
  const step = runbook.steps(input).find(({ id }) => id === `rotate-passwords-${primary}`) as Step<unknown> | undefined;
  const given = [{ word: /describe-secret/, answer: () => '2026-11-20T12:30:00Z' }];
  const world = new SimulatedClouds({ steps: [] }, { primary, given });
  if (!step || !('check' in step.verify)) throw new Error('no check');
  const stores = ['tracking-database', 'feature-store-registry', 'feature-store-history', 'streaming-schemas'];
  const led = (ledAt: string) => Object.fromEntries(stores.map((store) => [`swap-${store}`, { ledAt }]));
  expect((await step.verify.check(world.context, led('2026-11-20T12:30:01Z'))).holds).toBe(false);
  expect((await step.verify.check(world.context, led('2026-11-20T12:29:00Z'))).holds).toBe(true);
});
