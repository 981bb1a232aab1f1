import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphStack } from '../../../delivery/stack-graph';
import type { TreeStack } from '../../../runbooks/platform-backup/tree-stacks';
import { emptyStacks } from '../../../runbooks/teardown/empty-stacks';
import type { CallResult, TerraformProgram } from '../../../runbooks/terraform/terraform-program';

const root = mkdtempSync(join(tmpdir(), 'evenkeel-empty-'));
afterAll(() => rmSync(root, { recursive: true }));

const graph = (name: string): GraphStack => ({
  name: `a-${name}`,
  site: 'a',
  kind: 'data',
  after: [],
  folder: `a/infra/${name}`,
});
const place = (name: string, settings: Readonly<Record<string, unknown>> = { bucket: 'b', key: name }): TreeStack => ({
  name: `a/${name}`,
  backend: { type: 's3', settings },
});

const result = (said: Partial<CallResult>): CallResult => ({
  exitCode: 0,
  stdout: '',
  stderr: '',
  stopped: false,
  ...said,
});
/** What each call says. */
const terraform = (pull: Partial<CallResult>, init: Partial<CallResult> = {}): TerraformProgram => ({
  version: '1.11.4',
  call: async ([word]) => result(word === 'init' ? init : pull),
});
const state = (...names: string[]): string =>
  JSON.stringify({
    version: 4,
    lineage: 'one',
    serial: 3,
    resources: names.map((name) => ({ mode: 'managed', type: 'aws_eip', name, instances: [{}] })),
  });

const emptyOf = async (program: TerraformProgram, finds = true, tree = [place('data')]) => [
  ...(await emptyStacks([graph('data')], tree, program, root, async () => finds)),
];

const noBucket = { exitCode: 1, stderr: 'Error: S3 bucket "b" does not exist.' };
const noAccount = { exitCode: 1, stderr: 'Error: lookup acme.blob.core.windows.net on 1.1.1.1:53: no such host' };

it.each([
  ['there is no state', terraform({})],
  ['everything of it is gone', terraform({ stdout: state() })],
  ['the place of its state is gone', terraform({}, noBucket)],
  ['the account of its state is gone', terraform({}, noAccount)],
])('holds nothing where %s', async (_why, program) => expect(await emptyOf(program)).toEqual(['a-data']));

it('holds what its state holds', async () => expect(await emptyOf(terraform({ stdout: state('one') }))).toEqual([]));

it('is no proof of anything that the network is gone', async () => {
  await expect(emptyOf(terraform({}, noAccount), false)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' });
  expect(await emptyOf(terraform({}, noBucket), false)).toEqual(['a-data']);
});

it.each([
  ['CLOUD_DENIED', terraform({ exitCode: 1, stderr: 'Error: AccessDenied' })],
  ['STATE_UNVERIFIED', terraform({ stdout: '{"version": 3}' })],
  ['STOPPED', terraform({ exitCode: 1, stopped: true })],
])('stops with %s where it cannot be known', async (code, program) =>
  expect(emptyOf(program)).rejects.toMatchObject({ code }),
);

it('leaves to a plan what is not in the tree, or has its state in a file', async () => {
  expect(await emptyOf(terraform({}), true, [])).toEqual([]);
  expect(await emptyOf(terraform({}), true, [place('data', { path: 'x.tfstate' })])).toEqual([]);
});

it('does not forget a state that could not be written back', async () => {
  mkdirSync(join(root, 'a-data'));
  writeFileSync(join(root, 'a-data', 'errored.tfstate'), state('one'));
  expect(await emptyOf(terraform({}))).toEqual([]);
});
