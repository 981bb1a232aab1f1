import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteInputs } from '../fixtures/environment';
import { type Ended, terraformsOf } from './aws-behind-proxy';
import { type DeployGround, deployGround } from './deploy-ground';
import { meantChanges, noChanges } from './meant-changes';
import { proof, skippedByName } from './skips';

const { region } = siteInputs.aws;
const name = 'small';
const site = `${name}-aws-${region}`;
const kills = 10;

/** Of no interest but that it is the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

proof('deploy of an AWS site on moto', ['terraform', 'provider-aws', 'moto', 'aws-cli'], () => {
  let ground: DeployGround;
  const start = (...words: string[]) => ground.start(...words);
  // moto cannot make all of the account's governance and of the cluster; those are applied one by one elsewhere.
  const chosen = ['state', 'network', 'data'].flatMap((kind) => ['--stack', kind]);
  const words = ['--yes', '--skip-preflight', '--json', '--parallel', '2'];
  const deploy = (...more: string[]) => start('deploy', name, ...chosen, ...words, ...more);
  /** Without the database, for which moto takes its time. */
  const deployQuick = (...more: string[]) =>
    start('deploy', name, '--stack', 'state', '--stack', 'network', ...words, ...more);
  const diff = (): Promise<Ended> => start('diff', name, ...chosen, '--strict', '--json').ended;
  const differences = async () => meantChanges((await diff()).stdout);
  const noDifference = { [`${site}-state`]: noChanges, [`${site}-network`]: noChanges, [`${site}-data`]: noChanges };

  /** By the protocol of EC2, without the programs under test. */
  const ec2 = async (form: Readonly<Record<string, string>>): Promise<string> => {
    const authorization = `AWS4-HMAC-SHA256 Credential=x/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`;
    const body = new URLSearchParams({ ...form, Version: '2016-11-15' });
    const response = await fetch(ground.moto.url, { method: 'POST', headers: { authorization }, body });
    return response.text();
  };

  /** What a person does with the fix that is told: the command in it, as it stands. */
  const follow = async (fix: string): Promise<void> => {
    const [, command = ''] = /terraform (-chdir=.*)$/.exec(fix) ?? [];
    const options = { cwd: ground.repository, env: ground.environment, stdio: 'ignore' } as const;
    const [code] = await once(
      spawn(String(ground.environment.TERRAFORM_BINARY_NAME), command.split(' '), options),
      'close',
    );
    expect([fix, code]).toEqual([fix, 0]);
  };

  beforeAll(async () => {
    ground = await deployGround('deploy', { [name]: { deletionProtection: false } });
  });
  afterAll(() => ground?.stop());

  it('sends whoever has no place for states to the bootstrap, and follows it', async () => {
    const { code, stdout } = await deploy().ended;
    expect([code, JSON.parse(stdout).findings[0]?.code]).toEqual([1, 'DEPLOY_NOT_BOOTSTRAPPED']);
    expect((await start('bootstrap', name, '--yes', '--json').ended).code).toBe(0);
  });

  it('names what can only be planned later', async () => {
    const { stdout } = await diff();
    const { stacks } = JSON.parse(stdout);
    expect(stacks.map((stack: { name: string; onlyAfter?: string[] }) => [stack.name, stack.onlyAfter])).toEqual([
      [`${site}-state`, undefined],
      [`${site}-network`, undefined],
      [`${site}-data`, expect.arrayContaining([`${site}-network`])],
    ]);
  });

  it(`killed ${kills} times at any moment and resumed, it ends in an empty plan`, async () => {
    const random = seeded(20_261_122);
    const moments: string[] = [];
    const told: string[] = [];
    // Once everything is applied it is looked at again, so that there is something to be killed in.
    let isThrough = false;
    for (let done = 0; done < kills; ) {
      let seen = 0;
      const moment = 1 + Math.floor(random() * 250);
      const held = ground.proxy.hold(() => ++seen === moment);
      const { child, ended } = deployQuick(...(isThrough ? ['--anew'] : []));
      const first = await Promise.race([held, ended]);
      if ('code' in first) {
        isThrough ||= first.code === 0;
        expect(JSON.parse(first.stdout).findings).toEqual([]);
        // A lock that was left: it says who left it and what to do, and that is done.
        for (const { failure } of JSON.parse(first.stdout).stacks) {
          if (failure === undefined) continue;
          expect([failure.code, failure.message]).toEqual([
            'STATE_LOCKED',
            expect.stringMatching(/its process \d+ is gone$/),
          ]);
          told.push(failure.code);
          await follow(failure.fix);
        }
        continue;
      }
      const pid = child.pid ?? 0;
      const started = terraformsOf(pid);
      const isApplying =
        ground.events().at(-1)?.step === 'call-begun' &&
        ground.events().some(({ step }, index, all) => index >= all.length - 4 && step === 'apply-begun');
      process.kill(pid, 'SIGKILL');
      // A Terraform that only looks is killed with it; one that makes things ends in peace what it has begun.
      if (!isApplying) for (const one of started) process.kill(-one, 'SIGKILL');
      await ended;
      if (isApplying) first.release();
      else first.drop();
      moments.push(isApplying ? 'apply' : 'look');
      done++;
    }
    expect([moments.includes('apply'), moments.includes('look'), told.length > 0]).toEqual([true, true, true]);
    let last = await deploy().ended;
    for (const { failure } of JSON.parse(last.stdout).stacks)
      if (failure?.code === 'STATE_LOCKED') await follow(failure.fix);
    if (last.code === 3) last = await deploy().ended;
    expect([last.code, JSON.parse(last.stdout).findings]).toEqual([0, []]);
    expect(await differences()).toEqual(noDifference);
    skippedByName('deploy: second plans without what moto forgets', 'moto gives some arguments back differently');
  });

  it('tells drift that somebody planted, and heals it', async () => {
    const [, vpc = ''] =
      /<vpcId>(vpc-[^<]+)<\/vpcId>(?:(?!<\/item><item>).)*10\./s.exec(
        await ec2({ Action: 'DescribeVpcs', 'Filter.1.Name': 'tag:site', 'Filter.1.Value.1': site }),
      ) ?? [];
    await ec2({ Action: 'CreateTags', 'ResourceId.1': vpc, 'Tag.1.Key': 'planted', 'Tag.1.Value': 'by-hand' });
    const { drift } = (await differences())[`${site}-network`] ?? noChanges;
    expect(drift.map(({ type, attributes }) => [type, attributes.map(({ path }) => path)])).toEqual([
      ['aws_vpc', expect.arrayContaining(['tags.planted'])],
    ]);
    const { code, stdout } = await deploy('--anew').ended;
    expect([code, JSON.parse(stdout).drifted > 0]).toEqual([0, true]);
    expect(await differences()).toEqual(noDifference);
  });

  it('stops at a database that would be replaced, until its loss is allowed by its address', async () => {
    const data = join(ground.repository, '.evenkeel', 'deploy', `${site}-data`);
    const { resource } = JSON.parse(readFileSync(join(data, 'cdk.tf.json'), 'utf8'));
    const [database = ''] = Object.keys(resource.aws_db_instance);
    const address = `aws_db_instance.${database}`;
    await follow(`terraform -chdir=${data} taint ${address}`);
    const { code, stdout } = await deploy('--anew').ended;
    const { findings, stacks } = JSON.parse(stdout);
    expect([code, findings]).toEqual([
      1,
      [expect.objectContaining({ code: 'DEPLOY_DANGER', file: `${site}-data`, place: address })],
    ]);
    expect(stacks.find((one: { name: string }) => one.name === `${site}-data`).outcome).toBe('refused');
    expect((await diff()).code).toBe(1);
    await follow(`terraform -chdir=${data} untaint ${address}`);
    expect(await differences()).toEqual(noDifference);
  });
});
