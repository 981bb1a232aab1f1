import { createHash } from 'node:crypto';
import { type ImageAddress, imageAddress } from './image-address';
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

const answerTimeoutMs = 20_000;
/** Waits before another try, where a registry is busy or the network drops. */
const pausesMs = [250, 1000, 3000];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isBusy = (status: number): boolean => status === 429 || status >= 500;

async function asked(url: string, init: RequestInit, pauses: readonly number[] = pausesMs): Promise<Response> {
  const [wait, ...later] = pauses;
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(answerTimeoutMs) }).catch((error: Error) => {
    if (wait === undefined) throw error;
    return undefined;
  });
  if (response && (!isBusy(response.status) || wait === undefined)) return response;
  await pause(wait ?? 0);
  return asked(url, init, later);
}

const basic = ({ user, secret }: RegistrySignIn): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

/**
 * What a registry asks for: a name and a password, or a token of its own that a name and a password, or nobody, gets.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
async function authorization(challenge: string, signIn: RegistrySignIn | undefined): Promise<string | undefined> {
  const [, kind = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(challenge) ?? [];
  if (kind.toLowerCase() === 'basic') return signIn && basic(signIn);
  const { realm, ...words } = Object.fromEntries(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  if (kind.toLowerCase() !== 'bearer' || !realm?.startsWith('http')) return undefined;
  const url = new URL(realm);
  for (const key of ['service', 'scope']) if (words[key]) url.searchParams.set(key, words[key]);
  const response = await asked(url.href, signIn ? { headers: { authorization: basic(signIn) } } : {});
  if (!response.ok) return undefined;
  const { token, access_token } = (await response.json()) as {
    readonly token?: string;
    readonly access_token?: string;
  };
  const got = token ?? access_token;
  return got && `Bearer ${got}`;
}

async function manifest(
  { url, reference }: ImageAddress,
  method: 'HEAD' | 'GET',
  signIn: RegistrySignIn | undefined,
): Promise<Response> {
  const ask = (headers: Record<string, string> = {}) =>
    asked(`${url}/manifests/${reference}`, { method, headers: { accept: manifestTypes, ...headers } });
  const first = await ask();
  if (first.status !== 401) return first;
  const word = await authorization(first.headers.get('www-authenticate') ?? '', signIn);
  return word === undefined ? first : ask({ authorization: word });
}

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
