import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileEvidence } from '../../../delivery/release-lock/evidence-file';
import { InputError } from '../../../environments/model';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = '2026-11-22T10:00:00.000Z';

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
}

const sarif = (results: object[], invocations: object[] = [{ endTimeUtc: at }]) => ({
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'checkov' } }, invocations, results }],
});

const tests = (passed: number, failed: number) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  testResults: [{ endTime: Date.parse(at) }, { endTime: Date.parse(at) - 1000 }],
});

const codesOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
};

it('says what a scan found, when it was', () => {
  const path = file(
    'clean.sarif',
    sarif([{ level: 'note' }, { level: 'error', suppressions: [{ kind: 'external' }] }]),
  );
  expect(fileEvidence([`scan=${path}`])).toMatchObject([
    { kind: 'scan', name: 'clean.sarif', at, says: 'checkov: 0 errors, 1 others', ok: true },
  ]);
});

it('does not take a scan for good that found an error', () =>
  expect(fileEvidence([`scan=${file('bad.sarif', sarif([{ level: 'error' }]))}`])).toMatchObject([{ ok: false }]));

it('counts tests, and takes neither failures nor nothing for good', () => {
  const paths = [tests(412, 0), tests(411, 1), tests(0, 0)].map(
    (each, index) => `proof=${file(`${index}.json`, each)}`,
  );
  expect(fileEvidence(paths)).toMatchObject([
    { kind: 'proof', at, says: '412 passed, 0 failed, 1 skipped', ok: true },
    { ok: false },
    { ok: false },
  ]);
});

it('asks when it was where the tool does not say, and never looks at a clock', () => {
  const path = `scan=${file('timeless.sarif', sarif([], []))}`;
  expect(codesOf(() => fileEvidence([path]))).toEqual(['EVIDENCE_INVALID it does not say when it was found']);
  expect(fileEvidence([path], '2026-11-22T12:00:00+02:00')).toMatchObject([{ at }]);
});

it('refuses all that is wrong at once', () =>
  expect(
    codesOf(() => fileEvidence(['drill=x', 'proof', `scan=${file('torn', '{')}`, `scan=${file('other', {})}`])),
  ).toEqual([
    'EVIDENCE_INVALID it says no kind, or no file',
    'EVIDENCE_INVALID it says no kind, or no file',
    'EVIDENCE_INVALID the file is not there, or is no JSON',
    'EVIDENCE_INVALID it is neither SARIF 2.1.0 nor the JSON of Jest',
  ]));

it('refuses a time that is none', () =>
  expect(codesOf(() => fileEvidence([], 'yesterday'))).toEqual(['EVIDENCE_INVALID it is no time']));

it('has no word that a terminal would obey', () => {
  const content = sarif([]);
  Object.assign(content.runs[0]?.tool.driver ?? {}, { name: 'a\u001b[2Jb' });
  expect(fileEvidence([`scan=${file('control.sarif', content)}`])[0]?.says).toBe('a [2Jb: 0 errors, 0 others');
});
