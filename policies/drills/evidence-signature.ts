import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type DrillRecord, drillReasons, type SignedEvidence } from './drill-evidence';

/** JSON with sorted keys: the same record always gives the same text. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`).join(',')}}`;
}

/** What is signed says what it is, so that a signature is never taken for one of something else. */
const signedText = (record: DrillRecord): Buffer => Buffer.from(`evenkeel drill 1\n${canonicalText(record)}`);

/** A public key in one line, as the environment names it. Takes a private key, too. */
export const publicKeyText = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }).toString('base64');

/** Signs a record with an Ed25519 private key. */
export const signEvidence = (record: DrillRecord, key: KeyObject): SignedEvidence => ({
  record,
  signature: {
    algorithm: 'Ed25519',
    publicKey: publicKeyText(key),
    value: sign(null, signedText(record), key).toString('base64'),
  },
});

/** Why evidence may not be believed; `undefined`: it may. */
export type Distrust = 'changed' | 'stranger' | 'contradiction';

function isUnchanged({ record, signature }: SignedEvidence): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(signature.publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, signedText(record), key, Buffer.from(signature.value, 'base64'));
  } catch {
    return false;
  }
}

/**
 * Looks whether evidence is what a trusted signer wrote, and whether its verdict follows from its own figures.
 * @param signers public keys that are trusted
 */
export function distrustOf(evidence: SignedEvidence, signers: readonly string[]): Distrust | undefined {
  if (!isUnchanged(evidence)) return 'changed';
  if (!signers.includes(evidence.signature.publicKey)) return 'stranger';
  const { runs, promised, verdict } = evidence.record;
  return (verdict === 'passed') === (drillReasons(runs, promised).length === 0) ? undefined : 'contradiction';
}
