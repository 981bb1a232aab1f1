import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyIn } from '../../../delivery/models/model-history';
import { InputError } from '../../../environments/model';
import { readPins } from '../../../environments/model/model-pins';
import { runJournal } from '../../../runbooks/engine/run-journal';
import { runRunbook } from '../../../runbooks/engine/run-runbook';
import { undoRun } from '../../../runbooks/engine/undo-run';
import type { ModelMove } from '../../../runbooks/models/model-move';
import { moveModel } from '../../../runbooks/models/move-model';
import { type AskedMove, prepareMove } from '../../../runbooks/models/prepare-move';
import { mlmodel } from '../../fixtures/fake-registry';
import { killedEverywhere } from '../../fixtures/killed-run';
import { testClock } from '../../fixtures/test-clock';
import { ModelGround, sound } from './model-ground';

jest.setTimeout(120_000);

const grounds: ModelGround[] = [];
const ground = async (...props: ConstructorParameters<typeof ModelGround>): Promise<ModelGround> => {
  const made = await new ModelGround(...props).start();
  grounds.push(made);
  return made;
};
afterEach(() => {
  for (const each of grounds.splice(0)) each.stop();
});

const prepare = (on: ModelGround, asked: AskedMove) =>
  prepareMove(asked, { registry: on.registry.registry, commands: on.commands });
const codes = async (on: ModelGround, more: Parameters<ModelGround['asked']>[0] = {}): Promise<string[]> => {
  try {
    return (await prepare(on, on.asked(more))).findings.map(({ code }) => code);
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(({ code, place }) => `${code} ${place}`);
    throw error;
  }
};
const settings = (on: ModelGround, move: ModelMove) => ({
  journal: runJournal(mkdtempSync(join(tmpdir(), 'journal-')), 'prod', 'model'),
  context: { registry: on.registry.registry, commands: on.commands, clock: testClock() },
  commands: on.commands,
  clock: testClock(),
  pollMs: 1000,
  options: move,
  confirm: async () => true,
});
const promote = async (on: ModelGround, more: Parameters<ModelGround['asked']>[0] = {}) => {
  const { move, findings } = await prepare(on, on.asked(more));
  expect(findings).toEqual([]);
  const used = settings(on, move);
  return { move, used, result: await runRunbook(moveModel, move, used) };
};
const historyOf = (on: ModelGround) =>
  historyIn(on.churn.tags).records.map(({ action, from, to }) => `${action} ${from} ${to}`);

