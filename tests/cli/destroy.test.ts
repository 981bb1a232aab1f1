import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { type CliResult, Workspace } from './run-cli';
import { standInTerraform } from './stand-in-terraform';

const workspace = new Workspace();
const { TERRAFORM_BINARY_NAME: before, PATH: path } = process.env;
const site = 'test-aws-eu-west-1';
const kinds = ['state', 'governance', 'network', 'cluster', 'data', 'platform', 'gitops'];
const going = kinds.filter((kind) => kind !== 'state');
const stack = (kind: string): string => `${site}-${kind}`;

const file = (name: string, deletionProtection: boolean): string =>
  `export default ${JSON.stringify(
    environmentInput({ name, services: {}, deletionProtection, sites: [{ ...siteInputs.aws, role: 'primary' }] }),
  )};\n`;

workspace.write({
  'bin/terraform': standInTerraform(workspace.folder),
  // No cluster can be reached.
  'bin/aws': `#!/bin/sh\necho "$@" >> '${join(workspace.folder, 'asked')}'; echo "no such cluster" >&2; exit 254\n`,
  bucket: '',
  'environments/test.ts': file('test', false),
  'environments/kept.ts': file('kept', true),
});
for (const program of ['terraform', 'aws']) chmodSync(join(workspace.folder, 'bin', program), 0o755);

beforeAll(() => {
  process.env.TERRAFORM_BINARY_NAME = join(workspace.folder, 'bin', 'terraform');
  process.env.PATH = `${join(workspace.folder, 'bin')}:${process.env.PATH}`;
});
afterAll(() => {
  process.env.PATH = path;
  if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = before;
  workspace.remove();
});

const make = (...made: string[]): unknown =>
  workspace.write(Object.fromEntries(made.map((kind) => [`made/${stack(kind)}`, ''])));
const isMade = (kind: string): boolean => existsSync(join(workspace.folder, 'made', stack(kind)));
const calls = (): string[] => (workspace.files().calls ?? '').split('\n').filter((line) => line !== '');
const sure = ['--confirm', 'test', '--without-backup', 'a test', '--no-sweep'];
const destroy = (...words: string[]): CliResult => workspace.run('destroy', 'test', ...words);
const alone = (...words: string[]): CliResult => destroy(...sure, '--without-drain', site, '--json', ...words);
const outcomes = ({ stdout }: CliResult): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stacks.map(({ name, outcome }: { name: string; outcome: string }) => [
      name.slice(site.length + 1),
      outcome,
    ]),
  );
const all = (outcome: string) => Object.fromEntries(going.map((kind) => [kind, outcome]));
const kindsOf = ({ stdout }: CliResult): string[] =>
  JSON.parse(stdout).ledger.entries.map(({ kind }: { kind: string }) => kind);

beforeEach(() => {
  workspace.write({ calls: '' });
});

it.each([
  ['DESTROY_PROTECTED', 'kept', ['--confirm', 'kept', '--without-backup', 'none']],
  ['DESTROY_BACKUP', 'test', ['--confirm', 'test']],
  ['DESTROY_UNCONFIRMED', 'test', ['--without-backup', 'none']],
  ['DESTROY_UNCONFIRMED', 'test', ['--without-backup', 'none', '--confirm', 'kept']],
  ['DESTROY_NEEDED', 'test', ['--without-backup', 'none', '--confirm', 'test', '--stack', 'network']],
  ['UNKNOWN_SITE', 'test', ['--without-backup', 'none', '--confirm', 'test', '--without-drain', 'nowhere']],
])('changes nothing without what it needs: %s of %s, %j', (code, name, words) => {
  make(...kinds);
  const { code: exit, stderr } = workspace.run('destroy', name, ...words);
  expect([exit, stderr]).toEqual([2, expect.stringMatching(new RegExp(`^${code} `, 'm'))]);
  expect(calls()).toEqual([]);
});

