import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A registry that asks for a token, as public ones do, and answers what a test wants. */
export interface FakeRegistry {
  /** As images begin: `127.0.0.1:<port>`. */
  readonly host: string;
  /** What was asked, e.g. `HEAD /v2/a/manifests/1`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface FakeAnswers {
  /** `<repository>:<tag>` to its manifest. */
  readonly manifests: Readonly<Record<string, string>>;
  /** Who gets a token. Default: anybody. */
  readonly password?: string;
  /** Answers before the first good one. Default: none. */
  readonly refusals?: number[];
  /** The digest is said in a header. Default: true. */
  readonly saysDigest?: boolean;
}

export async function startFakeRegistry(answers: FakeAnswers): Promise<FakeRegistry> {
  const asked: string[] = [];
  const refusals = [...(answers.refusals ?? [])];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const host = `http://${request.headers.host}`;
    const url = new URL(request.url ?? '/', host);
    asked.push(`${request.method} ${url.pathname}`);
    const end = (status: number, body = '', headers: Record<string, string> = {}) =>
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    const refusal = refusals.shift();
    if (refusal !== undefined) return end(refusal);
    if (url.pathname === '/token') {
      const known = `Basic ${Buffer.from(`me:${answers.password}`).toString('base64')}`;
      if (answers.password !== undefined && request.headers.authorization !== known) return end(401);
      return end(200, JSON.stringify({ token: `for ${url.searchParams.get('scope')}` }));
    }
    const [, repository, tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? [];
    const scope = `repository:${repository}:pull`;
    if (request.headers.authorization !== `Bearer for ${scope}`) {
      return end(401, '', { 'www-authenticate': `Bearer realm="${host}/token",service="fake",scope="${scope}"` });
    }
    const manifest = answers.manifests[`${repository}:${tag}`];
    if (manifest === undefined) return end(404);
    return end(200, manifest, answers.saysDigest === false ? {} : { 'docker-content-digest': digestOf(manifest) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
