import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEvidence } from '../../../delivery/drill-evidence';
import { publicKeyText } from '../../../policies/drills/evidence-signature';
import { evidencePage, figuresTable } from '../../../runbooks/drill/evidence-page';
import { evidenceTimeline } from '../../../runbooks/drill/evidence-timeline';
import { signingKey, writeEvidence } from '../../../runbooks/drill/write-evidence';
import { drillRecord, drillRun } from '../../policies/drills/drill-records';

const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = { json: 'a.json', svg: 'a.svg' };

it('writes a record, a page and a picture, and reads the record back as it was', () => {
  const files = writeEvidence(folder, drillRecord(), privateKey);
  const { records, findings } = readEvidence(folder, 'prod', [publicKeyText(privateKey)]);
  expect([records, findings]).toEqual([[drillRecord()], []]);
  expect(files.page).toMatch(/prod\/database-site-loss\/2026-11-20T10-01-00-000Z\.md$/);
  expect(readFileSync(files.page, 'utf8')).toContain('| promised | 60 s | 600 s |');
  expect(readFileSync(files.picture, 'utf8')).toMatch(
    /^<svg .*\n<title id="title">database-site-loss of prod: passed</,
  );
});

it.each([
  ['somebody else signed', (text: string) => text, ['other'], 'a key that the environment does not name'],
  ['was changed', (text: string) => text.replace('"lost": 1', '"lost": 0'), undefined, 'not what was signed'],
  ['is no record', (text: string) => text.replace('"verdict"', '"judgement"'), undefined, 'verdict'],
  ['is cut short', (text: string) => text.slice(0, -9), undefined, 'no JSON'],
])('does not believe what %s', (_what, change, signers, message) => {
  const own = mkdtempSync(join(folder, 'own-'));
  const { json } = writeEvidence(own, drillRecord(), privateKey);
  writeFileSync(json, change(readFileSync(json, 'utf8')));
  const { records, findings } = readEvidence(own, 'prod', signers ?? [publicKeyText(privateKey)]);
  expect(records).toEqual([]);
  expect(findings).toMatchObject([{ code: 'DRILL_EVIDENCE', message: expect.stringContaining(message) }]);
});

it('does not take the evidence of one environment for that of another', () => {
  const own = mkdtempSync(join(folder, 'own-'));
  const { json } = writeEvidence(own, drillRecord(), privateKey);
  writeEvidence(own, drillRecord({ environment: 'dev' }), privateKey);
  writeFileSync(json, readFileSync(json.replace('/prod/', '/dev/'), 'utf8'));
  const { records, findings } = readEvidence(own, 'prod', [publicKeyText(privateKey)]);
  expect([records, findings.map(({ message }) => message)]).toEqual([[], ['it is of another environment']]);
});

it('names a stranger only as long as nobody who is trusted has drilled the same since', () => {
  const own = mkdtempSync(join(folder, 'own-'));
  const { privateKey: retired } = generateKeyPairSync('ed25519');
  writeEvidence(own, drillRecord({ finishedAt: '2026-11-19T00:00:00.000Z' }), retired);
  const codes = () => readEvidence(own, 'prod', [publicKeyText(privateKey)]).findings.map(({ code }) => code);
  expect(codes()).toEqual(['DRILL_EVIDENCE']);
  writeEvidence(own, drillRecord(), privateKey);
  expect(codes()).toEqual([]);
  writeEvidence(own, drillRecord({ finishedAt: '2026-11-21T00:00:00.000Z' }), retired);
  expect(codes()).toEqual(['DRILL_EVIDENCE']);
});

it('has nothing where nothing was drilled', () => {
  expect(readEvidence(join(folder, 'nowhere'), 'prod', [])).toEqual({ records: [], findings: [] });
});

it('draws the same record the same way, escapes what it shows, and stays inside its frame', () => {
  const picture = evidenceTimeline(drillRecord());
  expect(picture).toBe(evidenceTimeline(drillRecord()));
  expect(picture).toContain('promote &lt;the copy&gt;');
  expect(picture).toContain('negative control, without it: RPO nothing survived, RTO never read');
  const places = [...picture.matchAll(/ x1?="(-?[\d.]+)"/g)].map(([, x]) => Number(x));
  expect([Math.min(...places) >= 0, Math.max(...places) <= 960]).toEqual([true, true]);
  expect(picture).not.toContain('NaN');
});

it('says on the page why a drill failed, and what had to hold', () => {
  const broken = drillRun('on', { checks: [{ name: 'fenced', holds: false, saw: 'a | b' }], failure: 'stuck' });
  const page = evidencePage(drillRecord({ runs: [broken, drillRun('off')] }), names);
  expect(page).toContain('- the runbook failed: stuck');
  expect(page).toContain('| fenced | no | a \\| b |');
  expect(page).toContain('evenkeel drill verify a.json');
});

it('shows the last figures of each scenario', () => {
  const older = drillRecord({ finishedAt: '2026-11-19T00:00:00.000Z' });
  expect(figuresTable([older, drillRecord()]).split('\n').slice(2)).toEqual([
    '| prod | database-site-loss | 0.5 s (60 s) | 12 s (600 s) | 1 of 100 | 0 | failed, as it must | passed | 2026-11-20 |',
  ]);
});

it('takes the key of a file or of a variable, and nothing but Ed25519', () => {
  const path = join(folder, 'key.pem');
  writeFileSync(path, pem);
  expect(publicKeyText(signingKey(path, {}))).toBe(publicKeyText(signingKey(undefined, { EVENKEEL_DRILL_KEY: pem })));
  const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = join(folder, 'rsa.pem');
  writeFileSync(other, rsa.export({ type: 'pkcs8', format: 'pem' }));
  for (const wrong of [undefined, join(folder, 'none.pem'), other, __filename]) {
    expect(() => signingKey(wrong, {})).toThrow('DRILL_KEY');
  }
  expect(() => signingKey(__filename, {})).not.toThrow('createPrivateKey');
});
