import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ComponentDifference } from '../../delivery/release-lock/component-paths';
import { cliCommand } from '../cli/run-cli';
import { PromotionGround, type Told } from './promotion-ground';
import { session } from './session';
import { proof } from './skips';

const hourMs = 3_600_000;
const standby = 'prod-aws-eu-central-1';
const primary = 'prod-aws-eu-west-1';

// One story in one repository: each part begins where the one before it ended, so the file is long.
proof('a release from dev to staging to prod, in a real Git repository', [], () => {
  const folder = join(session().folder, 'promotion', 'team');
  let team: PromotionGround;
  let first: string;
  let second: string;
  let now: Date;

  const later = (hours: number): Date => new Date(now.getTime() + hours * hourMs);
  const heldBy = ({ gates = [] }: Told): string[] => gates.flatMap(({ id, status }) => (status === 'held' ? [id] : []));
  const statusOf = ({ gates = [] }: Told, id: string) => gates.find((gate) => gate.id === id)?.status;
  const codes = ({ findings }: Told): string[] => [...new Set(findings.map(({ code }) => code))];
  /** Staging to prod, as of some hours after it was there. */
  const toProd = (hours: number, facts: string | undefined, ...words: string[]) =>
    team.told(
      'promote',
      'staging',
      'prod',
      '--now',
      later(hours).toISOString(),
      ...(facts ? ['--facts', facts] : []),
      ...words,
    );
  const plan = (hours = 30, facts: string | undefined = team.facts(later(hours)), ...words: string[]) =>
    toProd(hours, facts, '--plan', ...words);
  const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
  const mlflow = (): string => Object.keys(team.lock('prod').images).find((name) => name.includes('mlflow')) ?? '';
  /** Nothing was written: neither a commit nor a file. */
  const unchanged = async <T>(work: () => Promise<T>): Promise<T> => {
    const [head, status] = [await team.head(), await team.status()];
    const result = await work();
    expect([await team.head(), await team.status()]).toEqual([head, status]);
    return result;
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    team = new PromotionGround(folder);
    await team.git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(folder, '.gitignore'), 'dist/.cache/\ndist/report/\n');
    await team.git('add', '.gitignore');
    team.dev();
    team.staging();
    // It was there before anybody promoted, and takes its releases from staging from now on.
    team.prod({ release: {} });
    team.drilled(new Date(Date.now() - 24 * hourMs));
    await team.commitAll('Describe three environments');
    first = await team.record('dev', 'first');
    await team.record('prod', 'first');
    await team.built('dev');
    team.prod();
    await team.commitAll('Have a release in dev, and one in prod');
    await team.released('prod');
    await team.built('prod');
    await team.commitAll('Hold prod to its release');
    expect(await team.told('promote', 'dev', 'staging')).toMatchObject({ exitCode: 0, release: first });
    second = await team.record('dev', 'second');
    await team.built('dev');
    await team.commitAll('Have a second release in dev');
    now = new Date();
  });

  it('goes from dev to staging as one commit that holds lock and tree, and is what a fresh build gives', async () => {
    expect(second).not.toBe(first);
    const before = await team.head();
    const { exitCode, commit, release, findings } = await team.told('promote', 'dev', 'staging');
    expect({ exitCode, release, findings }).toEqual({ exitCode: 0, release: second, findings: [] });
    expect(await team.git('rev-parse', `${commit}^`)).toBe(before);
    expect(await team.git('log', '-1', '--format=%(trailers:key=Release,valueonly)')).toContain(second);
    await team.built('staging');
    expect(await team.status()).toBe('');
    for (const path of ['lock', 'sbom'])
      expect(await team.git('show', '--format=', '--name-only', 'HEAD')).toContain(`environments/staging.${path}.json`);
    now = new Date();
  });

  it('may not skip an environment, and is told the way', async () => {
    const told = await unchanged(() => team.told('promote', 'dev', 'prod'));
    expect(codes(told)).toEqual(['PROMOTION_SKIPS']);
    expect(told.findings[0]?.fix).toContain('evenkeel promote staging prod');
    expect(told.exitCode).toBe(2);
  });

  describe('every gate holds and opens:', () => {
    it('nobody agreed, then an approver does; not who asks, nor in the name of another', async () => {
      expect(heldBy(await plan())).toEqual(['approvals']);
      await team.agree('asks', second);
      await team.agree('other', second, 'agrees');
      await team.agree('agrees', first);
      expect(heldBy(await plan())).toEqual(['approvals']);
      await team.agree('agrees', second);
      expect(heldBy(await plan())).toEqual([]);
    });

    it('a release that is too young, or whose environment woke somebody, or of which nobody knows', async () => {
      expect(heldBy(await plan(1))).toEqual(['soak']);
      expect(heldBy(await plan(30, team.facts(later(30), [{ site: '', lastAt: later(20) }])))).toEqual(['soak']);
      expect(heldBy(await toProd(30, undefined, '--plan'))).toEqual(['soak', 'gitops', 'error-budget']);
      expect(statusOf(await plan(30, team.facts(later(30), [{ site: '', lastAt: later(1) }])), 'soak')).toBe('open');
    });

    it('a source whose GitOps does not apply what Git holds, is not healthy, or is at another commit', async () => {
      const [head, before] = [await team.head(), await team.git('rev-parse', 'HEAD~3')];
      const heldWith = async (change: Parameters<PromotionGround['facts']>[3]) =>
        heldBy(await plan(30, team.facts(later(30), [], 0.8, change)));
      expect(await heldWith({ 'staging-local': { isInSync: false } })).toEqual(['gitops']);
      expect(await heldWith({ 'staging-local': { isHealthy: false } })).toEqual(['gitops']);
      expect(await heldWith({ 'staging-local': { name: 'tracking' } })).toEqual(['gitops']);
      const old = (await team.git('log', '--format=%H', '--', 'dist/staging')).split('\n').at(-1);
      expect(await heldWith({ 'staging-local': { commit: old } })).toEqual(['gitops']);
      expect(await heldWith({ 'staging-local': { commit: 'd'.repeat(40) } })).toEqual(['gitops']);
      // Another commit with the same tree of the site is as good.
      for (const commit of [head, before]) expect(await heldWith({ 'staging-local': { commit } })).toEqual([]);
    });

    it('a spent error budget', async () => {
      expect(heldBy(await plan(30, team.facts(later(30), [], 0.02)))).toEqual(['error-budget']);
    });

    it('a freeze, from its first day to its last', async () => {
      const minute = 1 / 60;
      const hoursTo = (day: Date): number => (day.getTime() - now.getTime()) / hourMs;
      const { from, until } = team.freeze;
      const head = await team.head();
      team.drilled(new Date(from.getTime() - 24 * hourMs));
      await team.commitAll('Drill shortly before the freeze');
      expect(heldBy(await plan(hoursTo(from) + minute))).toEqual(['freeze']);
      expect(heldBy(await plan(hoursTo(from) - minute))).toEqual([]);
      expect(heldBy(await plan(hoursTo(until) - minute))).toEqual(['freeze']);
      expect(heldBy(await plan(hoursTo(until) + minute))).toEqual([]);
      await team.git('reset', '--quiet', '--hard', head);
    });

    it('a drill that is due', async () => {
      expect(heldBy(await plan(24 * 28))).toEqual([]);
      expect(heldBy(await plan(24 * 31))).toEqual(['drills']);
    });

    it('a bill over the budget', async () => {
      team.prod({ budget: { monthlyUsd: 10 } });
      expect(heldBy(await plan())).toEqual(['cost']);
      team.prod();
    });

    it('an image without a digest: of the release, or of the target itself', async () => {
      const head = await team.head();
      await team.record('dev', 'second', mlflow());
      await team.commitAll('Lose a digest');
      // Staging would go on with the digest that it has, which is not what the release says.
      expect(heldBy(await team.told('promote', 'dev', 'staging', '--plan'))).toEqual(['release', 'build']);
      await team.git('reset', '--quiet', '--hard', head);
      const strict = { release: { ...team.prodRelease, digests: 'required' as const } };
      team.prod(strict);
      expect(heldBy(await plan())).toEqual([]);
      team.relock('prod', ({ images }) => {
        for (const image of Object.keys(images)) if (image.includes('velero')) delete images[image];
      });
      await team.commitAll('Lose a digest of its own');
      expect(heldBy(await plan())).toEqual(['build']);
      await team.git('reset', '--quiet', '--hard', head);
    });

    it('a component that neither the release has nor the target names as its own', async () => {
      const [, ...own] = team.prodRelease.own;
      team.prod({ release: { ...team.prodRelease, own } });
      const told = await plan();
      expect(heldBy(told)).toEqual(['build']);
      expect(told.gates?.find(({ id }) => id === 'build')?.why).toMatch(/RELEASE_DRIFT .*: 1 components/);
      team.prod();
    });

    it('evidence that is missing, speaks against the release, or is old', async () => {
      const head = await team.head();
      const asking = { release: { ...team.prodRelease, evidence: [{ kind: 'proof' as const, maxAgeDays: 7 }] } };
      team.prod(asking);
      expect(heldBy(await plan())).toEqual(['release']);
      const found = async (days: number, numFailedTests: number): Promise<string[]> => {
        await team.git('checkout', '--quiet', 'environments/prod.ts');
        const endTime = later(30 - 24 * days).getTime();
        const file = join(dirname(folder), 'proof.json');
        writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests, testResults: [{ endTime }] }));
        await team.released('staging', '--evidence', `proof=${file}`);
        await team.commitAll('Record a proof');
        team.prod(asking);
        const held = heldBy(await plan());
        await team.git('reset', '--quiet', '--hard', head);
        return held;
      };
      expect([await found(9, 0), await found(1, 1), await found(1, 0)]).toEqual([['release'], ['release'], []]);
    });

    it('an image that nobody is known to have signed', async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const signatures = [{ images: mlflow().replace(/:[^/:]*$/, ''), publicKey: pem }];
      team.prod({ release: { ...team.prodRelease, signatures } });
      expect(heldBy(await plan())).toEqual(['release']);
      team.prod();
    });

    it('a lock that somebody changed by hand is not even looked at', async () => {
      const path = team.lockPath('staging');
      const text = readFileSync(path, 'utf8');
      const digest = /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? '';
      writeFileSync(path, text.replaceAll(digest, `sha256:${'0'.repeat(64)}`));
      await team.commitAll('Change a digest by hand');
      expect(codes(await plan())).toEqual(['LOCK_TAMPERED']);
      await team.git('reset', '--quiet', '--hard', 'HEAD^');
      expect(heldBy(await plan())).toEqual([]);
    });

    it('a downgrade that loses a version of a custom resource', async () => {
      team.relock('prod', ({ operators }) => {
        const [kind] = Object.values(operators['cert-manager']?.kinds ?? {});
        kind?.stored.push('v2');
      });
      await team.commitAll('Have stored what only a later operator knows');
      expect(heldBy(await plan())).toEqual(['versions']);
      await team.git('reset', '--quiet', '--hard', 'HEAD^');
    });

    it('and while one holds nothing is written', async () => {
      const told = await unchanged(() => toProd(1, team.facts(later(1))));
      expect([told.exitCode, told.commit, codes(told)]).toEqual([1, undefined, ['PROMOTION_HELD']]);
    });
  });

  describe('refuses, and leaves everything as it was:', () => {
    it('a tree with changes that are not committed', async () => {
      writeFileSync(join(folder, 'note.txt'), 'mine');
      const told = await unchanged(() => toProd(30, team.facts(later(30))));
      expect(codes(told)).toEqual(['TREE_DIRTY']);
      await team.git('clean', '--force', '--quiet', 'note.txt');
    });

    it.each([
      ['a path for a name', ['promote', 'staging', '../prod']],
      ['an option for a name', ['promote', 'staging', 'PROD']],
      ['a folder above', ['promote', 'staging', 'prod', '--out', '../dist']],
      ['a hidden folder', ['promote', 'staging', 'prod', '--out', '.git/dist']],
      ['a branch that is none', ['promote', 'staging', 'prod', '--to-branch', 'a/../b']],
      ['a branch that is an option', ['promote', 'staging', 'prod', '--to-branch=--force']],
      ['a branch that is there', ['promote', 'staging', 'prod', '--to-branch', 'main']],
      ['a line end in a reason', ['revert', 'prod', '--reason', 'why\nRelease: forged']],
      ['a control character in a reason', ['revert', 'prod', '--reason', 'why\u001b[2J']],
      ['no reason', ['revert', 'prod']],
      ['an approver that is no address', ['promote', 'staging', 'prod', '--approved-by', 'ada\nAsked-by: eve']],
      ['a hotfix that nobody answers for', ['promote', 'dev', 'prod', '--hotfix', '--reason', 'leak']],
      ['a part of nothing', ['promote', 'staging', 'prod', '--only', 'images:nowhere/nothing']],
    ])('%s', async (_what, words) => {
      const told = await unchanged(() => team.told(...words));
      expect([told.exitCode, codes(told)]).toEqual([2, ['PROMOTION_INPUT']]);
      expect(told.findings.every(({ place, fix }) => place !== '' && fix !== '')).toBe(true);
    });

    it('a way back where nothing was promoted', async () => {
      const told = await unchanged(() => team.told('revert', 'prod', '--reason', 'why'));
      expect(codes(told)).toEqual(['PROMOTION_NOTHING']);
    });
  });

  describe('goes to prod in waves:', () => {
    let before: string;
    const site = (name: string, commit = 'HEAD') => team.git('rev-parse', `${commit}:dist/prod/${name}`);

    it('the standby first; the primary keeps its tree, and a fresh build says the same', async () => {
      before = await team.head();
      const told = await toProd(30, team.facts(later(30)));
      expect([told.exitCode, told.waiting]).toEqual([0, [primary]]);
      expect(told.difference?.changes).not.toEqual([]);
      const isNew = ({ before: was, after }: ComponentDifference) => was !== after && after?.startsWith('sha256:');
      expect(told.components?.filter(({ path }) => path.startsWith('images/')).some(isNew)).toBe(true);
      expect(await site(primary)).toBe(await site(primary, before));
      expect(await site(standby)).not.toBe(await site(standby, before));
      await team.built('prod');
      expect(await team.status()).toBe('');
    });

    it('nobody begins another one meanwhile', async () => {
      const told = await unchanged(() => toProd(31, team.facts(later(31))));
      expect(codes(told)).toEqual(['PROMOTION_OPEN']);
      expect(told.findings[0]?.message).toContain(
        `grace@example.com promotes ${second.slice(0, 12)} from staging since`,
      );
    });

    it('stops while the first wave is young, or wakes somebody', async () => {
      const young = await unchanged(() => toProd(30.5, team.facts(later(30.5)), '--continue'));
      const ill = team.facts(later(32), [{ site: standby, lastAt: later(31.5) }]);
      const stopped = await unchanged(() => toProd(32, ill, '--continue'));
      expect([young, stopped].map((told) => [told.exitCode, heldBy(told)])).toEqual([
        [1, ['waves']],
        [1, ['waves']],
      ]);
      expect(stopped.findings[0]?.fix).toContain('evenkeel revert prod');
    });

    describe('and every gate is asked again before the next one:', () => {
      const next = (facts = team.facts(later(32)), ...words: string[]) =>
        unchanged(() => toProd(32, facts, '--continue', '--plan', ...words));
      let head: string;
      beforeAll(async () => {
        head = await team.head();
      });
      afterEach(() => team.git('reset', '--quiet', '--hard', head));

      it('nothing holds it while all is well', async () => expect(heldBy(await next())).toEqual([]));

      it('an approver takes it back, and agrees again; or may not agree any more', async () => {
        await team.agree('agrees', second, 'agrees', 'Withdrawn-by');
        expect(heldBy(await next())).toEqual(['approvals']);
        await team.agree('agrees', second);
        expect(heldBy(await next())).toEqual([]);
        team.prod({ promotion: { approvers: ['grace@example.com'] } });
        expect(heldBy(await next())).toEqual(['approvals']);
      });

      it('a freeze that came meanwhile', async () => {
        const freezes = [
          { from: dayOf(later(32 - 24)), until: dayOf(later(32 + 24)), reason: 'something is wrong at the bank' },
        ];
        team.prod({ maintenance: { freezes } });
        expect(heldBy(await next())).toEqual(['freeze']);
      });

      it('evidence that is asked for or grew old, until the source brings it', async () => {
        const asking = { release: { ...team.prodRelease, evidence: [{ kind: 'proof' as const, maxAgeDays: 7 }] } };
        team.prod(asking);
        const told = await next();
        expect(heldBy(told)).toEqual(['release']);
        expect(told.findings[0]?.fix).toContain('evenkeel lock staging --release');
        await team.git('checkout', '--quiet', 'environments/prod.ts');
        const file = join(dirname(folder), 'proof.json');
        const endTime = later(30).getTime();
        writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests: 0, testResults: [{ endTime }] }));
        await team.released('staging', '--evidence', `proof=${file}`);
        team.prod(asking);
        await team.commitAll('Bring a proof');
        expect(heldBy(await next())).toEqual([]);
      });

      it('a source that wakes somebody, spends its budget, or is not what Git holds', async () => {
        const [alert, gitops] = [
          { site: 'staging-local', lastAt: later(31) },
          { 'staging-local': { isInSync: false } },
        ];
        expect(heldBy(await next(team.facts(later(32), [alert])))).toEqual(['soak']);
        expect(heldBy(await next(team.facts(later(32), [], 0.02)))).toEqual(['error-budget', 'waves']);
        expect(heldBy(await next(team.facts(later(32), [], 0.8, gitops)))).toEqual(['gitops']);
      });

      it('a site of the first wave that is not what Git holds, or still applies the commit before', async () => {
        const heldWith = async (change: Parameters<PromotionGround['facts']>[3]) =>
          heldBy(await next(team.facts(later(32), [], 0.8, change)));
        expect(await heldWith({ [standby]: { isHealthy: false } })).toEqual(['waves']);
        expect(await heldWith({ [standby]: { commit: before } })).toEqual(['waves']);
        expect(await heldWith({ [standby]: { commit: head } })).toEqual([]);
        // It waits: what runs there is the release before, and says nothing of this one.
        expect(await heldWith({ [primary]: { isHealthy: false, commit: before } })).toEqual([]);
      });

      it('a source that went back from it; one that went ahead holds nothing', async () => {
        expect((await team.told('revert', 'staging', '--reason', 'predictions are wrong')).exitCode).toBe(0);
        const told = await next();
        expect(heldBy(told)).toEqual(['soak']);
        expect(told.findings[0]?.message).toContain('went back from the release: predictions are wrong');
        await team.git('reset', '--quiet', '--hard', head);
        await team.record('dev', 'third');
        await team.built('dev');
        await team.commitAll('Have a third release in dev');
        expect((await team.told('promote', 'dev', 'staging')).exitCode).toBe(0);
        const ill = [{ site: 'staging-local', lastAt: later(31.5) }];
        expect(heldBy(await next(team.facts(later(32), ill)))).toEqual([]);
      });

      it('drills that are due, and a lock that somebody changed', async () => {
        await team.git('rm', '--quiet', '-r', 'evidence');
        await team.commitAll('Lose the evidence of drills');
        expect(heldBy(await next())).toEqual(['drills']);
        const path = team.lockPath('prod');
        writeFileSync(path, readFileSync(path, 'utf8').replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`));
        await team.commitAll('Change a digest by hand');
        expect(codes(await next())).toEqual(['LOCK_TAMPERED']);
      });

      it('and while one holds the run is refused, and goes on later', async () => {
        const ill = team.facts(later(32), [], 0.8, { 'staging-local': { isHealthy: false } });
        const told = await unchanged(() => toProd(32, ill, '--continue'));
        expect([told.exitCode, codes(told), told.waiting]).toEqual([1, ['PROMOTION_HELD'], [primary]]);
      });
    });

    it('goes on once it is well, and then all sites have it', async () => {
      const told = await toProd(32, team.facts(later(32)), '--continue');
      expect([told.exitCode, told.waiting]).toEqual([0, []]);
      expect(await site(primary)).not.toBe(await site(primary, before));
      await team.built('prod');
      expect(await team.status()).toBe('');
      expect(codes(await team.told('promote', 'staging', 'prod', '--continue'))).toEqual(['PROMOTION_NOTHING']);
    });

    it('comes back, byte for byte, by one commit over both waves', async () => {
      const told = await team.told('revert', 'prod', '--reason', 'predictions are wrong');
      expect([told.exitCode, told.findings]).toEqual([0, []]);
      for (const path of ['dist/prod', 'environments/prod.lock.json', 'environments/prod.sbom.json'])
        expect(await team.git('rev-parse', `HEAD:${path}`)).toBe(await team.git('rev-parse', `${before}:${path}`));
      expect(await team.status()).toBe('');
      await team.built('prod');
      expect(await team.status()).toBe('');
    });

    it('and not once more: there is nothing before', async () => {
      expect(codes(await team.told('revert', 'prod', '--reason', 'further'))).toEqual(['PROMOTION_NOTHING']);
    });
  });

  describe('in a hurry', () => {
    it('a hotfix passes what time opens, by a name and a reason, on a branch of its own', async () => {
      const head = await team.head();
      const told = await team.told(
        ...['promote', 'dev', 'prod', '--hotfix', '--reason', 'leak of memory', '--approved-by', 'ada@example.com'],
        ...['--to-branch', 'hotfix'],
      );
      expect([told.exitCode, statusOf(told, 'soak')]).toEqual([0, 'waived']);
      expect([await team.head(), await team.status()]).toEqual([head, '']);
      const trailers = await team.git('log', '-1', '--format=%(trailers:only)', 'hotfix');
      for (const line of ['Hotfix-reason: leak of memory', 'Approved-by: ada@example.com', 'Waived: soak'])
        expect(trailers).toContain(line);
    });

    it('a part of a release moves nothing else, is recorded, and ends with the next whole one', async () => {
      const lock = () => team.lock('prod');
      const before = lock().images;
      const image = mlflow();
      const only = `images:${image.replace(/:[^/:]*$/, '')}`;
      expect((await toProd(30, team.facts(later(30)), '--only', only)).exitCode).toBe(0);
      expect((await toProd(32, team.facts(later(32)), '--continue')).exitCode).toBe(0);
      const moved = Object.entries(lock().images).filter(([name, digest]) => before[name] !== digest);
      expect([moved.map(([name]) => name), lock().promotion?.partial]).toEqual([[image], [only]]);
      expect((await toProd(40, team.facts(later(40)))).exitCode).toBe(0);
      expect((await toProd(42, team.facts(later(42)), '--continue')).exitCode).toBe(0);
      expect(lock().promotion?.partial).toBeUndefined();
    });

    it('going back does not take away what others changed, unless somebody says so', async () => {
      writeFileSync(join(folder, 'dist', 'prod', 'by-hand.txt'), 'by hand');
      await team.commitAll('Change the tree by hand');
      const told = await unchanged(() => team.told('revert', 'prod', '--reason', 'wrong'));
      expect(codes(told)).toEqual(['REVERT_CHANGED']);
      const back = await team.told('revert', 'prod', '--reason', 'wrong', '--discard-later-changes');
      expect([back.exitCode, existsSync(join(folder, 'dist', 'prod', 'by-hand.txt'))]).toEqual([0, false]);
    });

    it('going back twice goes back two releases', async () => {
      const lock = () => team.lock('prod');
      expect(lock().promotion?.partial).toBeDefined();
      expect((await team.told('revert', 'prod', '--reason', 'also wrong')).exitCode).toBe(0);
      expect(lock().promotion).toBeUndefined();
    });
  });

  it('has a history: who brought what, when and why', async () => {
    const { entries = [] } = await team.told('history', 'prod');
    expect(entries.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['revert', 'also wrong'],
      ['revert', 'wrong'],
      ['promotion', undefined],
      ['promotion', undefined],
      ['partial', undefined],
      ['partial', undefined],
      ['revert', 'predictions are wrong'],
      ['promotion', undefined],
      ['promotion', undefined],
    ]);
  });

  describe('killed', () => {
    /** Kills a promotion as soon as something is there. */
    const killedOnce = (isThere: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const facts = team.facts(later(30));
        const [command, ...rest] = cliCommand(
          'promote',
          'staging',
          'prod',
          '--now',
          later(30).toISOString(),
          '--facts',
          facts,
        );
        const child = spawn(command, rest, { cwd: folder, stdio: 'ignore', env: { ...process.env, CI: 'true' } });
        const watch = setInterval(() => isThere() && child.kill('SIGKILL'), 1);
        child.once('close', () => {
          clearInterval(watch);
          resolve();
        });
      });
    const inGit = (name: string) => existsSync(join(folder, '.git', 'evenkeel', name));

    it.each([
      ['as it begins', () => inGit('promotion.lock')],
      ['as it compares', () => inGit('promotion.lock') && performance.now() > compares],
      ['as the commit is made', () => inGit('promotion.json')],
    ])('%s: the old commit or the new one, and the next run goes on', async (_when, isThere) => {
      compares = performance.now() + 2500;
      const [head, tree] = [await team.head(), await team.git('rev-parse', 'HEAD:dist/prod')];
      await killedOnce(isThere);
      const after = await team.head();
      if (after === head) expect(await team.git('rev-parse', 'HEAD:dist/prod')).toBe(tree);
      else expect(await team.git('rev-parse', 'HEAD^')).toBe(head);
      // Whatever it was, the next command finds a whole tree.
      const told =
        after === head
          ? await toProd(30, team.facts(later(30)))
          : await toProd(32, team.facts(later(32)), '--continue');
      expect([told.exitCode, await team.status()]).toEqual([0, '']);
      expect((await team.told('revert', 'prod', '--reason', 'as it was')).exitCode).toBe(0);
      expect(await team.git('rev-parse', 'HEAD:dist/prod')).toBe(tree);
    });
    let compares = 0;

    it('two at once make one commit', async () => {
      const head = await team.head();
      const facts = team.facts(later(30));
      const both = await Promise.all([toProd(30, facts), toProd(30, facts)]);
      expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 2]);
      expect(both.flatMap(codes)).toEqual(['PROMOTION_RUNNING']);
      expect(await team.git('rev-parse', 'HEAD^')).toBe(head);
    });
  });
});