describe('a version in Git, with a canary', () => {
  it('is written into Git, followed, and then led to by the alias; all is recorded', async () => {
    const on = await ground();
    const { result, move } = await promote(on);
    expect(result.steps.map(({ id }) => id)).toEqual([
      'sign-in-prod-aws',
      'verify-files',
      'name-challenger',
      'pin-version',
      'follow-prod-aws-churn-source',
      'lead-alias',
      'record',
    ]);
    expect(readPins(on.pinsFile, '')).toEqual({ 'churn.source': { model: 'churn', version: 2, digest: move.digest } });
    expect(on.environment().config.services.serving?.models.churn?.source).toMatchObject({ version: 2 });
    expect(on.subjects).toEqual(['Promote churn to version 2 in test']);
    expect(on.committed).toContain('"version":2');
    expect(on.churn.aliases).toEqual({ champion: '2' });
    expect(on.churn.versions[1]?.tags).toMatchObject({
      'evenkeel.digest': move.digest,
      'evenkeel.promoted-by': 'ada@desk',
      'evenkeel.promoted-from': '1',
    });
    expect(historyOf(on)).toEqual(['promoted 1 2']);
  });

  it('leaves the champion where its analysis fails, and says which promise broke', async () => {
    const on = await ground();
    on.verdict = 'Degraded';
    const { move } = await prepare(on, on.asked());
    const used = settings(on, move);
    await expect(runRunbook(moveModel, move, used)).rejects.toMatchObject({
      code: 'CANARY_FAILED',
      message: expect.stringContaining('latency-p95'),
    });
    expect(on.churn.aliases).toEqual({ champion: '1', challenger: '2' });
    expect(historyOf(on)).toEqual(['canary-failed 1 2']);
    expect(await undoRun(moveModel, move, used)).toEqual(['pin-version', 'name-challenger']);
    expect(readPins(on.pinsFile, '')).toEqual({});
    expect(on.churn.aliases).toEqual({ champion: '1' });
    expect(on.subjects.at(-1)).toBe('Take back version 2 of churn in test');
  });

  it('goes back to the version before by one command, found in the history', async () => {
    const on = await ground();
    await promote(on);
    const back = {
      action: 'rolled-back' as const,
      version: undefined,
      because: 'answers badly',
      now: new Date('2026-11-20T13:00:00Z'),
    };
    const { move } = await promote(on, back);
    expect([move.before, move.version]).toEqual([2, 1]);
    expect(on.churn.aliases).toEqual({ champion: '1' });
    expect(readPins(on.pinsFile, '')['churn.source']?.version).toBe(1);
    expect(historyOf(on)).toEqual(['promoted 1 2', 'rolled-back 2 1']);
    // Nothing was promoted to version 1: there is nothing to go back to, and certainly not to the bad one.
    expect(await codes(on, back)).toEqual(['MODEL_UNKNOWN --version']);
  });

  it('refuses a file of versions that somebody changed and did not commit', async () => {
    const on = await ground();
    await promote(on);
    on.committed = '';
    expect(await codes(on, { version: 1 })).toEqual(['MODEL_PIN prod.models.json']);
  });

  const ending = (on: ModelGround) => ({
    aliases: on.churn.aliases,
    records: historyOf(on),
    tags: on.churn.versions[1]?.tags,
    committed: on.committed,
  });

  it('ends in one state wherever it is killed, and does nothing twice', async () => {
    const { move } = await prepare(await ground(), (await ground()).asked());
    const spare: ModelGround[] = [];
    for (let one = 0; one < 40; one++) spare.push(await ground());
    let world: ModelGround | undefined;
    const here = { ...moveModel, steps: () => moveModel.steps({ ...move, pinsFile: world?.pinsFile ?? '' }) };
    const { whole, resumed } = await killedEverywhere(here, move, () => {
      const used = spare.pop();
      if (!used) throw new Error('there are more moments than grounds');
      world = used;
      return {
        context: { registry: used.registry.registry, commands: used.commands, clock: testClock() },
        commands: used.commands,
        effects: used.effects,
        state: () => ending(used),
      };
    });
    expect(resumed.length).toBeGreaterThan(20);
    for (const { state, effects } of resumed) expect([state, effects]).toEqual([whole.state, whole.effects]);
  });

  it('ends in the same state whichever request is lost on the way', async () => {
    const undisturbed = await ground();
    await promote(undisturbed);
    let lost = 0;
    for (let last = 1; last <= 40; last++) {
      const on = await ground();
      const { move } = await prepare(on, on.asked());
      const used = settings(on, move);
      let count = 0;
      on.registry.before = () => {
        count++;
        if (count === last) throw new Error('lost');
      };
      const failed = await runRunbook(moveModel, move, used).then(
        () => false,
        () => true,
      );
      if (failed) await runRunbook(moveModel, move, { ...used, start: 'resume' });
      if (failed) lost++;
      expect(ending(on)).toEqual(ending(undisturbed));
      expect(on.subjects).toHaveLength(1);
    }
    expect(lost).toBeGreaterThan(5);
  });
});

describe('a version by its alias', () => {
  it('moves the alias, and has new pods load it', async () => {
    const on = await ground({ alias: 'champion' });
    const { result } = await promote(on);
    expect(result.steps.map(({ id }) => id)).toEqual([
      'sign-in-prod-aws',
      'verify-files',
      'lead-alias',
      'reload-prod-aws-churn-source',
      'record',
    ]);
    expect(on.effects).toEqual(['patch churn-2']);
    expect(on.churn.aliases).toEqual({ champion: '2' });
  });

  it('leads back before pods load again, when it is taken back', async () => {
    const on = await ground({ alias: 'champion' });
    const { move, used } = await promote(on);
    let ledTo: string | undefined;
    const commands = {
      run: (...args: Parameters<typeof on.commands.run>) => {
        if (args[0].args.includes('patch')) ledTo = on.churn.aliases.champion;
        return on.commands.run(...args);
      },
    };
    await undoRun(moveModel, move, { ...used, context: { ...used.context, commands } });
    expect(ledTo).toBe('1');
    expect(on.churn.aliases).toEqual({ champion: '1' });
    expect(historyOf(on)).toEqual(['promoted 1 2', 'taken-back 2 1']);
  });

  it('refuses an alias that nothing is loaded by', async () => {
    const on = await ground({ alias: 'live' });
    expect(await codes(on)).toEqual(['MODEL_ALIAS --to']);
    expect(await codes(on, { alias: 'challenger' })).toEqual(['MODEL_ALIAS --to']);
    expect(await codes(on, { alias: 'live' })).toEqual([]);
  });
});

