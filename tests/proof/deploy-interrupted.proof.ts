import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cliCommand } from '../cli/run-cli';
import { siteInputs } from '../fixtures/environment';
import { type Begun, begin, type Ended, terraformsOf } from './aws-behind-proxy';
import { type DeployGround, deployGround } from './deploy-ground';
import { meantChanges, noChanges } from './meant-changes';
import { proof, skippedByName } from './skips';
import type { HeldRequest } from './tools/aws-proxy';

const { region } = siteInputs.aws;
const name = 'broken';
const stack = `${name}-aws-${region}-network`;

proof(
  'a deploy that somebody stops, and one without a network, on moto',
  ['terraform', 'provider-aws', 'moto', 'aws-cli'],
  () => {
    let ground: DeployGround;
    /** As a shell does: the head of a process group. */
    const start = (...words: string[]): Begun =>
      begin(cliCommand(...words), { cwd: ground.repository, env: ground.environment, detached: true });
    const words = ['--stack', 'network', '--json'];
    const deploy = (): Begun => start('deploy', name, '--yes', '--skip-preflight', ...words);
    const destroy = (): Begun =>
      start(
        'destroy',
        name,
        '--confirm',
        name,
        '--without-backup',
        'nothing of it is worth keeping',
        '--no-sweep',
        '--json',
      );
    const folder = () => join(ground.repository, '.evenkeel', 'deploy', stack);
    const lost = () => join(folder(), 'errored.tfstate');
    /** Whether providers give up at once; by themselves they try for some minutes. */
    const hurry = (hurries: boolean): void => {
      const path = join(folder(), 'hurry_override.tf.json');
      mkdirSync(folder(), { recursive: true });
      if (hurries) writeFileSync(path, JSON.stringify({ provider: { aws: [{ max_retries: 1 }] } }));
      else rmSync(path);
    };
    const failureOf = ({ stdout, stderr }: Ended) => {
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout).stacks[0].failure;
    };

    /** A request in the middle of an apply that has made something already, the `nth` of those that may change something. */
    const inApply = (nth: number): Promise<HeldRequest> => {
      let seen = 0;
      return ground.proxy.holdAll((line) => {
        const [before, last] = ground.events().slice(-2);
        if (!line.startsWith('POST ') || before?.step !== 'apply-begun' || last?.step !== 'call-begun') return false;
        return readFileSync(join(folder(), 'log', 'apply.out'), 'utf8').includes('"apply_complete"') && ++seen === nth;
      });
    };
    /** Runs until it is in the middle of an apply. */
    const midApply = async (run: () => Begun, nth = 5) => {
      const held = inApply(nth);
      const { child, ended } = run();
      const first = await Promise.race([held, ended]);
      if ('code' in first) throw new Error(`it ended before: ${first.stdout}${first.stderr}`);
      return { pid: child.pid ?? 0, held: first, ended };
    };

    /** An object beside the state, asked for without the programs under test. */
    const object = async (suffix = ''): Promise<string> => {
      const { terraform } = JSON.parse(readFileSync(join(folder(), 'cdk.tf.json'), 'utf8'));
      const { bucket, key } = terraform.backend.s3;
      const authorization = `AWS4-HMAC-SHA256 Credential=x/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
      const response = await fetch(`${ground.moto.url}/${bucket}/${key}${suffix}`, { headers: { authorization } });
      return response.ok ? response.text() : `${response.status}`;
    };
    const lockObject = (): Promise<string> => object('.tflock');
    const held = async (): Promise<number> => {
      const { resources = [] } = JSON.parse(await object());
      return resources.filter(({ mode }: { mode: string }) => mode === 'managed').length;
    };

    /** How often the state was written. */
    const serial = async (): Promise<number> => JSON.parse(await object()).serial;

    beforeAll(async () => {
      ground = await deployGround('deploy-interrupted', { [name]: { deletionProtection: false } });
      const { code, stderr } = await start('bootstrap', name, '--yes', '--json').ended;
      if (code !== 0) throw new Error(stderr);
    });
    afterAll(() => ground?.stop());

    it('without a network, it says what was done, where its state is and how to go on; nothing of that is lost', async () => {
      hurry(true);
      const { held: request, ended } = await midApply(deploy, 20);
      const mend = ground.cutNetwork();
      request.drop();
      const first = await ended;
      expect([first.code, failureOf(first)]).toEqual([
        3,
        {
          code: 'CLOUD_UNREACHABLE',
          place: `${stack} terraform apply`,
          message: expect.stringMatching(
            /; done before: [1-9].*; their state could not be written back and is in \S+errored\.tfstate$/,
          ),
          fix: expect.stringContaining('keep that file'),
        },
      ]);
      const kept = readFileSync(lost(), 'utf8');
      const again = await deploy().ended;
      expect([again.code, failureOf(again)?.code, readFileSync(lost(), 'utf8')]).toEqual([
        3,
        'CLOUD_UNREACHABLE',
        kept,
      ]);
      mend();
      hurry(false);
    });

    it('goes on by the same command, and gives back the lock that was left; Ctrl-C ends what is on its way', async () => {
      const { pid, held: request, ended } = await midApply(deploy);
      expect(existsSync(lost())).toBe(false);
      const before = await serial();
      process.kill(pid, 'SIGINT');
      await Promise.race([request.givenUp, pause(10_000)]);
      request.release();
      const stopped = await ended;
      expect([stopped.code, failureOf(stopped)]).toEqual([
        3,
        {
          code: 'STOPPED',
          place: `${stack} terraform apply`,
          message: expect.stringMatching(/^asked to stop; done before: [1-9]/),
          fix: expect.stringContaining('run it again'),
        },
      ]);
      expect([await lockObject(), (await serial()) > before, existsSync(lost())]).toEqual(['404', true, false]);
    });

    it('Ctrl-C in the terminal, twice: the command is gone at once, Terraform ends in peace, the next run waits for it', async () => {
      const { pid, held: request, ended } = await midApply(deploy);
      const [terraform = 0] = terraformsOf(pid);
      // One that takes its time to end.
      process.kill(terraform, 'SIGSTOP');
      process.kill(-pid, 'SIGINT');
      await pause(1200);
      process.kill(-pid, 'SIGINT');
      const stopped = await ended;
      expect([stopped.code, failureOf(stopped)?.message]).toEqual([
        3,
        expect.stringMatching(new RegExp(`^asked to stop twice; its process ${terraform} still winds up`)),
      ]);
      expect(await lockObject()).toContain('OperationTypeApply');
      const next = deploy();
      await pause(15_000);
      const before = await held();
      process.kill(terraform, 'SIGCONT');
      await Promise.race([request.givenUp, pause(10_000)]);
      request.release();
      // The network flickers meanwhile, which nobody has to notice.
      const flicker = await Promise.race([inApply(8), next.ended]);
      if ('code' in flicker) throw new Error(`it ended before: ${flicker.stdout}${flicker.stderr}`);
      const mend = ground.cutNetwork();
      flicker.drop();
      await pause(3000);
      mend();
      const { code, stdout } = await next.ended;
      expect([code, JSON.parse(stdout).findings, JSON.parse(stdout).made > 0]).toEqual([0, [], true]);
      expect((await held()) > before).toBe(true);
      expect(meantChanges((await start('diff', name, '--strict', ...words).ended).stdout)).toEqual({
        [stack]: noChanges,
      });
      skippedByName(
        'deploy-interrupted: second plans without what moto forgets',
        'moto gives some arguments back differently',
      );
    });

    it('a destroy without a network goes on in the same way', async () => {
      hurry(true);
      const { held: request, ended } = await midApply(destroy);
      const mend = ground.cutNetwork();
      request.drop();
      const first = await ended;
      expect([first.code, existsSync(lost())]).toEqual([3, true]);
      mend();
      const second = await destroy().ended;
      const { ledger } = JSON.parse(second.stdout);
      expect([second.code, ledger.entries.filter(({ kind }: { kind: string }) => kind === 'stack')]).toEqual([0, []]);
      expect([await held(), await lockObject(), existsSync(lost())]).toEqual([0, '404', false]);
    });
  },
);