it('says with --plan what it would clear, in which order it would end stacks, and what stays', () => {
  make(...kinds);
  const { code, stdout } = destroy('--plan', '--without-backup', 'none');
  expect(code).toBe(0);
  const places = ['gitops', 'platform', 'network', 'governance'].map((kind) => stdout.indexOf(`  ${stack(kind)}\n`));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(stdout.indexOf(`Delete the volumes of ${site}`));
  expect(stdout).toContain('Goes last, by hand:');
  expect(stdout).not.toContain(`  ${stack('state')}\n`);
  // What is missing for the destroy itself is a finding already.
  expect(destroy('--plan')).toMatchObject({ code: 1, stderr: expect.stringContaining('DESTROY_BACKUP') });
  expect(calls()).toEqual([]);
});

it('touches no stack where the cluster could not be cleared, and says how to go on', () => {
  make(...kinds);
  const { code, stderr } = destroy(...sure);
  expect([code, stderr]).toEqual([3, expect.stringContaining('no such cluster')]);
  expect(readFileSync(join(workspace.folder, 'asked'), 'utf8')).toContain('eks');
  expect([calls(), kinds.every(isMade)]).toEqual([[], true]);
});

it('ends stacks from the last to the first, keeps the place of states, and writes the ledger', () => {
  make(...kinds);
  const result = alone();
  expect([result.code, outcomes(result)]).toEqual([0, all('applied')]);
  const ended = calls().flatMap((line) => (line.endsWith(' apply') ? [line.slice(site.length + 1, -6)] : []));
  const place = (kind: string): number => ended.indexOf(kind);
  expect(ended).toHaveLength(going.length);
  for (const [first, second] of [
    ['gitops', 'platform'],
    ['platform', 'data'],
    ['platform', 'cluster'],
    ['data', 'network'],
    ['cluster', 'network'],
    ['network', 'governance'],
  ] as const)
    expect([first, second, place(first) < place(second)]).toEqual([first, second, true]);
  expect(kinds.filter(isMade)).toEqual(['state']);
  const { ledger, path: written } = JSON.parse(result.stdout);
  expect(ledger).toMatchObject({ environment: 'test', backup: 'a test', currency: 'USD' });
  expect(ledger.entries.filter(({ kind }: { kind: string }) => kind === 'states')).toEqual([
    expect.objectContaining({ site, remove: expect.stringContaining(`bootstrap test --site ${site} --undo`) }),
  ]);
  expect(JSON.parse(readFileSync(join(workspace.folder, written), 'utf8'))).toEqual(ledger);
});

it('plans nothing of what is gone or never was', () => {
  rmSync(join(workspace.folder, 'made'), { recursive: true });
  make('state', 'network');
  // GitOps is not there, so there is no cluster to be cleared either.
  const result = destroy(...sure, '--json');
  expect([result.code, outcomes(result)]).toEqual([0, { ...all('done before'), network: 'applied' }]);
  expect(calls()).toEqual([`${stack('network')} plan`, `${stack('network')} apply`]);
});

it('leaves what a stack stands on where it cannot end it, names it, and goes on there the next time', () => {
  make(...kinds);
  workspace.write({ [`broken/${stack('data')}`]: 'it holds on' });
  const first = alone();
  expect([first.code, outcomes(first)]).toEqual([
    3,
    { ...all('applied'), data: 'failed', network: 'not begun', governance: 'not begun' },
  ]);
  expect(kindsOf(first).filter((kind) => kind === 'stack')).toHaveLength(3);
  expect(JSON.parse(first.stdout).ledger.entries[0]).toMatchObject({ kind: 'stack', remove: 'evenkeel destroy test' });
  rmSync(join(workspace.folder, 'broken'), { recursive: true });
  workspace.write({ calls: '' });
  const second = alone();
  expect([second.code, kindsOf(second).includes('stack')]).toEqual([0, false]);
  expect(calls().filter((line) => line.endsWith(' apply'))).toEqual(
    ['data', 'network', 'governance'].map((kind) => `${stack(kind)} apply`),
  );
});

it('killed in the middle, it goes on', () => {
  make(...kinds);
  workspace.write({ [`crash/${stack('network')}`]: 'us' });
  expect(alone().code).not.toBe(0);
  const second = alone();
  expect([second.code, kinds.filter(isMade)]).toEqual([0, ['state']]);
});