describe('several sites that serve', () => {
  const siteOf = (name: string, asked: boolean) => ({
    cluster: { site: name, kubeconfig: `/${name}` },
    signIn: [],
    asked,
  });
  const sites = [siteOf('aws', true), siteOf('google', false)];
  const failing = async (on: ModelGround, where = sites) => {
    const { move } = await prepare(on, on.asked({ sites: where }));
    const told: string[] = [];
    const used = { ...settings(on, move), tell: (_step: unknown, text: string) => told.push(text) };
    await expect(runRunbook(moveModel, move, used)).rejects.toMatchObject({ code: 'CANARY_FAILED' });
    return told;
  };

  it('are each followed, the primary first, and the alias moves when all have it', async () => {
    const on = await ground();
    const { result } = await promote(on, { sites });
    expect(result.steps.map(({ id }) => id)).toEqual([
      'sign-in-aws',
      'sign-in-google',
      'verify-files',
      'name-challenger',
      'pin-version',
      'follow-aws-churn-source',
      'follow-google-churn-source',
      'lead-alias',
      'record',
    ]);
  });

  it('are followed back as well', async () => {
    const on = await ground();
    await promote(on, { sites });
    const back = { action: 'rolled-back' as const, version: undefined, because: 'answers badly', sites };
    const { result } = await promote(on, { ...back, now: new Date('2026-11-20T13:00:00Z') });
    expect(result.steps.filter(({ id }) => id.startsWith('follow-'))).toHaveLength(2);
    expect(on.churn.aliases).toEqual({ champion: '1' });
  });

  it('let a version through where nobody asks, once it was judged where they do; and nowhere else', async () => {
    const on = await ground();
    on.verdicts['/google'] = 'Idle';
    await promote(on, { sites });
    expect(on.effects).toContain('let through /google');
    const judgedAlone = await ground();
    judgedAlone.verdicts['/google'] = 'Idle';
    const { move } = await prepare(
      judgedAlone,
      judgedAlone.asked({ sites: [siteOf('aws', true), siteOf('google', true)] }),
    );
    await expect(runRunbook(moveModel, move, settings(judgedAlone, move))).rejects.toMatchObject({
      code: 'STEP_TIMEOUT',
      message: expect.stringContaining('too few requests'),
    });
    expect(judgedAlone.effects).not.toContain('let through /google');
  });

  it('keep the champion where one of them takes the version back, and the history says which', async () => {
    const on = await ground();
    on.verdicts['/google'] = 'Degraded';
    const told = await failing(on);
    expect(told).toContain('aws: pods new serve all requests');
    expect(on.churn.aliases).toMatchObject({ champion: '1' });
    expect(historyIn(on.churn.tags).records.at(-1)).toMatchObject({
      action: 'canary-failed',
      because: expect.stringMatching(/^google: /),
    });
  });

  it('lead the alias back everywhere where the pods of one do not come up', async () => {
    const on = await ground({ alias: 'champion' });
    on.verdicts['/google'] = 'Degraded';
    const told = await failing(on);
    expect(on.churn.aliases).toEqual({ champion: '1' });
    expect(on.effects).toEqual(['patch churn-2', 'patch churn-2', 'patch churn-1', 'patch churn-1']);
    expect(told.slice(-3)).toEqual([
      'champion leads back to version 1',
      'aws: pods load version 1 again',
      'google: pods load version 1 again',
    ]);
  });
});

describe('a version of a release', () => {
  const release = (version: string) => ({
    id: 'a'.repeat(64),
    components: { models: { 'serving/churn': { from: 'registry' as const, name: 'churn', version } } },
  });

  it('carries its release, at the version and in the history', async () => {
    const on = await ground();
    await promote(on, { release: release('2') });
    expect(on.churn.versions[1]?.tags).toMatchObject({
      'evenkeel.promoted-release': 'a'.repeat(64),
      'evenkeel.promoted-by': 'ada@desk',
      'evenkeel.promoted-at': '2026-11-20T12:00:00.000Z',
    });
    expect(historyIn(on.churn.tags).records.at(-1)).toMatchObject({ release: 'a'.repeat(64) });
  });

  it('names none where it came on its own', async () => {
    const on = await ground();
    await promote(on, { release: release('1') });
    expect(on.churn.versions[1]?.tags).not.toHaveProperty(['evenkeel.promoted-release']);
    expect(historyIn(on.churn.tags).records.at(-1)).not.toHaveProperty('release');
  });
});

