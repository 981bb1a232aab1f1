import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { distrustOfSignatures, type SignedPayload } from '../../../delivery/images/simple-signing';

const digest = `sha256:${'a'.repeat(64)}`;
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const [own, other] = [pair(), pair()];

const signed = (key: KeyObject, of = digest, type = 'cosign container image signature'): SignedPayload => {
  const critical = { identity: { 'docker-reference': '' }, image: { 'docker-manifest-digest': of }, type };
  const payload = Buffer.from(JSON.stringify({ critical, optional: null }));
  return { payload, signature: sign('sha256', payload, key).toString('base64') };
};

const judge = (...all: SignedPayload[]) => distrustOfSignatures(all, digest, pem(own.publicKey));

it('believes a signature of this image by this key, beside whatever else', () => {
  expect(judge(signed(own.privateKey))).toBeUndefined();
  expect(judge(signed(other.privateKey), signed(own.privateKey))).toBeUndefined();
});

it.each<[string, SignedPayload, RegExp]>([
  ['another key', signed(other.privateKey), /no signature of it is by this key/],
  ['another image', signed(own.privateKey, `sha256:${'b'.repeat(64)}`), /for another image: sha256:b/],
  ['something that is no image', signed(own.privateKey, digest, 'a letter'), /for another image: none/],
  ['a payload that was changed', { ...signed(own.privateKey), payload: Buffer.from('{}') }, /by this key/],
  ['no signature at all', { ...signed(own.privateKey), signature: 'bm9uZQ==' }, /by this key/],
])('refuses a signature of %s', (_what, one, why) => expect(judge(one)).toMatch(why));

it.each(['a text', pem(generateKeyPairSync('ed25519').publicKey)])('takes no other kind of key', (key) =>
  expect(distrustOfSignatures([signed(own.privateKey)], digest, key)).toMatch(/no ECDSA key/),
);
