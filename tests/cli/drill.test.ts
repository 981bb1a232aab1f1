import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyText } from '../../policies/drills/evidence-signature';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { memoryGround } from '../fixtures/memory-ground';
import { scheduledDrill } from '../fixtures/scheduled-drill';
import { Workspace } from './run-cli';

const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const environment = environmentInput({
  deletionProtection: true,
  ...scheduledDrill(publicKeyText(privateKey)),
});

const workspace = new Workspace().write({
  'environments/test.ts': `export default ${JSON.stringify(environment)};\n`,
  'environments/plain.ts': `export default ${JSON.stringify({ ...environment, name: 'plain', recovery: undefined })};\n`,
  'environments/clouds.ts': `export default ${JSON.stringify({
    ...environment,
    name: 'clouds',
    sites: [siteInputs.aws, siteInputs.google],
    recovery: { ...environment.recovery, rpoMinutes: 240, drills: [{ scenario: 'bucket-copy', everyDays: 7 }] },
  })};\n`,
  'drills/database-site-loss.ts': memoryGround('test', 'with the mechanism'),
  'drills/real.ts': memoryGround('sites', 'with the mechanism'),
  'drills/obliging.ts': memoryGround('test', 'always'),
  'drills/empty.ts': 'export const nothing = 1;\n',
  'key.pem': pem,
  // Stands for a build: the hash is all that evidence takes from it.
  'dist/test/test-aws-eu-west-1/release.json': JSON.stringify({ contentSha256: 'a'.repeat(64) }),
});
afterAll(() => workspace.remove());

const drill = (...words: string[]) => workspace.run('drill', 'test', '--scenario', 'database-site-loss', ...words);
const codesOf = (stdout: string): string[] => JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
const evidence = () =>
  existsSync(join(workspace.folder, 'evidence'))
    ? Object.keys(workspace.files('evidence')).filter((path) => path.endsWith('.json'))
    : [];

it('lists what can be drilled', () => {
  const { code, stdout } = workspace.run('drill', 'list');
  expect([code, stdout]).toEqual([0, expect.stringContaining('stream-site-loss')]);
  expect(JSON.parse(workspace.run('drill', 'list', '--json').stdout).scenarios).toHaveLength(8);
});

it('plans without doing anything', () => {
  const { code, stdout } = drill('--plan');
  expect([code, stdout]).toEqual([0, expect.stringContaining('RTO 21600 s')]);
  expect(JSON.parse(drill('--plan', '--json').stdout).promised.rtoSeconds).toBe(21_600);
});

it.each([
  ['no key', ['--json'], 'DRILL_KEY'],
  ['a file that is no ground', ['--ground', 'drills/empty.ts', '--json'], 'DRILL_GROUND'],
  ['no build', ['--key', 'key.pem', '--out', 'nowhere', '--json'], 'DRILL_RELEASE'],
  ['the sites of production', ['--ground', 'drills/real.ts', '--key', 'key.pem', '--json'], 'DRILL_PRODUCTION'],
])('refuses %s, and does nothing', (_what, words, expected) => {
  const { code, stdout } = drill(...words);
  expect([code, codesOf(stdout), evidence()]).toEqual([2, [expected], []]);
});

it('refuses what is no scenario, and an environment that promises nothing', () => {
  const other = workspace.run('drill', 'test', '--scenario', 'meteor', '--json');
  expect([other.code, codesOf(other.stdout)]).toEqual([2, ['UNKNOWN_VALUE']]);
  const plain = workspace.run('drill', 'plain', '--scenario', 'cluster-loss', '--json');
  expect([plain.code, codesOf(plain.stdout)]).toEqual([2, ['DRILL_GROUND']]);
});

it('holds the next release until the drill has passed, and keeps evidence that can be verified', () => {
  const before = workspace.run('drill', 'status', 'test', '--json');
  expect([before.code, codesOf(before.stdout)]).toEqual([1, ['DRILL_MISSED']]);

  const { code, stdout } = drill('--key', 'key.pem');
  expect([code, stdout]).toEqual([0, expect.stringContaining('database-site-loss of test: passed')]);
  const after = workspace.run('drill', 'status', 'test');
  expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('fresh')]);

  const [file = ''] = evidence();
  const verified = workspace.run('drill', 'verify', `evidence/${file}`);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('as it was signed')]);

  const text = workspace.files('evidence')[file] ?? '';
  expect(text).not.toContain('PRIVATE KEY');
  workspace.write({ [`evidence/${file}`]: text.replace('"acknowledged": ', '"acknowledged": 1') });
  const changed = workspace.run('drill', 'verify', `evidence/${file}`, '--json');
  expect([changed.code, codesOf(changed.stdout)]).toEqual([1, ['DRILL_EVIDENCE']]);
  const gone = workspace.run('drill', 'status', 'test', '--json');
  expect([gone.code, codesOf(gone.stdout)]).toEqual([1, ['DRILL_EVIDENCE', 'DRILL_MISSED']]);
  workspace.write({ [`evidence/${file}`]: text });
}, 120_000);

it('a drill whose control does not fail is a failed one, and holds the release', () => {
  const { code, stdout } = drill('--ground', 'drills/obliging.ts', '--key', 'key.pem');
  expect([code, stdout]).toEqual([1, expect.stringContaining('the negative control passed')]);
  expect(codesOf(workspace.run('drill', 'status', 'test', '--json').stdout)).toEqual(['DRILL_FAILED']);
}, 120_000);

it('prints the public key for the environment, and believes nobody else', () => {
  expect(workspace.run('drill', 'key', '--key', 'key.pem').stdout.trim()).toBe(publicKeyText(privateKey));
  const { privateKey: stranger } = generateKeyPairSync('ed25519');
  const [file = ''] = evidence();
  const other = workspace.run('drill', 'verify', `evidence/${file}`, '--signer', publicKeyText(stranger), '--json');
  expect([other.code, codesOf(other.stdout)]).toEqual([1, ['DRILL_EVIDENCE']]);
});

it('has a ground of its own for what reads copies: shown as commands, and guarded like any other on real sites', () => {
  const own = (...words: string[]) => workspace.run('drill', 'clouds', '--scenario', 'bucket-copy', ...words);
  const { code, stdout } = own('--plan');
  expect([code, stdout]).toEqual([0, expect.stringContaining('the sites themselves')]);
  expect(stdout).toMatch(/gcloud storage cat 'gs:.*evenkeel-drill\/<marker>\/0'/);
  const guarded = own('--key', 'key.pem', '--json');
  expect([guarded.code, codesOf(guarded.stdout)]).toEqual([2, ['DRILL_PRODUCTION']]);
});

it('refuses to read copies of which no control could fail, and says why', () => {
  const { code, stdout } = workspace.run('drill', 'test', '--scenario', 'database-copy', '--plan', '--json');
  expect([code, codesOf(stdout)]).toEqual([2, ['DRILL_GROUND']]);
});
