import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
const shim = '#!/bin/sh\nexit 0\n';
beforeAll(() => {
  workspace.write({
    'environments/test.ts': `export default ${JSON.stringify(
      environmentInput({ recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 } }),
    )};`,
    'bin/aws': shim,
    'bin/kubectl': shim,
    'bin/gcloud': shim,
  });
  for (const name of ['aws', 'kubectl', 'gcloud']) chmodSync(join(workspace.folder, 'bin', name), 0o755);
});
afterAll(() => workspace.remove());

const google = 'test-google-europe-west1';

it('lists the runbooks with what each is told', () => {
  const { code, stdout } = workspace.run('runbook', 'list', '--json');
  expect(code).toBe(0);
  const { runbooks } = JSON.parse(stdout) as { runbooks: { name: string; options: { option: string }[] }[] };
  expect(runbooks.map(({ name }) => name)).toEqual([
    'failover',
    'failback',
    'restore',
    'region-loss',
    'cluster-rebuild',
    'credential-compromise',
    'ransomware',
    'kafka-data-loss',
    'feature-store-rebuild',
    'model-rollback',
    'upgrade-kubernetes',
    'upgrade-database',
    'stored-version',
  ]);
});

it('shows the plan of a failover, and does nothing', () => {
  const { code, stdout, stderr } = workspace.run('failover', 'test', '--to', google, '--plan', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const plan = JSON.parse(stdout) as { lost: string[]; steps: { id: string }[] };
  expect(plan.lost).toEqual(['test-aws-eu-west-1']);
  expect(plan.steps.map(({ id }) => id)).toContain('restore-tracking-database');
  expect(Object.keys(workspace.files()).filter((path) => path.startsWith('.evenkeel/runbooks'))).toEqual([]);
});

it('takes the service of a restore as a word of its own', () => {
  const { code, stdout } = workspace.run('restore', 'test', 'tracking', '--to', '2026-11-20T10:00:00Z', '--plan');
  expect(code).toBe(0);
  expect(stdout).toContain('restore-db-instance-to-point-in-time');
});

it.each([
  [['runbook', 'failsafe', 'test'], 2, 'UNKNOWN_RUNBOOK'],
  [['failover', 'test', '--to', 'test-aws-eu-west-1'], 2, 'RUNBOOK_SITE environments/test.ts --to'],
  [['restore', 'test', 'tracking', '--to', 'yesterday'], 2, 'RESTORE_POINT environments/test.ts --to'],
  [['failover', 'nowhere', '--to', google], 2, 'UNKNOWN_ENVIRONMENT'],
])('%p ends with %d', (words, code, text) => {
  const result = workspace.run(...words);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(text);
  expect(result.stderr).not.toMatch(/^ {2,}at /m);
});

it('refuses to destroy where nobody can be asked, and names programs that are missing', () => {
  const { code, stderr } = workspace.run('failover', 'test', '--to', google);
  expect(code).toBe(2);
  expect(stderr).toMatch(/RUNBOOK_UNCONFIRMED failover --yes: steps destroy something \(restore-tracking-database/);
});

it('goes on with what the run was told, and refuses to be told something else', () => {
  const options = { begun: '2026-11-20T12:00:00Z', options: { to: google }, primary: 'test-aws-eu-west-1' };
  const line = (entry: object): string => JSON.stringify({ at: '2026-11-20T12:00:00Z', ...entry });
  workspace.write({
    '.evenkeel/runbooks/test/failover.jsonl': [
      line({ step: 'failover', event: 'run-begun', options }),
      line({ step: `sign-in-${google}`, event: 'begun' }),
      '',
    ].join('\n'),
  });
  const other = workspace.run('failover', 'test', '--to', 'test-azure-westeurope', '--resume', '--plan');
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('RUNBOOK_OPTION failover --to')]);
  const same = workspace.run('failover', 'test', '--resume', '--plan');
  expect([same.code, same.stdout.includes(`Sign in to the cluster of ${google}`)]).toEqual([0, true]);
});

it('refuses to go on where Git has the new roles before stores were taken over', () => {
  const options = { begun: '2026-11-20T12:00:00Z', options: { to: 'test-aws-eu-west-1' }, primary: google };
  const line = (entry: object): string => JSON.stringify({ at: '2026-11-20T12:00:00Z', ...entry });
  const begun = [
    line({ step: 'failover', event: 'run-begun', options }),
    line({ step: 'sign-in-test-aws-eu-west-1', event: 'done' }),
  ];
  workspace.write({ '.evenkeel/runbooks/test/failover.jsonl': `${begun.join('\n')}\n` });
  const early = workspace.run('failover', 'test', '--resume', '--yes');
  expect([early.code, early.stderr]).toEqual([
    2,
    expect.stringContaining('RUNBOOK_SITE failover role: Git calls test-aws-eu-west-1 primary already'),
  ]);
});
