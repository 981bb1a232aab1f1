import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { type CliResult, Workspace } from './run-cli';

const file = (overrides: object) => `export default ${JSON.stringify(environmentInput(overrides as never))};\n`;

const workspace = new Workspace();
const program = join(workspace.folder, 'terraform');
const { TERRAFORM_BINARY_NAME: before } = process.env;

/** In Terraform's place: `remote.tfstate` is the remote state, `broken` what it says of a way that is broken. */
const stand = `#!${process.execPath}
const { cpSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const at = (name) => join(${JSON.stringify(workspace.folder)}, name);
const fail = (code, text) => { process.stderr.write(text); process.exit(code); };
const [command, second] = process.argv.slice(2);
const calls = {
  version: () => console.log(JSON.stringify({ terraform_version: readFileSync(at('version'), 'utf8') })),
  init: () => {
    if (existsSync('.terraform/terraform.tfstate')) fail(1, 'Error: Failed to load state: unexpected end of JSON input');
    if (existsSync(at('broken'))) fail(1, readFileSync(at('broken'), 'utf8'));
    if (existsSync('main.tf.json') && !existsSync(at('made'))) fail(1, 'Error: S3 bucket "x" does not exist.');
  },
  state: () => {
    if (second === 'push' && !existsSync(at('remote.tfstate'))) {
      const pushed = JSON.parse(readFileSync(process.argv.at(-1), 'utf8'));
      writeFileSync(at('remote.tfstate'), JSON.stringify({ ...pushed, lineage: 'one', serial: 3 }));
    } else if (second === 'push') cpSync(process.argv.at(-1), at('remote.tfstate'));
    else if (existsSync(at('remote.tfstate'))) process.stdout.write(readFileSync(at('remote.tfstate'), 'utf8'));
  },
  plan: () => {
    if (!existsSync(at('made'))) process.exit(2);
  },
  show: () => console.log(second === '-json' ? '{"resource_changes": [{"change": {"actions": ["create"]}}]}' : 'the plan'),
  apply: () => {
    writeFileSync(at('made'), '');
    cpSync(at('planned.tfstate'), join('..', '..', '..', 'state', basename(dirname(process.cwd())) + '-state.tfstate'));
  },
};
calls[command]();
`;

const state = (overrides: object = {}): string =>
  JSON.stringify({
    version: 4,
    serial: 3,
    lineage: 'one',
    resources: [{ mode: 'managed', instances: [{}] }],
    ...overrides,
  });

beforeAll(() => {
  process.env.TERRAFORM_BINARY_NAME = program;
});
afterAll(() => {
  if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = before;
  workspace.remove();
});

const aws = (overrides: object = {}) => ({ ...siteInputs.aws, role: 'primary', ...overrides });
workspace.write({
  terraform: stand,
  version: '1.11.4',
  // Terraform begins a lineage of its own with the first write into an empty place.
  'planned.tfstate': state({ lineage: 'local', serial: 9 }),
  'environments/test.ts': file({ name: 'test', sites: [aws()] }),
  'environments/open.ts': file({ name: 'open', deletionProtection: false, sites: [aws()] }),
  'environments/local.ts': file({ name: 'local', services: {}, sites: [{ cloud: 'local' }] }),
});
chmodSync(program, 0o755);

const local = '.evenkeel/state/test-aws-eu-west-1-state.tfstate';
const exists = (path: string): boolean => path in workspace.files();
const json = ({ stdout }: CliResult) => JSON.parse(stdout);

it('shows the plan, and changes nothing where nobody can be asked', () => {
  const { code, stdout, stderr } = workspace.run('bootstrap', 'test');
  expect([code, stdout]).toEqual([2, '\ntest-aws-eu-west-1\nthe plan\n\n']);
  expect(stderr).toContain('test-aws-eu-west-1: look: 1 to add, 0 to change, 0 to destroy');
  expect(stderr).toContain('BOOTSTRAP_UNCONFIRMED test-aws-eu-west-1 --yes');
  expect([exists('made'), exists('.evenkeel/bootstrap/test-aws-eu-west-1/lock')]).toEqual([false, false]);
});

it('brings the state to its place, and has nothing to do the second time', () => {
  const first = workspace.run('bootstrap', 'test', '--yes', '--json');
  expect(first.code).toBe(0);
  expect(json(first)).toEqual({
    sites: [
      {
        site: 'test-aws-eu-west-1',
        outcome: 'brought',
        state: expect.stringMatching(/^s3 bucket=acme-test-\S+ key=test-aws-eu-west-1-state.tfstate$/),
        lineage: 'one',
        serial: 3,
        resources: 1,
        applied: { add: 1, change: 0, remove: 0 },
      },
    ],
    failures: [],
  });
  expect([exists('remote.tfstate'), exists(local)]).toEqual([true, false]);
  const second = workspace.run('bootstrap', 'test');
  expect([second.code, second.stdout]).toEqual([
    0,
    expect.stringContaining('test-aws-eu-west-1: unchanged, s3 bucket='),
  ]);
});

