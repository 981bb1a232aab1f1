import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ImageAddress, imageAddress } from './image-address';
import { registryRequest } from './registry-request';
import type { RegistrySignIn } from './registry-sign-in';
import type { SignedPayload } from './simple-signing';

const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const artifactType = 'application/vnd.dev.cosign.artifact.sig.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

const digestText = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const manifestSchema = z.looseObject({
  layers: z.array(
    z.looseObject({
      mediaType: z.string(),
      digest: digestText,
      annotations: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

const indexSchema = z.looseObject({
  manifests: z.array(z.looseObject({ digest: digestText, artifactType: z.string().optional() })),
});

const signatureKey = 'dev.cosignproject.cosign/signature';

/** More than anybody signs: what is beyond is of somebody who wants it to take long. */
const most = 50;

/**
 * Every signature that a registry keeps of an image, where cosign puts it: under the tag `sha256-<digest>.sig`, or as a
 * referrer of the image by the distribution API.
 * @throws Error where the registry does not answer
 */
export async function imageSignatures(
  image: string,
  digest: string,
  signInTo: (registry: string) => Promise<RegistrySignIn | undefined>,
): Promise<SignedPayload[]> {
  const address = imageAddress(`${image}@${digest}`);
  if (!address) return [];
  const signIn = await signInTo(address.registry);
  const manifests = [`sha256-${digest.slice('sha256:'.length)}.sig`, ...(await referrers(address, digest, signIn))];
  const signed: SignedPayload[] = [];
  for (const reference of manifests.slice(0, most)) signed.push(...(await signaturesIn(address, reference, signIn)));
  return signed;
}

/** What is not there is no signature; what the registry cannot say now is no answer. */
async function content(url: string, accept: string, signIn: RegistrySignIn | undefined): Promise<Buffer | undefined> {
  const response = await registryRequest(url, { accept }, signIn);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  if (response.status >= 500 || response.status === 429 || response.status === 401 || response.status === 403) {
    throw new Error(`${new URL(url).host} answers ${response.status}`);
  }
  return undefined;
}

function parsed<T>(schema: z.ZodType<T>, bytes: Buffer | undefined): T | undefined {
  try {
    return bytes && schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

async function referrers({ url }: ImageAddress, digest: string, signIn: RegistrySignIn | undefined): Promise<string[]> {
  const index = parsed(indexSchema, await content(`${url}/referrers/${digest}`, indexType, signIn));
  return (index?.manifests ?? []).filter((one) => one.artifactType === artifactType).map((one) => one.digest);
}

async function signaturesIn(
  { url }: ImageAddress,
  reference: string,
  signIn: RegistrySignIn | undefined,
): Promise<SignedPayload[]> {
  const manifest = parsed(manifestSchema, await content(`${url}/manifests/${reference}`, manifestType, signIn));
  const signed: SignedPayload[] = [];
  for (const { mediaType, digest, annotations } of (manifest?.layers ?? []).slice(0, most)) {
    const signature = annotations[signatureKey];
    if (mediaType !== payloadType || signature === undefined) continue;
    const payload = await content(`${url}/blobs/${digest}`, '*/*', signIn);
    const isWhole = payload && `sha256:${createHash('sha256').update(payload).digest('hex')}` === digest;
    if (isWhole) signed.push({ payload, signature });
  }
  return signed;
}
