import { generateKeyPairSync } from 'node:crypto';
import { canonicalText, distrustOf, publicKeyText, signEvidence } from '../../../policies/drills/evidence-signature';
import { drillRecord, drillRun } from './drill-records';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signers = [publicKeyText(publicKey)];
const signed = signEvidence(drillRecord(), privateKey);

it('is believed as it was signed, however its keys are sorted', () => {
  expect(distrustOf(signed, signers)).toBeUndefined();
  const { schema, ...rest } = signed.record;
  expect(distrustOf({ ...signed, record: { ...rest, schema } }, signers)).toBeUndefined();
  expect(canonicalText({ b: [1, { d: 2, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":2}]}');
});

it('the public key is the same from either half', () => {
  expect(publicKeyText(privateKey)).toBe(signers[0]);
});

it.each([
  ['the verdict', { verdict: 'failed' as const }],
  ['the day', { finishedAt: '2026-11-21T10:01:00.000Z' }],
  ['the environment', { environment: 'dev' }],
  ['a figure', { runs: [drillRun('on', { measured: { ...drillRun('on').measured, lost: 0 } }), drillRun('off')] }],
])('is not believed once %s is changed', (_what, change) => {
  expect(distrustOf({ ...signed, record: { ...signed.record, ...change } }, signers)).toBe('changed');
});

it('is not believed with the signature of another record, of no key, or of a key that nobody named', () => {
  const other = signEvidence(drillRecord({ environment: 'dev' }), privateKey);
  expect(distrustOf({ ...signed, signature: other.signature }, signers)).toBe('changed');
  expect(distrustOf({ ...signed, signature: { ...signed.signature, publicKey: 'AAAA' } }, signers)).toBe('changed');
  const { privateKey: stranger } = generateKeyPairSync('ed25519');
  expect(distrustOf(signEvidence(drillRecord(), stranger), signers)).toBe('stranger');
  expect(distrustOf(signed, [])).toBe('stranger');
});

it('is not believed where a trusted signer wrote a verdict that its own figures deny', () => {
  const lie = drillRecord({ runs: [drillRun('on')], verdict: 'passed', reasons: [] });
  expect(distrustOf(signEvidence(lie, privateKey), signers)).toBe('contradiction');
});
