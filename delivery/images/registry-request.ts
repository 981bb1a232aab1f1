import type { RegistrySignIn } from './registry-sign-in';

const answerTimeoutMs = 20_000;
/** Waits before another try, where a registry is busy or the network drops. */
const pausesMs = [250, 1000, 3000];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const isBusy = (status: number): boolean => status === 429 || status >= 500;

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

/**
 * Asks a registry, as nobody first and then as whoever is signed in.
 * @throws Error where it does not answer at all
 */
export async function registryRequest(
  url: string,
  { method = 'GET', accept }: { readonly method?: 'HEAD' | 'GET'; readonly accept: string },
  signIn: RegistrySignIn | undefined,
): Promise<Response> {
  const ask = (headers: Record<string, string> = {}) => asked(url, { method, headers: { accept, ...headers } });
  const first = await ask();
  if (first.status !== 401) return first;
  const word = await authorization(first.headers.get('www-authenticate') ?? '', signIn);
  return word === undefined ? first : ask({ authorization: word });
}
