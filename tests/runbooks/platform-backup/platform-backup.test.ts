import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../../environments/model';
import { downloadBackup, isBucket, uploadBackup } from '../../../runbooks/platform-backup/bucket-places';
import { digestOf } from '../../../runbooks/platform-backup/manifest';
import { restoreBackup } from '../../../runbooks/platform-backup/restore-backup';
import { takeBackup } from '../../../runbooks/platform-backup/take-backup';
import { treeStacks } from '../../../runbooks/platform-backup/tree-stacks';
import { verifyBackup } from '../../../runbooks/platform-backup/verify-backup';
import type { TerraformProgram } from '../../../runbooks/terraform/terraform-program';

const root = mkdtempSync(join(tmpdir(), 'platform-backup-'));
const at = (...path: string[]): string => join(root, ...path);
const now = new Date('2026-11-22T03:04:05.678Z');

const write = (path: string, text: string): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const stateText = (serial: number): string =>
  `{\n  "version": 4,\n  "serial": ${serial},\n  "lineage": "one",\n  "resources": [{ "mode": "managed", "instances": [{}] }]\n}\n`;
const stack = (key: string): string => JSON.stringify({ terraform: { backend: { s3: { bucket: 'b', key } } } });

write('dist/test/test-aws-eu-west-1/infra/data/cdk.tf.json', stack('data.tfstate'));
write('dist/test/environment/infra/edge/cdk.tf.json', stack('edge.tfstate'));
write('environments/test.lock.json', '{ "schema": 1 }\n');
write('evidence/drills/test/site-loss/first.json', '{"passed": true}\n');
afterAll(() => rmSync(root, { recursive: true }));

const fine = { exitCode: 0, stdout: '', stderr: '', stopped: false };

/** Knows each state by its key; others were never begun. */
const terraform = (states: Readonly<Record<string, string>>): TerraformProgram => ({
  version: '1.11.4',
  call: async ([command], { folder }) => {
    if (command === 'init') return fine;
    const { terraform: settings } = JSON.parse(readFileSync(join(folder, 'main.tf.json'), 'utf8'));
    return { ...fine, stdout: states[settings.backend.s3.key] ?? '' };
  },
});
const whole = terraform({ 'data.tfstate': stateText(7) });

const take = (to: string, program = whole) =>
  takeBackup(
    {
      environment: 'test',
      stacks: treeStacks(at('dist'), 'test'),
      repositories: [],
      project: root,
      kept: ['environments/test.lock.json', 'evidence', 'nowhere'],
    },
    at(to),
    program,
    now,
  );

let good = '';
beforeAll(async () => {
  good = (await take('good')).folder;
});

/** A copy of the good backup, and what was done to it. */
function copyOf(name: string, spoil: (folder: string) => void = () => undefined): string {
  cpSync(good, at(name), { recursive: true });
  spoil(at(name));
  return at(name);
}
const found = async (folder: string, options: object = {}): Promise<string[]> =>
  (await verifyBackup(folder, { now, ...options })).findings.map(({ code, place }) => `${code} ${place}`);
const refused = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error(`not refused: ${error}`);
  return error.findings.map(({ code, place }) => `${code} ${place}`);
};

it('gives states, lock and evidence back byte for byte, and says which stacks were never applied', async () => {
  expect(readdirSync(at('good'))).toEqual(['test-2026-11-22T03-04-05Z']);
  const manifest = await restoreBackup(good, at('restored'), now);
  expect(manifest.absent).toEqual(['environment/edge']);
  expect(manifest.states).toMatchObject([
    {
      stack: 'test-aws-eu-west-1/data',
      place: 's3 bucket=b key=data.tfstate',
      lineage: 'one',
      serial: 7,
      resources: 1,
    },
  ]);
  const text = (path: string): string => readFileSync(at('restored', path), 'utf8');
  expect(text('states/test-aws-eu-west-1/data.tfstate')).toBe(stateText(7));
  for (const path of ['environments/test.lock.json', 'evidence/drills/test/site-loss/first.json']) {
    expect(text(path)).toBe(readFileSync(at(path), 'utf8'));
  }
});

const state = 'states/test-aws-eu-west-1/data.tfstate';
const changeManifest = (folder: string, change: (text: string) => string): void => {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
};

it.each<[string, (folder: string) => void, string[]]>([
  ['lost a state', (folder) => rmSync(join(folder, state)), [`BACKUP_INCOMPLETE ${state}`]],
  ['has another state', (folder) => writeFileSync(join(folder, state), stateText(8)), [`BACKUP_CHANGED ${state}`]],
  [
    'has another state and a manifest to match',
    (folder) => {
      const digest = digestOf(readFileSync(join(folder, state)));
      writeFileSync(join(folder, state), stateText(8));
      changeManifest(folder, (text) => text.replace(digest, digestOf(stateText(8))));
    },
    [`BACKUP_UNUSABLE ${state}`],
  ],
  ['has a file too many', (folder) => writeFileSync(join(folder, 'kept/x'), ''), ['BACKUP_CHANGED kept/x']],
])('finds that a backup %s, and restores nothing of it', async (title, spoil, findings) => {
  const folder = copyOf(title, spoil);
  expect(await found(folder)).toEqual(findings);
  expect(await refused(restoreBackup(folder, at('never'), now))).toEqual(findings);
  expect(existsSync(at('never'))).toBe(false);
});

