import { shownCommand } from '../../../constructs/contracts/command';
import type { Step } from '../../../runbooks/engine/step';
import { openEnvironment, type SixSite } from '../../fixtures/six-sites';
import { bound } from '../recovery-input';

const routes = { routes: ['models/churn'] };

/** Steps of a failover that move names. */
async function movingSteps(sites: readonly SixSite[], to: number, edge: object = {}) {
  const environment = openEnvironment(sites, {
    recovery: { tier: 'warm-standby', rpoMinutes: 1440, rtoMinutes: 2880 },
    edge: { ...routes, ...edge },
  });
  const { runbook, input } = await bound('failover', { to: environment.sites[to]?.name ?? '' }, environment);
  const steps: readonly Step<never>[] = runbook.steps(input);
  return steps.filter(({ id }) => ['ask-entry', 'lead-edge', 'move-names'].includes(id));
}

const idsOf = (steps: readonly Step<never>[]): string[] => steps.map(({ id }) => id);
const words = (step: Step<never> | undefined): string[] => step?.action.commands?.map(shownCommand) ?? [];
const undone = (step: Step<never> | undefined): string[] => step?.undo?.commands?.map(shownCommand) ?? [];
const [first, second] = ['test-azure-westeurope', 'test-azure-northeurope'];
const turned = (origin: string, state: string): RegExp =>
  new RegExp(`afd origin update .*--origin-group-name gateway --origin-name ${origin} --enabled-state ${state}`);

it('leads one Front Door from site to site before the name, and back', async () => {
  const steps = await movingSteps(['azure', 'azureSecond'], 1);
  expect(idsOf(steps)).toEqual(['ask-entry', 'lead-edge', 'move-names']);
  const [, lead, move] = steps;
  expect(words(lead)).toEqual([
    expect.stringMatching(turned(second, 'Enabled')),
    expect.stringMatching(turned('gateway', 'Disabled')),
  ]);
  expect(undone(lead)).toEqual([expect.stringMatching(turned('gateway', 'Enabled'))]);
  expect(lead?.mayFail).toContain('by itself');
  expect(words(move).join('\n')).toMatch(new RegExp(`edge-${second}\\S* --endpoint-status Enabled`));
  expect(words(move).join('\n')).toMatch(new RegExp(`edge-${first}\\S* --endpoint-status Disabled`));
});

it('leads it by hand alone where that is said, and must', async () => {
  const [, lead] = await movingSteps(['azure', 'azureSecond'], 1, { failover: 'manual' });
  expect(undone(lead)).toEqual([
    expect.stringMatching(turned('gateway', 'Enabled')),
    expect.stringMatching(turned(second, 'Disabled')),
  ]);
  expect(lead?.mayFail).toBeUndefined();
});

it('leads no edge where each site has its own, or the other one is on another cloud', async () => {
  expect(idsOf(await movingSteps(['aws', 'awsSecond'], 1))).toEqual(['ask-entry', 'move-names']);
  expect(idsOf(await movingSteps(['google', 'googleSecond'], 1, { failover: 'manual' }))).toEqual([
    'ask-entry',
    'move-names',
  ]);
  expect(idsOf(await movingSteps(['azure', 'azureSecond', 'aws'], 2))).toEqual(['ask-entry', 'move-names']);
});

it('takes the site that is gone to for well again, whatever an earlier move said of it', async () => {
  const [, move] = await movingSteps(['aws', 'awsSecond'], 1);
  expect(words(move)).toEqual([expect.stringContaining('--no-inverted'), expect.stringContaining('--inverted')]);
  const looked = move?.action.commands?.map(({ lookups }) => JSON.stringify(lookups)) ?? [];
  expect(looked[0]).toContain('edge-test-aws-eu-central-1');
  expect(looked[1]).toContain('edge-test-aws-eu-west-1');
});
