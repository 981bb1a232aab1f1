import { createHash } from 'node:crypto';
import type { Finding } from '../../environments/model';
import type { ReleaseRules } from '../../environments/schema/release-schema';
import { imageSignatures } from '../images/image-signatures';
import { registrySignIns } from '../images/registry-sign-in';
import { distrustOfSignatures } from '../images/simple-signing';
import type { ReleaseComponents, VerifiedSignature } from './release-record';

interface VerifiedImages {
  readonly signatures: readonly VerifiedSignature[];
  readonly findings: readonly Finding[];
}

const repositoryOf = (image: string): string => image.replace(/:[\w.-]+$/, '');

const isMeant = (image: string, pattern: string): boolean =>
  pattern.endsWith('/*') ? image.startsWith(pattern.slice(0, -1)) : repositoryOf(image) === pattern;

/** Of the key as it is meant, not as it is written: line breaks make no other key. */
const keySha256 = (publicKey: string): string =>
  createHash('sha256')
    .update(Buffer.from(publicKey.replaceAll(/-----.*-----|\s/g, ''), 'base64'))
    .digest('hex');

/**
 * Verifies signatures of a release's images as the environment asks for them.
 * @param known signatures that were verified before: of the same image by the same key nobody is asked again
 */
export async function verifiedImages(
  images: ReleaseComponents['images'],
  rules: ReleaseRules['signatures'],
  file: string,
  known: readonly VerifiedSignature[] = [],
): Promise<VerifiedImages> {
  const signatures: VerifiedSignature[] = [];
  const findings: Finding[] = [];
  if (rules.length === 0) return { signatures, findings };
  const signInTo = registrySignIns();
  for (const [index, { images: pattern, publicKey, required }] of rules.entries()) {
    const finding = (code: Finding['code'], message: string, value: string, fix: string): void => {
      findings.push({ code, file, place: `release.signatures[${index}]`, message, value, fix });
    };
    for (const [image, digest] of Object.entries(images).filter(([name]) => isMeant(name, pattern))) {
      if (digest === null) {
        const fix = 'run `evenkeel lock --images` where its registry can be reached';
        if (required) finding('SIGNATURE_MISSING', 'the image has no digest that could be signed', image, fix);
        continue;
      }
      const one = { image, digest, publicKeySha256: keySha256(publicKey) };
      const isKnown = known.some(
        (was) => was.image === image && was.digest === digest && was.publicKeySha256 === one.publicKeySha256,
      );
      if (isKnown) {
        signatures.push(one);
        continue;
      }
      try {
        const signed = await imageSignatures(image, digest, signInTo);
        const sign = `sign ${repositoryOf(image)}@${digest} with the key of the environment (\`cosign sign --key\`)`;
        if (signed.length === 0) {
          if (required) finding('SIGNATURE_MISSING', 'the registry has no signature of the image', image, sign);
          continue;
        }
        const distrust = distrustOfSignatures(signed, digest, publicKey);
        if (distrust === undefined) signatures.push(one);
        else finding('SIGNATURE_WRONG', distrust, image, `find out who signed it; where it is meant, ${sign}`);
      } catch (error) {
        const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
        const why = `nobody could look for a signature: ${cause?.message ?? message}`;
        finding('SIGNATURE_MISSING', why, image, 'mend the network or sign in (`docker login`), and run it again');
      }
    }
  }
  return { signatures, findings };
}