describe('each check', () => {
  const files = { MLmodel: sound, 'model.skops': 'weights' };

  it('lets a sound version through', async () => {
    expect(await codes(await ground({ version: 1 }, [{ metric: 'accuracy', notWorseThanChampionBy: 0 }]))).toEqual([]);
  });

  it('refuses one that is worse than what callers have, and what nobody measured', async () => {
    const on = await ground({ version: 1 }, [{ metric: 'accuracy', notWorseThanChampionBy: 0.01 }]);
    const worse = on.registry.addVersion('churn', { files, metrics: { accuracy: 0.88 } });
    const enough = on.registry.addVersion('churn', { files, metrics: { accuracy: 0.895 } });
    const unknown = on.registry.addVersion('churn', { files });
    expect(await codes(on, { version: worse })).toEqual(['MODEL_QUALITY']);
    expect(await codes(on, { version: enough })).toEqual([]);
    expect(await codes(on, { version: unknown })).toEqual(['MODEL_QUALITY']);
    // Somebody may answer for it, by name and reason; not for nothing, and not for changed files.
    const accepted = ['MODEL_QUALITY'];
    expect(await codes(on, { version: worse, accepted, because: 'the old one may not be used any more' })).toEqual([]);
    expect(await codes(on, { version: worse, accepted })).toEqual(['RUNBOOK_OPTION --because']);
    expect(await codes(on, { version: 2, accepted: ['MODEL_DIGEST'], because: 'x' })).toEqual([
      'UNKNOWN_VALUE --accept',
    ]);
  });

  it('refuses files that are not those that were promoted', async () => {
    const on = await ground();
    await promote(on);
    const changed = [...on.registry.files.keys()].find((path) => path.includes('run2') && path.endsWith('skops')) ?? '';
    on.registry.files.set(changed, Buffer.from('other weights'));
    expect(await codes(on)).toEqual(['MODEL_DIGEST', 'MODEL_DIGEST']);
  });

  it('refuses a copy whose digest is gone', async () => {
    const on = await ground();
    const version = on.registry.addVersion('churn', { files, tags: { 'evenkeel.source': 'dev/churn/4' } });
    expect(await codes(on, { version })).toEqual(['MODEL_DIGEST']);
  });

  it('refuses another signature, and none', async () => {
    const on = await ground();
    const other = on.registry.addVersion('churn', {
      files: { ...files, MLmodel: mlmodel({ spend: 'double', age: 'long' }, { churns: 'long' }) },
    });
    const none = on.registry.addVersion('churn', { files: { ...files, MLmodel: 'flavors: {}' } });
    expect(await codes(on, { version: other })).toEqual(['MODEL_SIGNATURE']);
    expect(await codes(on, { version: none })).toEqual(['MODEL_SIGNATURE']);
  });

  it('asks the feature store for what the model reads', async () => {
    const on = await ground();
    const version = on.registry.addVersion('churn', { files, tags: { 'evenkeel.features': 'customers:spend' } });
    const store = {
      in: {
        services: {
          tracking: {},
          monitoring: {},
          featureStore: {},
          serving: {
            models: { churn: { source: { from: 'registry', model: 'churn', version: 1 }, delivery: { by: 'canary' } } },
          },
        },
      },
    };
    expect(await codes(on, { version, ...store })).toEqual(['MODEL_FEATURES']);
    on.features = { customers: { spend: 'String' } };
    expect(await codes(on, { version, ...store })).toEqual(['MODEL_FEATURES']);
    on.features = { customers: { spend: 'Float64' } };
    expect(await codes(on, { version, ...store })).toEqual([]);
    expect(await codes(on, { version })).toEqual(['MODEL_FEATURES']);
  });

  it('asks what it was trained on', async () => {
    const on = await ground();
    const version = on.registry.addVersion('churn', { files, datasets: [] });
    const tagged = on.registry.addVersion('churn', {
      files,
      datasets: [],
      tags: { 'evenkeel.training-data': 'churn@1' },
    });
    expect(await codes(on, { version })).toEqual(['MODEL_LINEAGE']);
    expect(await codes(on, { version: tagged })).toEqual([]);
  });

  it('keeps a freeze, which a rollback need not', async () => {
    const on = await ground();
    const frozen = {
      in: { maintenance: { freezes: [{ from: '2026-11-15', until: '2026-12-01', reason: 'Black Friday' }] } },
    };
    expect(await codes(on, frozen)).toEqual(['MODEL_FROZEN']);
    expect(await codes(on, { ...frozen, action: 'rolled-back', because: 'bad' })).toEqual([]);
  });

  it('refuses what is not ready or not there, by place', async () => {
    const on = await ground();
    const pending = on.registry.addVersion('churn', { files, status: 'PENDING_REGISTRATION' });
    expect(await codes(on, { version: pending })).toEqual(['MODEL_UNKNOWN']);
    expect(await codes(on, { version: 99 })).toEqual(['MODEL_UNKNOWN churn 99']);
    expect(await codes(on, { model: 'other' })).toEqual(['MODEL_UNKNOWN services.serving.models']);
  });

  it('sees a history that was changed', async () => {
    const on = await ground();
    await promote(on);
    await promote(on, { version: 1, now: new Date('2026-11-20T14:00:00Z') });
    const tags = on.churn.tags as Record<string, string>;
    tags['evenkeel.history.000001'] = (tags['evenkeel.history.000001'] ?? '').replace('ada@desk', 'eve@desk');
    expect(await codes(on, { version: 2 })).toEqual(['MODEL_HISTORY']);
    delete tags['evenkeel.history.000001'];
    expect(historyIn(tags).breaks).toEqual(['record 1 is missing', 'record 2 does not follow the one before it']);
  });
});
