import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from './run-cli';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const base = `export default {
  name: 'local', organisation: 'acme', owner: 'ml', costCentre: 'ml-1', contact: 'ml@example.com',
  domain: 'local.ml.example.com', jurisdiction: 'eu', gitops: { repository: 'https://github.com/example/ml.git' },
  services: { tracking: { replicas: 3, ownKey: false } }, sites: [{ cloud: 'local' }],
};
`;

beforeAll(() => {
  workspace.write({ 'environments/local.ts': base });
  // As a team has it that depends on the package.
  mkdirSync(join(workspace.folder, 'node_modules'));
  symlinkSync(join(__dirname, '..', '..'), join(workspace.folder, 'node_modules', 'evenkeel'), 'dir');
});

it('writes a small environment with a last day, and lists it once that is over', () => {
  const { code, stdout } = workspace.run(
    'preview',
    'feature/x',
    '--from',
    'local',
    '--on',
    '2026-11-22',
    '--ttl-days',
    '2',
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('Wrote environments/preview-d574zly4.ts')]);
  const text = workspace.files('environments')['preview-d574zly4.ts'] ?? '';
  expect(text).toContain('"expires": "2026-11-24"');
  expect(text).toContain('"replicas": 2');
  expect(text).toContain("from 'evenkeel/environments'");
  expect(workspace.run('preview', '--expired', '--on', '2026-11-24').code).toBe(0);
  const over = workspace.run('preview', '--expired', '--on', '2026-11-25', '--json');
  expect([over.code, JSON.parse(over.stdout).expired]).toEqual([
    1,
    [{ name: 'preview-d574zly4', file: 'environments/preview-d574zly4.ts', expires: '2026-11-24', daysOver: 1 }],
  ]);
});

it.each<[string, string, readonly string[]]>([
  ['a path', 'PREVIEW_BRANCH', ['preview', '../prod', '--from', 'local']],
  ['no base', 'PREVIEW_BASE', ['preview', 'x']],
  ['no branch', 'PREVIEW_BASE', ['preview', '--from', 'local']],
  ['an unknown base', 'UNKNOWN_ENVIRONMENT', ['preview', 'x', '--from', 'nowhere']],
  ['a site that is not there', 'PREVIEW_BASE', ['preview', 'x', '--from', 'local', '--cloud', 'aws']],
  ['for ever', 'PREVIEW_DAYS', ['preview', 'x', '--from', 'local', '--ttl-days', '400']],
])('refuses %s', (_, finding, words) => {
  const before = workspace.files('environments');
  const { code, stderr } = workspace.run(...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(finding)]);
  expect(workspace.files('environments')).toEqual(before);
});