it.each<[string, (folder: string) => void]>([
  ['no manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
  ['half a manifest', (folder) => changeManifest(folder, (text) => text.slice(0, 100))],
  ['files elsewhere', (folder) => changeManifest(folder, (text) => text.replaceAll(state, '../../passwd'))],
])('takes a backup with %s for none', async (title, spoil) => {
  expect(await refused(verifyBackup(copyOf(title, spoil), { now }))).toEqual(['BACKUP_INCOMPLETE ']);
});

it('knows a manifest that was exchanged, and a backup that is too old or of tomorrow', async () => {
  const sha256 = digestOf(readFileSync(join(good, 'manifest.json')));
  const later = new Date('2026-11-23T04:00:00Z');
  expect(await found(good, { sha256, maxAgeHours: 24 })).toEqual([]);
  expect(await found(good, { sha256: 'a'.repeat(64) })).toEqual(['BACKUP_CHANGED ']);
  expect(await found(good, { maxAgeHours: 24, now: later })).toEqual(['BACKUP_STALE takenAt']);
  expect(await found(good, { now: new Date('2026-11-21T00:00:00Z') })).toEqual(['BACKUP_STALE takenAt']);
});

it('leaves no backup where a state cannot be read, and begins anew after that', async () => {
  const denied: TerraformProgram = {
    version: '1.11.4',
    call: async () => ({
      ...fine,
      exitCode: 1,
      stderr: 'Error: AccessDenied: not authorized to perform s3:GetObject',
    }),
  };
  await expect(take('denied', denied)).rejects.toMatchObject({
    code: 'CLOUD_DENIED',
    place: 'environment/edge terraform state pull',
  });
  await expect(take('denied', terraform({ 'data.tfstate': 'half a st' }))).rejects.toMatchObject({
    code: 'STATE_UNVERIFIED',
  });
  expect(readdirSync(at('denied'))).toEqual(['.test-2026-11-22T03-04-05Z.unfinished']);
  const { folder } = await take('denied');
  expect(readdirSync(at('denied'))).toEqual(['test-2026-11-22T03-04-05Z']);
  expect(await found(folder)).toEqual([]);
});

it('refuses a tree without the environment, and a folder that is in use', async () => {
  expect(() => treeStacks(at('dist'), 'other')).toThrow('TREE_MISSING');
  expect(await refused(restoreBackup(good, at('environments'), now))).toEqual(['INVALID_VALUE --to']);
});

describe('a bucket', () => {
  /** In the place of the clouds' command lines: buckets are folders, and every call is written down. */
  const program = `#!${process.execPath}
const { appendFileSync, cpSync, existsSync } = require('node:fs');
const root = ${JSON.stringify(root)};
const local = (place) => place.replace(/^[a-z0-9]+:\\/\\//, root + '/buckets/').replace(/\\/\\*$/, '');
const words = process.argv.slice(2);
appendFileSync(root + '/calls', require('node:path').basename(process.argv[1]) + ' ' + words.join(' ').replaceAll(root, '') + '\\n');
const [from, to] = words.filter((word) => word.includes('/'));
const manifest = /manifest\\.json$/;
if (manifest.test(from) && existsSync(root + '/full')) {
  process.stderr.write('quota exceeded');
  process.exit(1);
}
const leaves = words.some((word) => /exclude/.test(word));
cpSync(local(from), local(to), { recursive: true, filter: (path) => !leaves || !manifest.test(path) });
`;
  const { PATH } = process.env;
  beforeAll(() => {
    for (const name of ['aws', 'gcloud', 'azcopy']) {
      write(`bin/${name}`, program);
      chmodSync(at('bin', name), 0o755);
    }
    process.env.PATH = at('bin');
  });
  afterAll(() => {
    process.env.PATH = PATH;
  });

  it.each(['s3://vault/one', 'gs://vault/two', 'https://account.blob.core.windows.net/vault/three'])(
    'at %s gives back what it got, and shows a copy that was cut short',
    async (url) => {
      expect(isBucket(url)).toBe(true);
      await uploadBackup(good, url);
      const back = mkdtempSync(at('back-'));
      await downloadBackup(url, back);
      expect(await found(back)).toEqual([]);
      write('full', '');
      await expect(uploadBackup(good, `${url}-half`)).rejects.toMatchObject({
        code: 'PROGRAM_FAILED',
      });
      rmSync(at('full'));
      const half = mkdtempSync(at('half-'));
      await downloadBackup(`${url}-half`, half);
      expect(await refused(verifyBackup(half, { now }))).toEqual(['BACKUP_INCOMPLETE ']);
    },
  );

  it('gets the manifest last', () => {
    const calls = readFileSync(at('calls'), 'utf8').replaceAll(/(back|half)-\w+/g, '$1');
    expect(calls.split('\n').filter((line) => !line.includes('half'))).toMatchInlineSnapshot(`
      [
        "aws s3 cp --recursive --only-show-errors --exclude manifest.json /good/test-2026-11-22T03-04-05Z s3://vault/one",
        "aws s3 cp --only-show-errors /good/test-2026-11-22T03-04-05Z/manifest.json s3://vault/one/manifest.json",
        "aws s3 cp --recursive --only-show-errors s3://vault/one /back",
        "gcloud storage rsync --recursive --exclude ^manifest.json$ /good/test-2026-11-22T03-04-05Z gs://vault/two",
        "gcloud storage cp /good/test-2026-11-22T03-04-05Z/manifest.json gs://vault/two/manifest.json",
        "gcloud storage rsync --recursive gs://vault/two /back",
        "azcopy copy /good/test-2026-11-22T03-04-05Z/* https://account.blob.core.windows.net/vault/three --recursive --exclude-path manifest.json",
        "azcopy copy /good/test-2026-11-22T03-04-05Z/manifest.json https://account.blob.core.windows.net/vault/three/manifest.json",
        "azcopy copy https://account.blob.core.windows.net/vault/three/* /back --recursive",
        "",
      ]
    `);
  });

  it('is none where the place is a folder', () => {
    expect(['backups', '/srv/backups', 'C:/backups'].filter(isBucket)).toEqual([]);
  });
});
