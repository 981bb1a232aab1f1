import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { type CliResult, Workspace } from './run-cli';
import { standInTerraform } from './stand-in-terraform';

const file = (overrides: object) => `export default ${JSON.stringify(environmentInput(overrides as never))};\n`;

const workspace = new Workspace();
const program = join(workspace.folder, 'terraform');
const { TERRAFORM_BINARY_NAME: before } = process.env;

beforeAll(() => {
  process.env.TERRAFORM_BINARY_NAME = program;
});
afterAll(() => {
  if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = before;
  workspace.remove();
});

workspace.write({
  terraform: standInTerraform(workspace.folder),
  'environments/test.ts': file({ name: 'test', services: {}, sites: [{ ...siteInputs.aws, role: 'primary' }] }),
  'environments/local.ts': file({ name: 'local', services: {}, sites: [{ cloud: 'local' }] }),
  'environments/poor.ts': file({
    name: 'poor',
    services: {},
    sites: [{ ...siteInputs.aws, role: 'primary' }],
    budget: { monthlyUsd: 1 },
  }),
});
chmodSync(program, 0o755);

const site = 'test-aws-eu-west-1';
const kinds = ['state', 'governance', 'network', 'cluster', 'data', 'platform', 'gitops'];
const stack = (kind: string): string => `${site}-${kind}`;
const deploy = (...words: string[]): CliResult => workspace.run('deploy', 'test', '--skip-preflight', ...words);
const json = ({ stdout }: CliResult) => JSON.parse(stdout);
const outcomes = (result: CliResult): Record<string, string> =>
  Object.fromEntries(
    json(result).stacks.map(({ name, outcome }: { name: string; outcome: string }) => [
      name.slice(site.length + 1),
      outcome,
    ]),
  );
const calls = (): string[] => (workspace.files().calls ?? '').split('\n').filter((line) => line !== '');
const forget = (): unknown => workspace.write({ calls: '' });
const all = (outcome: string) => Object.fromEntries(kinds.map((kind) => [kind, outcome]));
/** A plan of one resource. */
const planOf = (type: string, change: object, more: object = {}): string =>
  JSON.stringify({
    resource_changes: [{ address: `${type}.one`, type, name: 'one', mode: 'managed', change }],
    ...more,
  });
/** As Terraform writes it. */
const state = (more: object = {}): string =>
  JSON.stringify({
    version: 4,
    lineage: 'one',
    serial: 3,
    resources: [{ mode: 'managed', type: 'aws_eip', name: 'one', instances: [{ attributes: { id: 'r-1' } }] }],
    outputs: more,
    ...more,
  });
const exists = (path: string): boolean => path in workspace.files();
const lost = (kind: string): string => `.evenkeel/deploy/${stack(kind)}/errored.tfstate`;
const lock = (who: string): string =>
  `Error: Error acquiring the state lock\nLock Info:\n  ID: 5f1c\n  Path: b/k\n  Operation: OperationTypeApply\n  Who: ${who}\n  Version: 1.11.4\n  Created: 2026-11-22 19:03:11.5 +0000 UTC\n`;

it('changes nothing where nobody can be asked', () => {
  const { code, stderr } = deploy();
  expect([code, stderr]).toEqual([2, expect.stringContaining('DEPLOY_UNCONFIRMED')]);
  expect(calls()).toEqual([]);
});

it('sends whoever has no place for states to the bootstrap', () => {
  const result = deploy('--yes', '--json');
  expect([result.code, outcomes(result)]).toEqual([1, { ...all('not begun'), state: 'refused' }]);
  expect(json(result).findings[0]).toMatchObject({ code: 'DEPLOY_NOT_BOOTSTRAPPED', file: stack('state') });
});

it('explains what it would do, and names what can only be planned later', () => {
  workspace.write({ bucket: '', [`absent/${stack('platform')}`]: '' });
  const { code, stdout } = workspace.run('diff', 'test');
  expect(code).toBe(0);
  expect(stdout).toContain(
    `${stack('network')}: 1 to make, 0 to change, 0 to replace, 0 to remove\n  makes aws_eip.one\n`,
  );
  expect(stdout).toMatch(new RegExp(`${stack('platform')}: can only be planned after .*${stack('data')}`));
  expect(workspace.run('diff', 'test', '--strict', '--json').code).toBe(1);
  expect(calls().filter((line) => line.endsWith('apply'))).toEqual([]);
  rmSync(join(workspace.folder, 'absent'), { recursive: true });
});

