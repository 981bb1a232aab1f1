import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bucketOf, bucketSyncs, holdKey } from '../../../constructs/contracts/bucket-syncs';
import { shownCommand } from '../../../constructs/contracts/command';
import type { Site } from '../../../environments/model';
import { commandsOf } from '../../../runbooks/engine/lost-sites';
import { runJournal } from '../../../runbooks/engine/run-journal';
import { runRunbook } from '../../../runbooks/engine/run-runbook';
import type { Step } from '../../../runbooks/engine/step';
import { undoRun } from '../../../runbooks/engine/undo-run';
import { siteInputs } from '../../fixtures/environment';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { testClock } from '../../fixtures/test-clock';
import { bound, recoveryEnvironment } from '../recovery-input';

type SiteInput = (typeof siteInputs)[keyof typeof siteInputs];
const names = {
  aws: 'test-aws-eu-west-1',
  google: 'test-google-europe-west1',
  azure: 'test-azure-westeurope',
} as const;
type Cloud = keyof typeof names;

/** A primary on one cloud, and a standby on another one; `locked`: a bucket of its own whose objects stay. */
const between = (primary: Cloud, standby: Cloud) =>
  recoveryEnvironment({
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
    services: { tracking: {} },
    sites: [
      { ...siteInputs[primary], role: 'primary' },
      { ...siteInputs[standby], role: 'standby' },
    ] as SiteInput[],
  });

const stepsOf = async (name: string, environment: ReturnType<typeof between>, to: string) => {
  const { runbook, input } = await bound(name, { to }, environment);
  return { runbook, input, steps: runbook.steps(input) };
};
const at = (steps: readonly Step<never>[], id: string): number => steps.findIndex((step) => step.id === id);
const wordsOf = (step: Step<never> | undefined): string[] => (step ? commandsOf(step).map(shownCommand) : []);

const ways: [Cloud, Cloud][] = [
  ['aws', 'google'],
  ['aws', 'azure'],
  ['google', 'aws'],
  ['azure', 'aws'],
  ['azure', 'google'],
];

describe.each(ways)('from %s to %s', (from, to) => {
  const environment = between(from, to);
  const standby = environment.sites.find(({ name }) => name === names[to]) as Site;

  it('a failover holds every bucket that is copied to, before anything is taken over, without the lost site', async () => {
    const { steps } = await stepsOf('failover', environment, names[to]);
    const hold = steps[at(steps, 'hold-copies')];
    expect(hold?.reaches).toEqual([{ name: names[to], required: true }]);
    expect(new Set(commandsOf(hold as Step<never>).map(({ reaches }) => reaches))).toEqual(new Set([names[to]]));
    const taken = bucketSyncs(standby).filter((sync) => sync.to.name === names[to]);
    const puts = hold && 'commands' in hold.action ? (hold.action.commands ?? []) : [];
    const held = puts.filter((command) => shownCommand(command).includes(holdKey));
    expect(taken.length).toBeGreaterThan(1);
    expect(held).toHaveLength(taken.length);
    expect(new Set(held.map(shownCommand)).size).toBe(held.length);
    expect(at(steps, 'hold-copies')).toBeLessThan(steps.findIndex(({ id }) => id.startsWith('restore-')));
    // Passes that its own jobs have under way end, too; those of the other site nobody reaches.
    expect(wordsOf(hold).some((line) => line.includes('delete pods'))).toBe(from !== 'azure');
  });

  it('a failback stops the jobs, and releases what the failover held before copies go the other way', async () => {
    const { steps } = await stepsOf('failback', environment, names[to]);
    const order = [
      `release-copies-${names[to]}`,
      'wait-for-copies',
      'stop-copies',
      'state-roles',
      `release-copies-${names[from]}`,
      `resume-gitops-${names[to]}`,
    ].map((id) => at(steps, id));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const [old, serving] = [names[to], names[from]].map((site) => steps[at(steps, `release-copies-${site}`)]);
    // Taken back, the old side goes on following: it must not be held then.
    expect(old?.undo).toBeUndefined();
    expect(wordsOf({ ...serving, action: { commands: [] } } as never).join()).toContain(holdKey);
  });

  it('a hold can be taken back, and a second look finds it gone', async () => {
    const { runbook, steps } = await stepsOf('failover', environment, names[to]);
    const hold = steps.filter(({ id }) => id === 'hold-copies');
    const only = { ...runbook, guards: () => [], steps: () => hold };
    const world = new SimulatedClouds({ steps: hold }, { primary: names[from] });
    const folder = mkdtempSync(join(tmpdir(), 'holds-'));
    const settings = {
      journal: runJournal(folder, 'test', 'failover'),
      context: world.context,
      commands: world.commands,
      clock: testClock(),
      pollMs: 1000,
      options: {},
      confirm: async () => true,
    };
    await runRunbook(only, undefined, settings);
    const shown = () => commandsOf(hold[0] as Step<never>).map((command) => world.shownAs(command));
    const held = shown();
    await undoRun(only, undefined, settings);
    expect(shown()).not.toEqual(held);
    rmSync(folder, { recursive: true });
  });
});

it('leaves a bucket under a lock alone: nothing in it can be replaced, and no hold be taken away', async () => {
  const environment = recoveryEnvironment({
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
    services: { databases: { buckets: { trail: { lock: { days: 30, mode: 'governance' } }, notes: {} } } } as never,
    sites: [siteInputs.google, siteInputs.aws].map((one, index) => ({
      ...one,
      role: index === 0 ? 'primary' : 'standby',
    })) as SiteInput[],
  });
  const standby = environment.sites[1] as Site;
  const syncs = bucketSyncs(standby);
  expect(syncs.map(({ locked }) => locked)).toContain(true);
  const { steps } = await stepsOf('failover', environment, standby.name);
  const lines = wordsOf(steps[at(steps, 'hold-copies')]).join('\n');
  for (const sync of syncs) {
    const { site, service, name } = bucketOf(standby, sync);
    const held = lines.includes(`${service}-${name}`);
    expect([site.name, service, name, held]).toEqual([site.name, service, name, !sync.locked]);
  }
});
