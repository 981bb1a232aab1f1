import { createHash } from 'node:crypto';
import { type ImageAddress, imageAddress } from './image-address';
import { isBusy, registryRequest } from './registry-request';
import type { RegistrySignIn } from './registry-sign-in';

/** Why there is no digest: the registry says so, or it could not be asked. */
export type NoDigest = { readonly why: string; readonly asked: boolean };

/** An index comes first: it stays the same on machines of every architecture. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const manifest = (
  { url, reference }: ImageAddress,
  method: 'HEAD' | 'GET',
  signIn: RegistrySignIn | undefined,
): Promise<Response> => registryRequest(`${url}/manifests/${reference}`, { method, accept: manifestTypes }, signIn);

const isDigest = (text: string | null): text is string => /^sha256:[0-9a-f]{64}$/.test(text ?? '');

/**
 * The digest that a registry has for an image, by the distribution API; an index before the image of one architecture.
 * Nothing is pulled. What registries do not say is made from the manifest itself.
 */
export async function imageDigest(
  image: string,
  signInTo: (registry: string) => Promise<RegistrySignIn | undefined>,
): Promise<string | NoDigest> {
  const address = imageAddress(image);
  if (!address) return { why: 'this is no name of an image with a tag', asked: true };
  try {
    const signIn = await signInTo(address.registry);
    const head = await manifest(address, 'HEAD', signIn);
    const said = head.headers.get('docker-content-digest');
    if (head.ok && isDigest(said)) return said;
    const whole = head.ok ? await manifest(address, 'GET', signIn) : head;
    if (whole.ok) {
      return `sha256:${createHash('sha256')
        .update(Buffer.from(await whole.arrayBuffer()))
        .digest('hex')}`;
    }
    if (isBusy(whole.status)) return { why: `${address.registry} answers ${whole.status}`, asked: false };
    return whole.status === 404
      ? { why: `${address.registry} has no such image`, asked: true }
      : {
          why: `${address.registry} does not give it to ${signIn ? signIn.user : 'anybody'} (${whole.status})`,
          asked: true,
        };
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    return { why: `${address.registry}: ${cause?.message ?? message}`, asked: false };
  }
}
