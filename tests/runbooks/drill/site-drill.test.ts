import type { DrillScenarioName } from '../../../environments/model/drills';
import { drillPromise } from '../../../environments/model/recovery/drill-promise';
import { runDrill } from '../../../runbooks/drill/run-drill';
import { siteDrill } from '../../../runbooks/drill/sites/site-drill';
import { CopyingSites, type CopyingSitesProps } from '../../fixtures/copying-sites';
import { siteInputs } from '../../fixtures/environment';
import { recoveryEnvironment } from '../recovery-input';

const twoClouds = recoveryEnvironment({
  services: { tracking: {} },
  sites: [siteInputs.aws, siteInputs.google],
  recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
  ci: undefined,
});
const scenarios = ['bucket-copy', 'database-copy', 'cluster-state-copy'] as const;
const primary = 'test-aws-eu-west-1';

const worldOf = (props: Partial<CopyingSitesProps> = {}) => new CopyingSites({ primary, ...props });

async function drilled(scenario: DrillScenarioName, world = worldOf(), signal?: AbortSignal) {
  const site = await siteDrill(twoClouds, scenario, '.evenkeel');
  const promised = drillPromise(twoClouds.config, scenario);
  if (!site || !promised) throw new Error('nothing to drill');
  const drill = site.drill(
    { commands: world, clock: world.clock, ...(signal ? { signal } : {}) },
    { writeEveryMs: 100 },
  );
  const record = runDrill(drill, {
    environment: 'test',
    releaseSha256: 'a'.repeat(64),
    promised,
    writeSeconds: 0.005,
    patienceSeconds: 0.1,
    controlPatienceSeconds: 0.02,
    pollMilliseconds: 5,
  });
  return { world, site, record };
}

describe.each(scenarios)('%s', (scenario) => {
  it('passes where what is written is copied, with a control that fails, and leaves nothing behind', async () => {
    const { world, record } = await drilled(scenario);
    const { verdict, reasons, runs, ground, from, to } = await record;
    expect([verdict, reasons]).toEqual(['passed', []]);
    expect([ground, from, to]).toEqual(['sites', primary, expect.stringMatching(/^test-google-europe-west1 \(read/)]);
    expect(runs.map(({ mechanism, measured }) => [mechanism, measured.survived > 0])).toEqual([
      ['on', true],
      ['off', false],
    ]);
    expect(runs[1]?.failure).toContain('the recovery site has nothing of the mark');
    expect(world.left()).toEqual([]);
  });

  it('fails where nothing copies any more', async () => {
    const { world, record } = await drilled(scenario, worldOf({ everyMinutes: 0 }));
    const { verdict, reasons } = await record;
    expect(verdict).toBe('failed');
    expect(reasons).toContain('no acknowledged write survived');
    expect(world.left()).toEqual([]);
  });

  it('fails where what is read on the recovery site is the primary after all', async () => {
    const { record } = await drilled(scenario, worldOf({ readsPrimary: true }));
    expect((await record).reasons).toContain(
      'the negative control passed: without the mechanism the promise was kept all the same',
    );
  });

  it('fails where copies are made too seldom for the objective', async () => {
    const { record } = await drilled(scenario, worldOf({ everyMinutes: 600 }));
    expect((await record).verdict).toBe('failed');
  });

  it('removes what it wrote where somebody stops it', async () => {
    const stop = new AbortController();
    const stopped = worldOf();
    const run = stopped.run.bind(stopped);
    let calls = 0;
    stopped.run = (...call) => {
      calls += 1;
      // By then it has written.
      if (calls === 20) stop.abort();
      return run(...call);
    };
    const { world, record } = await drilled(scenario, stopped, stop.signal);
    await expect(record).rejects.toThrow('asked to stop');
    expect(world.left()).toEqual([]);
  });

  it('says what may be left where it cannot be removed, and removes it the next time', async () => {
    const world = worldOf();
    world.refuses = / rm |delete (configmaps|jobs)|DROP/;
    const { record } = await drilled(scenario, world);
    await expect(record).rejects.toThrow('may be left, the next one removes it');
    expect(world.left()).not.toEqual([]);
    delete world.refuses;
    expect((await (await drilled(scenario, world)).record).verdict).toBe('passed');
    expect(world.left()).toEqual([]);
  });
});

it('shows every command before anything is done', async () => {
  const plans = await Promise.all(scenarios.map((scenario) => siteDrill(twoClouds, scenario, '.evenkeel')));
  for (const plan of plans) {
    const acts = plan?.plan.map(({ what }) => what) ?? [];
    expect(acts).toEqual(expect.arrayContaining([expect.stringContaining('write'), expect.stringContaining('remove')]));
    expect(plan?.plan.flatMap(({ commands }) => commands).length).toBeGreaterThan(3);
  }
});

it('has a ground for what breaks nothing alone', async () => {
  expect(await siteDrill(twoClouds, 'database-site-loss', '.evenkeel')).toBeUndefined();
});

it('does not speak of stores that are begun anew, as nothing of them is copied', async () => {
  const rebuildable = recoveryEnvironment({
    services: { tracking: {}, dataQuality: {} },
    sites: [siteInputs.aws, siteInputs.google],
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
    ci: undefined,
  });
  const site = await siteDrill(rebuildable, 'bucket-copy', '.evenkeel');
  expect(site?.to).toContain('tracking-artifacts');
  expect(site?.untried).toEqual([]);
});

it('says what cannot be tried, and why', async () => {
  const sameCloud = recoveryEnvironment({
    services: { tracking: {} },
    sites: [siteInputs.aws, { ...siteInputs.aws, region: 'eu-central-1', role: 'standby', addressSlot: 1 }],
    ci: undefined,
  });
  const untried = async (scenario: DrillScenarioName) => (await siteDrill(sameCloud, scenario, '.evenkeel'))?.untried;
  expect(await untried('bucket-copy')).toEqual([
    'tracking-artifacts: it is copied without pause, so the negative control could not fail',
  ]);
  expect(await untried('database-copy')).toEqual([expect.stringContaining('tracking-database: nothing reads what')]);
});
