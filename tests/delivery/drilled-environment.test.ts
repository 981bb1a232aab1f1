import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../environments/model';
import { publicKeyText } from '../../policies/drills/evidence-signature';
import { writeEvidence } from '../../runbooks/drill/write-evidence';
import { Workspace } from '../cli/run-cli';
import { environmentInput } from '../fixtures/environment';
import { scheduledDrill } from '../fixtures/scheduled-drill';
import { drillRecord, drillRun } from '../policies/drills/drill-records';

const { privateKey } = generateKeyPairSync('ed25519');
const input = environmentInput({
  ...scheduledDrill(publicKeyText(privateKey)),
  services: { tracking: {}, monitoring: {} },
});

const workspace = new Workspace().write({ 'environments/test.ts': `export default ${JSON.stringify(input)};\n` });
afterAll(() => workspace.remove());

const record = drillRecord({ environment: 'test' });
const laterFailed = drillRecord({
  environment: 'test',
  finishedAt: '2026-11-21T00:00:00.000Z',
  runs: [drillRun('on')],
});
const keep = (one: typeof record): string =>
  writeEvidence(join(workspace.folder, 'evidence/drills'), one, privateKey).json;

interface Built {
  readonly environments: readonly {
    readonly cached: boolean;
    readonly sites: readonly { readonly name: string; readonly findings: readonly Finding[] }[];
  }[];
}

/** What a build gives: the constant series of drills by site, and what it found of evidence. */
function build() {
  const { environments }: Built = JSON.parse(workspace.run('build', 'test', '--json').stdout);
  const rules = Object.entries(workspace.files('dist/test')).filter(([path]) => /prometheusrule-.*recovery/.test(path));
  return {
    cached: environments[0]?.cached,
    text: rules.map(([path, text]) => `${path}\n${text}`).join(''),
    series: rules.map(([, text]) => [...text.matchAll(/record: evenkeel:drill_(\w+):/g)].map(([, name]) => name)),
    found: environments[0]?.sites.flatMap(({ name, findings }) =>
      findings.filter(({ code }) => code.startsWith('DRILL')).map(({ code, fix }) => `${name} ${code}: ${fix}`),
    ),
  };
}

it('watches the schedule without evidence, and what evidence says once it is there', () => {
  const before = build();
  const schedule = ['interval', 'promised_rpo', 'promised_rto'];
  expect([before.series, before.found]).toEqual([[schedule, schedule], []]);
  expect(build().cached).toBe(true);

  const json = keep(record);
  const after = build();
  const found = [...schedule, 'finished', 'passed', 'rpo', 'rto'];
  expect([after.cached, after.series, after.found]).toEqual([false, [found, found], []]);
  expect(after.text).toContain(`vector(${Date.parse(record.finishedAt) / 1000})`);

  const text = readFileSync(json, 'utf8');
  writeFileSync(json, text.replace('"lost": 1', '"lost": 0'));
  const changed = build();
  expect(changed.text).toBe(before.text);
  expect(changed.found).toEqual([
    'test-aws-eu-west-1 DRILL_EVIDENCE: take the file as Git has it, or run the drill again',
  ]);
  const checked = workspace.run('check', 'test', '--json');
  expect(checked.stdout).toContain('DRILL_EVIDENCE');

  writeFileSync(json, text);
  expect(build().text).toBe(after.text);
  keep(laterFailed);
  expect(build().text).toContain(`vector(${Date.parse(laterFailed.finishedAt) / 1000})`);
}, 300_000);
