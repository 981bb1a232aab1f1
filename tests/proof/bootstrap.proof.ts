import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cliCommand } from '../cli/run-cli';
import { type AwsBehindProxy, awsBehindProxy, type Begun, begin, type Ended, terraformsOf } from './aws-behind-proxy';
import { MOTO_FORGETS } from './moto-gaps';
import { plannedChanges } from './planned-changes';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import { createTerraform, type Terraform } from './tools/terraform';

const environmentFile = join(__dirname, '..', '..', 'environments', 'dev.ts');

proof('bootstrap of an AWS site on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const site = renderedSites().find(
    ({ environment, stacks }) =>
      environment === 'dev' && stacks.some(({ json }) => Object.keys(json.provider ?? {}).includes('aws')),
  );
  const stack = site?.stacks.find(({ name }) => name === 'state');
  if (!site || !stack) throw new Error('the dev environment has no AWS site');
  const [{ region, allowed_account_ids }] = (
    stack.json.provider as { aws: [{ region: string; allowed_account_ids: [string] }] }
  ).aws;
  const { bucket, key } = (stack.json.terraform as { backend: { s3: { bucket: string; key: string } } }).backend.s3;

  const folder = join(session().folder, 'bootstrap');
  const repository = join(folder, 'repository');
  const localPath = join(repository, '.evenkeel', 'state', key);
  const work = join(repository, '.evenkeel', 'bootstrap', site.name);
  const steps = (): string[] =>
    readFileSync(join(work, 'journal.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { step: string }).step]));
  const writesState = (line: string): boolean =>
    line.startsWith('PUT ') && line.includes(`${bucket}.s3.`) && line.includes(`/${key}?`);
  const readsState = (line: string): boolean =>
    line.startsWith('GET ') && line.includes(`${bucket}.s3.`) && line.includes(`/${key}?`);

  let ground: AwsBehindProxy;
  let terraform: Terraform;

  const start = (...words: string[]): Begun =>
    begin(cliCommand('bootstrap', environmentFile, '--site', site.name, ...words), {
      cwd: repository,
      env: ground.environment,
    });
  const run = (...words: string[]): Promise<Ended> => start(...words).ended;

  /** Runs until a request comes, and kills it there: alone, or with the Terraform that it started. */
  const killedAt = async (matches: (line: string) => boolean, what: 'command' | 'all'): Promise<void> => {
    const held = ground.proxy.hold(matches);
    const { child, ended } = start('--yes');
    const first = await Promise.race([held, ended]);
    if ('code' in first) throw new Error(`it ended before the request came: ${first.stderr}`);
    const pid = child.pid ?? 0;
    const started = terraformsOf(pid);
    expect(started).toHaveLength(1);
    process.kill(pid, 'SIGKILL');
    if (what === 'all') for (const one of started) process.kill(-one, 'SIGKILL');
    await ended;
    if (what === 'all') first.drop();
    else first.release();
  };

  /** An object as it is, asked for without the programs under test. */
  const object = async (method: 'GET' | 'PUT', body?: string): Promise<string> => {
    const authorization = `AWS4-HMAC-SHA256 Credential=x/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(`${ground.moto.url}/${bucket}/${key}`, { method, body, headers: { authorization } });
    return response.ok ? response.text() : `${response.status}`;
  };

  beforeAll(async () => {
    mkdirSync(repository, { recursive: true });
    ground = await awsBehindProxy(folder, { accountId: allowed_account_ids[0], region });
    terraform = await createTerraform({ env: ground.aws, timeoutMinutes: 8 });
  });
  afterAll(async () => {
    terraform?.close();
    await ground?.stop();
  });

  it('killed in the middle of the apply: Terraform ends in peace what it has begun', async () => {
    await killedAt((line) => line.startsWith('PUT ') && line.includes(`${bucket}.s3.`), 'command');
    expect(steps()).toEqual(['apply-begun']);
  });

  it('killed with Terraform in the middle of the copy: the file is there, and there is no copy', async () => {
    await killedAt(writesState, 'all');
    expect([steps().slice(-2), existsSync(localPath)]).toEqual([['applied', 'copy-begun'], true]);
  });

  it('killed before the copy was compared: gives back its own lock, and both are there', async () => {
    await killedAt(
      (line) => readsState(line) && ground.proxy.lines.some(writesState) && steps().at(-1) === 'copied',
      'all',
    );
    copyFileSync(localPath, join(folder, 'kept.tfstate'));
    const { resources } = JSON.parse(await object('GET'));
    expect(resources).toEqual(JSON.parse(readFileSync(localPath, 'utf8')).resources);
  });

  it('killed before the file was removed: removes it, and has changed nothing else', async () => {
    const before = await object('GET');
    const { code, stdout } = await run('--yes', '--json');
    expect(code).toBe(0);
    const { lineage, serial } = JSON.parse(before);
    expect(JSON.parse(stdout)).toMatchObject({
      sites: [{ site: site.name, outcome: 'brought', state: `s3 bucket=${bucket} key=${key}`, lineage, serial }],
      failures: [],
    });
    expect(await object('GET')).toBe(before);
    expect([existsSync(localPath), existsSync(join(work, 'stack')), existsSync(join(work, 'lock'))]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('has nothing to do the second time', async () => {
    const before = steps();
    const { code, stdout } = await run('--json');
    expect([code, JSON.parse(stdout).sites[0].outcome]).toEqual([0, 'unchanged']);
    expect(steps()).toEqual(before);
  });

  it('leaves a stack whose plan, through its own remote state, is empty', async () => {
    const dir = join(folder, 'as-built');
    mkdirSync(dir);
    copyFileSync(join(stack.folder, 'cdk.tf.json'), join(dir, 'cdk.tf.json'));
    await terraform.init(dir);
    const plan = await plannedChanges(terraform, dir, []);
    expect(plan.filter(({ type, attribute }) => !MOTO_FORGETS[type]?.includes(attribute))).toEqual([]);
    expect(ground.proxy.lines.some((line) => line.includes(`/${key}.tflock?`))).toBe(true);
    rmSync(dir, { recursive: true });
  });

  it('refuses a remote state of another lineage, and writes over neither', async () => {
    const own = await object('GET');
    const lineage = '11111111-2222-3333-4444-555555555555';
    const foreign = JSON.stringify({ ...JSON.parse(own), lineage, resources: [] });
    copyFileSync(join(folder, 'kept.tfstate'), localPath);
    await object('PUT', foreign);
    const { code, stderr } = await run('--yes');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^STATE_CONFLICT \S+ s3 bucket=/m);
    expect(await object('GET')).toBe(foreign);
    expect(readFileSync(localPath, 'utf8')).toBe(readFileSync(join(folder, 'kept.tfstate'), 'utf8'));
    await object('PUT', own);
    rmSync(localPath);
  });

  it('leads back to a file, by which the stack is destroyed with the place of its state', async () => {
    const { code, stderr } = await run('--undo');
    expect([code, stderr]).toEqual([0, expect.stringContaining('terraform -chdir=')]);
    await terraform.destroy(join(work, 'stack'));
    const left = (await terraform.show(join(work, 'stack'))).values?.root_module?.resources ?? [];
    expect(left.filter(({ mode }) => mode === 'managed')).toEqual([]);
    expect(await object('GET')).toBe('404');
  });
});
