import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IdentityProviderProps {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one address that people may be sent back to. */
  readonly callback: string;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** Who is signed in at the provider from now on, as the claims that it tells. */
  signIn(claims: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

interface Grant {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly challenge: string | null;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

/**
 * An OpenID Connect provider with one client, in which somebody is always signed in: discovery, the code flow with PKCE,
 * and user info. It refuses a wrong client, secret, callback, code or verifier.
 */
export async function startIdentityProvider(props: IdentityProviderProps): Promise<IdentityProvider> {
  let issuer = '';
  let person: Readonly<Record<string, unknown>> = {};
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, Grant>();

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const authorize = ({ searchParams: asked }: URL, response: ServerResponse): void => {
    const known = asked.get('client_id') === props.clientId && asked.get('redirect_uri') === props.callback;
    if (!known || !asked.get('scope')?.split(' ').includes('openid')) {
      answer(response, 400, { error: 'refused' });
      return;
    }
    const code = randomUUID();
    codes.set(code, { claims: person, challenge: asked.get('code_challenge') });
    const back = new URL(props.callback);
    back.search = `${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`;
    response.writeHead(302, { Location: back.href }).end();
  };
  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await formOf(request);
    const grant = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verified = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const client = form.get('client_id') === props.clientId && form.get('client_secret') === props.clientSecret;
    if (!grant || !client || verified !== grant.challenge) {
      answer(response, 400, { error: 'invalid_grant' });
      return;
    }
    const accessToken = randomUUID();
    tokens.set(accessToken, grant);
    answer(response, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: 300 });
  };
  const userInfo = (request: IncomingMessage, response: ServerResponse): void => {
    const grant = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    answer(response, grant ? 200 : 401, grant?.claims ?? { error: 'invalid_token' });
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/.well-known/openid-configuration') {
      answer(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      });
    } else if (url.pathname === '/authorize') authorize(url, response);
    else if (url.pathname === '/token') token(request, response).catch(() => response.destroy());
    else if (url.pathname === '/userinfo') userInfo(request, response);
    else answer(response, 404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    signIn: (claims) => {
      person = claims;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
