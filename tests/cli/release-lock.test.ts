import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvironmentLock, lockText, parseLock } from '../../delivery/environment-lock';
import type { ReleaseRecord } from '../../delivery/release-lock/release-record';
import type { Finding } from '../../environments/model';
import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const environment = (name: string, release: object = {}) =>
  `export default ${JSON.stringify(environmentInput({ name, sites: [{ cloud: 'local' }], services: {}, release }))};`;
const lockFile = 'environments/local.lock.json';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace().write({ 'environments/local.ts': environment('local') });
});
afterEach(() => workspace.remove());

const lockOf = (name = 'local'): EnvironmentLock => {
  const path = `environments/${name}.lock.json`;
  return parseLock(workspace.files()[path] ?? '', path);
};
const releaseOf = (name?: string): ReleaseRecord => {
  const { release } = lockOf(name);
  if (!release) throw new Error('the lock has no release');
  return release;
};
const found = (...words: string[]): [number | null, Finding[]] => {
  const { code, stdout } = workspace.run(...words, '--json');
  return [code, (JSON.parse(stdout) as { findings: Finding[] }).findings];
};

function proof(at: string): string {
  const content = { numPassedTests: 3, numFailedTests: 0, testResults: [{ endTime: Date.parse(at) }] };
  writeFileSync(join(workspace.folder, 'proof.json'), JSON.stringify(content));
  return 'proof=proof.json';
}

it('records everything that runs, the same each time, and its SBOM beside the lock', () => {
  expect(workspace.run('lock', '--release').code).toBe(0);
  const { components, sites } = releaseOf();
  expect(components.charts).toHaveProperty('cert-manager');
  expect(components.operators).toHaveProperty('cert-manager');
  expect(Object.keys(sites)).toEqual(['local']);
  const text = workspace.files();
  expect(text['environments/local.sbom.json']).toContain('"specVersion": "1.6"');
  expect(workspace.run('lock', '--release').stdout).toMatch(/^kept /);
  expect(workspace.files()).toEqual(text);
  // What was recorded stays where the lock is written for another reason.
  expect(workspace.run('lock').stdout).toMatch(/^kept /);
});

it('holds an environment to the release that was promoted into it', () => {
  workspace.write({ 'environments/prod.ts': environment('prod', { promotedFrom: 'local' }) });
  expect(found('check', 'prod')).toMatchObject([1, [{ code: 'RELEASE_MISSING' }]]);
  expect(found('lock', 'prod', '--release')).toMatchObject([2, [{ code: 'RELEASE_MISSING' }]]);
  workspace.run('lock', '--release', 'local');
  const source = lockOf();
  const promote = (release = source.release): void => {
    workspace.write({
      'environments/prod.lock.json': lockText({ ...source, environment: 'prod', ...(release ? { release } : {}) }),
    });
  };
  promote();
  expect(found('check', 'prod')).toEqual([0, []]);
  expect(workspace.run('lock', 'prod', '--release').code).toBe(0);
  expect(releaseOf('prod').id).toBe(releaseOf('local').id);
  workspace.write({
    'environments/prod.ts': environment('prod', { promotedFrom: 'local' }).replace(
      '"prod"',
      '"prod","kubernetesVersion":"1.34"',
    ),
  });
  expect(found('check', 'prod')).toMatchObject([1, [{ code: 'RELEASE_DRIFT', value: ['kubernetes: 1.35 -> 1.34'] }]]);
  expect(found('lock', 'prod', '--release')).toMatchObject([1, [{ code: 'RELEASE_DRIFT' }]]);
});

it('refuses evidence that is missing, too old on a day, or against the release', () => {
  workspace.write({ 'environments/local.ts': environment('local', { evidence: [{ kind: 'proof', maxAgeDays: 30 }] }) });
  workspace.run('lock', '--release');
  expect(found('check')).toMatchObject([1, [{ code: 'EVIDENCE_MISSING', value: 'proof' }]]);
  expect(workspace.run('lock', '--release', '--evidence', proof('2026-11-01T10:00:00Z')).code).toBe(0);
  expect(found('check', '--on', '2026-12-01')).toEqual([0, []]);
  expect(found('check', '--on', '2026-12-02')).toMatchObject([1, [{ code: 'EVIDENCE_STALE', value: 'proof.json' }]]);
  expect(workspace.run('check', '--on', 'tomorrow').code).toBe(2);
});

it('finds evidence that was changed by hand', () => {
  workspace.run('lock', '--release', '--evidence', proof('2026-11-01T10:00:00Z'));
  const text = workspace.files()[lockFile] ?? '';
  workspace.write({ [lockFile]: text.replace('2026-11-01T10', '2026-11-21T10') });
  expect(found('check')).toMatchObject([2, [{ code: 'LOCK_TAMPERED', place: 'release' }]]);
});