it.each(['remote', 'stack'])('killed while Terraform wrote which backend %s has, it begins that anew', (folder) => {
  const torn = `.evenkeel/bootstrap/test-aws-eu-west-1/${folder}/.terraform/terraform.tfstate`;
  workspace.write({ [torn]: '', [local]: state({ serial: 4, resources: [] }) });
  expect(workspace.run('bootstrap', 'test', '--yes')).toMatchObject({ code: 0 });
  expect([exists(torn), exists(local)]).toEqual([false, false]);
  workspace.write({ 'remote.tfstate': state() });
});

it('refuses a remote state of another lineage', () => {
  workspace.write({ [local]: state({ lineage: 'two', resources: [] }) });
  const { code, stderr } = workspace.run('bootstrap', 'test', '--yes');
  expect([code, stderr]).toEqual([2, expect.stringContaining('STATE_CONFLICT test-aws-eu-west-1 s3 bucket=')]);
  expect(workspace.files()['remote.tfstate']).toBe(state());
});

it('refuses a file that is no state', () => {
  workspace.write({ [local]: '{' });
  const { code, stderr } = workspace.run('bootstrap', 'test', '--yes');
  expect([code, stderr]).toEqual([2, expect.stringContaining('STATE_INVALID test-aws-eu-west-1 .evenkeel/state/')]);
});

it('removes a file that is older than what is there', () => {
  workspace.write({ [local]: state({ serial: 2, resources: [] }) });
  const { code, stderr } = workspace.run('bootstrap', 'test');
  expect([code, stderr, exists(local)]).toEqual([0, expect.stringContaining('a copy is left here'), false]);
});

it('copies a file that is newer, without asking where nothing else is to change', () => {
  workspace.write({ [local]: state({ serial: 4, resources: [] }) });
  const result = workspace.run('bootstrap', 'test', '--json');
  expect([result.code, json(result).sites[0]]).toEqual([0, expect.objectContaining({ outcome: 'brought', serial: 4 })]);
});

it('says that a state is gone instead of making everything anew', () => {
  workspace.write({ 'remote.tfstate': '' });
  const { code, stderr } = workspace.run('bootstrap', 'test', '--yes');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/STATE_LOST .* \(got "one"\)/)]);
});

it('leads back to a file, and not where it is protected', () => {
  workspace.write({ 'remote.tfstate': state() });
  expect(workspace.run('bootstrap', 'test', '--undo')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('BOOTSTRAP_PROTECTED test-aws-eu-west-1 deletionProtection'),
  });
  const { code, stderr } = workspace.run('bootstrap', 'open', '--undo');
  expect([code, stderr]).toEqual([0, expect.stringMatching(/terraform -chdir=\S+stack destroy/)]);
  expect(workspace.files()['.evenkeel/state/open-aws-eu-west-1-state.tfstate']).toBe(state());
});

it('refuses a second run, and says who is at work', () => {
  workspace.write({
    '.evenkeel/bootstrap/test-aws-eu-west-1/lock': JSON.stringify({ pid: 7, host: 'far', user: 'ann', since: 'noon' }),
  });
  const { code, stderr } = workspace.run('bootstrap', 'test');
  expect(code).toBe(2);
  expect(stderr).toContain('BOOTSTRAP_RUNNING test-aws-eu-west-1: ann works on it on far, process 7, since noon');
});

it.each([
  ['UNKNOWN_SITE', ['test', '--site', 'nowhere']],
  ['UNKNOWN_ENVIRONMENT', ['nothing']],
])('refuses what is not there: %s', (code, words) =>
  expect(workspace.run('bootstrap', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(code) }),
);

it('has nothing to do where no site is on a cloud', () =>
  expect(workspace.run('bootstrap', 'local', '--json')).toMatchObject({ code: 0, stderr: '' }));

it('tells what fails in a cloud from wrong input', () => {
  workspace.write({ broken: 'Error: AWS account ID not allowed: 999999999999' });
  const result = workspace.run('bootstrap', 'open', '--json');
  expect(result.code).toBe(3);
  expect(json(result).failures).toEqual([
    {
      code: 'ACCOUNT_OTHER',
      place: 'open-aws-eu-west-1 terraform init',
      message: 'AWS account ID not allowed: 999999999999',
      fix: expect.stringContaining('sign in to the account'),
    },
  ]);
});

it('refuses a Terraform that is too old', () => {
  workspace.write({ version: '1.9.0' });
  expect(workspace.run('bootstrap', 'test')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('TERRAFORM_VERSION'),
  });
});