describe('in order', () => {
  beforeAll(forget as () => void);

  it('applies each stack after what it waits for, and says what comes next', () => {
    const { code, stdout, stderr } = deploy('--yes', '--verify');
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${stack('network')}: applied, 1 make`)]);
    expect(stdout).toContain('Stacks:    7 applied\nResources: 7 made, 0 changed, 0 replaced, 0 removed');
    expect(stdout).toContain('GitOps applies it in waves');
    const applied = calls().filter((line) => line.endsWith(' apply'));
    const place = (kind: string): number => applied.indexOf(`${stack(kind)} apply`);
    expect(applied).toHaveLength(7);
    for (const [first, second] of [
      ['state', 'governance'],
      ['governance', 'network'],
      ['network', 'cluster'],
      ['network', 'data'],
      ['data', 'platform'],
      ['cluster', 'platform'],
      ['platform', 'gitops'],
    ] as const)
      expect([first, second, place(first) < place(second)]).toEqual([first, second, true]);
  });

  it('has nothing to do the second time, and says so in the shell too', () => {
    const result = deploy('--yes', '--json');
    expect([result.code, outcomes(result)]).toEqual([0, all('unchanged')]);
    expect(workspace.run('diff', 'test', '--strict').code).toBe(0);
  });
});

describe('killed', () => {
  it('with Terraform, while it wrote which backend it has: begins that anew', () => {
    workspace.write({ [`.evenkeel/deploy/${stack('data')}/.terraform/terraform.tfstate`]: '' });
    expect(deploy('--yes', '--stack', 'data').code).toBe(0);
  });

  it.each(['network', 'data'])('in the middle of %s: goes on there, and does nothing twice', (kind) => {
    for (const one of kinds) rmSync(join(workspace.folder, 'made', stack(one)));
    workspace.write({ [`crash/${stack(kind)}`]: 'us' });
    expect(deploy('--yes', '--parallel', '1').code).not.toBe(0);
    forget();
    const second = deploy('--yes');
    expect([second.code, second.stderr]).toEqual([0, expect.stringContaining('Going on with the deploy of ')]);
    expect(second.stderr).toContain(`planned anew: ${stack(kind)}`);
    expect(calls().filter((line) => line.startsWith(stack('state')))).toEqual([]);
    expect(calls().filter((line) => line === `${stack(kind)} apply`)).toEqual([]);
    expect(outcomes(deploy('--yes', '--json'))).toEqual(all('unchanged'));
  });

  it('with Terraform: what it made and did not write down is not made twice', () => {
    rmSync(join(workspace.folder, 'made', stack('network')));
    workspace.write({ [`crash/${stack('network')}`]: 'both' });
    deploy('--yes');
    const { code, stderr } = deploy('--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(`DEPLOY_UNTRACKED ${stack('network')} aws_eip.one`);
    expect(stderr).toContain(`terraform -chdir=.evenkeel/deploy/${stack('network')} import 'aws_eip.one' 'r-1'`);
    workspace.write({ [`made/${stack('network')}`]: '' });
    expect(deploy('--yes').code).toBe(0);
  });

  it('saves a state that could not be written back, before it plans', () => {
    workspace.write({ [lost('data')]: state({ serial: 4 }), [`remote/${stack('data')}`]: state() });
    forget();
    expect(deploy('--yes', '--stack', 'data').code).toBe(0);
    expect(calls()).toEqual([`${stack('data')} push ${state({ serial: 4 })}`, `${stack('data')} plan`]);
    // Nor does anything of a state stay in a log.
    expect([exists(lost('data')), workspace.files()[`.evenkeel/deploy/${stack('data')}/log/state.out`]]).toEqual([
      false,
      '',
    ]);
  });

  it.each([
    ['STATE_CONFLICT', 'one that somebody has written over since', state({ serial: 3 })],
    ['STATE_INVALID', 'one that was torn', state().slice(0, 20)],
  ])('keeps a state that cannot be written back: %s, %s', (code, _, text) => {
    workspace.write({ [lost('data')]: text, [`remote/${stack('data')}`]: state({ serial: 4 }) });
    forget();
    const result = deploy('--yes', '--stack', 'data', '--json');
    expect([result.code, json(result).findings]).toEqual([
      1,
      [expect.objectContaining({ code, file: stack('data'), place: lost('data') })],
    ]);
    expect([calls(), workspace.files()[lost('data')]]).toEqual([[], text]);
    for (const path of [lost('data'), `remote/${stack('data')}`]) rmSync(join(workspace.folder, path));
  });

  it('believes nothing when it is told so, nor of another build', () => {
    workspace.write({
      [`plan/${stack('data')}`]: planOf('aws_route', { actions: ['update'] }),
      [`broken/${stack('data')}`]: 'no',
    });
    expect(deploy('--yes').code).toBe(3);
    expect(outcomes(deploy('--yes', '--json')).state).toBe('done before');
    expect(outcomes(deploy('--yes', '--json', '--anew')).state).toBe('unchanged');
    rmSync(join(workspace.folder, 'broken'), { recursive: true });
    expect(deploy('--yes').code).toBe(0);
  });
});

describe('without a network', () => {
  it('says what was done and where its state is; the same command goes on once the network is back', () => {
    rmSync(join(workspace.folder, 'made', stack('network')));
    const text = state({ lineage: '', serial: 0 });
    workspace.write({ [`cut/${stack('network')}`]: text });
    const first = deploy('--yes', '--stack', 'network', '--json');
    expect([first.code, json(first).stacks[0].failure]).toEqual([
      3,
      {
        code: 'CLOUD_UNREACHABLE',
        place: `${stack('network')} terraform apply`,
        message: expect.stringContaining(
          `done before: 1 (aws_eip.one); their state could not be written back and is in ${lost('network')}`,
        ),
        fix: expect.stringContaining('keep that file'),
      },
    ]);
    const diff = workspace.run('diff', 'test', '--stack', 'network');
    expect([diff.code, diff.stderr]).toEqual([1, expect.stringContaining(`DEPLOY_UNTRACKED ${stack('network')}`)]);
    forget();
    const second = deploy('--yes', '--stack', 'network', '--json');
    expect([second.code, outcomes(second)]).toEqual([0, { network: 'unchanged' }]);
    expect(calls()).toEqual([
      `${stack('network')} unlock 5f1c`,
      `${stack('network')} push ${text}`,
      `${stack('network')} plan`,
    ]);
    expect(exists(lost('network'))).toBe(false);
  });
});

describe('danger', () => {
  const replaced = planOf('aws_db_instance', {
    actions: ['delete', 'create'],
    before: { identifier: 'one' },
    after: { identifier: 'two' },
    replace_paths: [['identifier']],
  });
  const plant = () => workspace.write({ [`plan/${stack('data')}`]: replaced });

  it('stops at a database that would be replaced, and goes on with what does not wait for it', () => {
    plant();
    forget();
    const result = deploy('--yes', '--json');
    expect([result.code, outcomes(result)]).toEqual([
      1,
      { ...all('unchanged'), data: 'refused', platform: 'not begun', gitops: 'not begun' },
    ]);
    expect(json(result).findings[0]).toMatchObject({
      code: 'DEPLOY_DANGER',
      file: stack('data'),
      place: 'aws_db_instance.one',
      message: expect.stringContaining('identifier changes: "one" -> "two"'),
      fix: expect.stringContaining(`--allow-destroy '${stack('data')}:aws_db_instance.one'`),
    });
    expect(calls().filter((line) => line.endsWith('apply'))).toEqual([]);
    expect(workspace.run('diff', 'test', '--stack', 'data')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('DANGER replaces aws_db_instance.one'),
    });
  });

  it.each([
    ['another address', 1, 'aws_db_instance.two'],
    ['the same address of another stack', 1, `${stack('network')}:aws_db_instance.one`],
    ['its address', 0, `${stack('data')}:aws_db_instance.one`],
  ])('is allowed by %s: %i', (_, code, address) =>
    expect(deploy('--yes', '--stack', 'data', '--allow-destroy', address).code).toBe(code),
  );
});

it('says what is lost where Terraform itself refuses a plan', () => {
  const refused =
    'Error: Instance cannot be destroyed\nResource aws_db_instance.one has lifecycle.prevent_destroy set, but the plan calls';
  workspace.write({ [`locked/${stack('data')}`]: refused });
  const result = deploy('--yes', '--stack', 'data', '--json');
  expect([result.code, json(result).findings]).toEqual([
    1,
    [
      expect.objectContaining({
        code: 'DEPLOY_DANGER',
        place: 'aws_db_instance.one',
        message: expect.stringContaining('it is protected (prevent_destroy); lost: what is stored in it'),
      }),
    ],
  ]);
  rmSync(join(workspace.folder, 'locked'), { recursive: true });
});

it('tells drift, and counts it', () => {
  const drift = [
    {
      address: 'aws_vpc.one',
      type: 'aws_vpc',
      name: 'one',
      mode: 'managed',
      change: { actions: ['update'], before: { a: 1 }, after: { a: 2 } },
    },
  ];
  workspace.write({
    [`plan/${stack('network')}`]: planOf('aws_route', { actions: ['update'] }, { resource_drift: drift }),
  });
  const { code, stdout } = deploy('--yes', '--stack', 'network');
  expect([code, stdout]).toEqual([0, expect.stringContaining('somebody changed aws_vpc.one without Terraform')]);
  expect(stdout).toContain('1 had drifted');
});

describe('locks', () => {
  it('says who holds a state, since when, and how to go on; breaks nothing by itself', () => {
    workspace.write({ [`locked/${stack('network')}`]: lock('ann@laptop') });
    const result = deploy('--yes', '--stack', 'network', '--json');
    expect(result.code).toBe(3);
    expect(json(result).stacks[0].failure).toMatchObject({
      code: 'STATE_LOCKED',
      message: 'ann@laptop holds the state since 2026-11-22 19:03:11.5 +0000 UTC (OperationTypeApply, lock 5f1c)',
      fix: expect.stringContaining(`terraform -chdir=.evenkeel/deploy/${stack('network')} force-unlock -force 5f1c`),
    });
  });

  it('says that the one who left a lock is gone', () => {
    workspace.write({ [`locked/${stack('network')}`]: lock(`${userInfo().username}@${hostname()}`) });
    const result = deploy('--yes', '--stack', 'network', '--json');
    expect(json(result).stacks[0].failure.message).toMatch(/its process \d+ is gone$/);
    rmSync(join(workspace.folder, 'locked'), { recursive: true });
  });

  it('waits for whom it belongs to, though another one was killed while it waited too', () => {
    const held = join(workspace.folder, 'locked', stack('network'));
    workspace.write({ [`locked/${stack('network')}`]: lock(`${userInfo().username}@${hostname()}`) });
    forget();
    // It ends soon after somebody has met its lock.
    const script = `const { readFileSync, rmSync } = require('node:fs');
      setInterval(() => {
        if (!readFileSync(${JSON.stringify(join(workspace.folder, 'calls'))}, 'utf8').includes('plan')) return;
        setTimeout(() => { rmSync(${JSON.stringify(held)}, { force: true }); process.exit(); }, 1500);
      }, 100);`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const pid of [holder.pid, gone]) {
      const begun = { at: new Date().toISOString(), step: 'call-begun', run: 'one', stack: stack('network'), pid };
      appendFileSync(join(workspace.folder, '.evenkeel/deploy/test.jsonl'), `${JSON.stringify(begun)}\n`);
    }
    expect(outcomes(deploy('--yes', '--stack', 'network', '--json', '--anew'))).toEqual({ network: 'unchanged' });
    expect(calls().length).toBeGreaterThan(1);
  });

  it('refuses a second deploy, and says who is at work', () => {
    const who = JSON.stringify({ pid: 7, host: 'far', user: 'ann', since: 'noon' });
    workspace.write({ '.evenkeel/deploy/test.lock': who });
    const { code, stderr } = deploy('--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining('DEPLOY_RUNNING test: ann works on it on far')]);
    rmSync(join(workspace.folder, '.evenkeel/deploy/test.lock'));
  });
});

it('does not begin while a gate is closed', () => {
  forget();
  const { code, stderr } = workspace.run('deploy', 'poor', '--yes');
  expect([code, stderr]).toEqual([1, expect.stringContaining('BUDGET_EXCEEDED')]);
  expect([stderr.endsWith('Nothing was changed.\n'), calls()]).toEqual([true, []]);
});

it('keeps no plan on the disk, and writes down what was skipped', () => {
  const files = workspace.files('.evenkeel/deploy');
  expect(Object.keys(files).filter((path) => /tfplan|show\.out/.test(path))).toEqual([]);
  expect(readFileSync(join(workspace.folder, '.evenkeel/deploy/test.jsonl'), 'utf8')).toContain('preflight-skipped');
});

it('deploys into a cluster of your own', () => {
  const result = workspace.run('deploy', 'local', '--yes', '--json');
  expect([
    result.code,
    json(result).stacks.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
  ]).toEqual([
    0,
    [
      ['local-platform', 'applied'],
      ['local-gitops', 'applied'],
    ],
  ]);
});

it.each([
  ['UNKNOWN_SITE', ['--site', 'nowhere']],
  ['UNKNOWN_VALUE', ['--stack', 'nothing']],
  ['DEPLOY_OPTION', ['--parallel', '0']],
])('refuses what is not there: %s', (code, words) =>
  expect(deploy('--yes', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(code) }),
);
