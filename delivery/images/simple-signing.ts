import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

/** What a signature says, and the signature itself. */
export interface SignedPayload {
  /** Bytes as they were signed. */
  readonly payload: Buffer;
  readonly signature: string;
}

/** The payload that cosign signs: https://github.com/containers/image/blob/main/docs/containers-signature.5.md */
const payloadSchema = z.looseObject({
  critical: z.looseObject({
    type: z.literal('cosign container image signature'),
    image: z.looseObject({ 'docker-manifest-digest': z.string() }),
  }),
});

function digestIn(payload: Buffer): string | undefined {
  try {
    return payloadSchema.parse(JSON.parse(payload.toString('utf8'))).critical.image['docker-manifest-digest'];
  } catch {
    return undefined;
  }
}

function keyOf(publicKey: string): KeyObject | undefined {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Looks whether one of the signatures of an image is of this very image and by this key.
 * @param publicKey PEM of an ECDSA key on P-256
 * @returns why none is; `undefined`: one is
 */
export function distrustOfSignatures(
  signed: readonly SignedPayload[],
  digest: string,
  publicKey: string,
): string | undefined {
  const key = keyOf(publicKey);
  if (!key) return 'the public key is no ECDSA key on P-256';
  const byKey = signed.filter(({ payload, signature }) =>
    verify('sha256', payload, key, Buffer.from(signature, 'base64')),
  );
  if (byKey.length === 0) return 'no signature of it is by this key';
  return byKey.some(({ payload }) => digestIn(payload) === digest)
    ? undefined
    : `it is signed by this key for another image: ${byKey.map(({ payload }) => digestIn(payload) ?? 'none').join(', ')}`;
}
