import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, as `PUT bucket.s3.eu-west-1.amazonaws.com/key`, with the operation where AWS names it in a header. */
type Matches = (line: string) => boolean;

/** A request that waits before it is passed on. */
export interface HeldRequest {
  /** Passes it on. */
  release(): void;
  /** Lets it be lost. */
  drop(): void;
}

export interface AwsProxy {
  /** For `HTTP_PROXY`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly lines: readonly string[];
  /** Holds the next request that matches; fulfilled once it has come. */
  hold(matches: Matches): Promise<HeldRequest>;
  stop(): Promise<void>;
}

/**
 * Stands between programs and moto, so that they can use AWS's own host names, unchanged, and that a test knows what is on
 * its way and can stop it there.
 */
export async function startAwsProxy(target: string): Promise<AwsProxy> {
  const { hostname, port } = new URL(target);
  const lines: string[] = [];
  let holding: { readonly matches: Matches; readonly came: (held: HeldRequest) => void } | undefined;

  const pass = (incoming: IncomingMessage, answer: ServerResponse, { host, pathname, search }: URL): void => {
    const onward = request(
      {
        hostname,
        port,
        method: incoming.method,
        path: `${pathname}${search}`,
        headers: { ...incoming.headers, host },
      },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    onward.once('error', () => answer.destroy());
    incoming.pipe(onward);
  };

  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
    const operation = incoming.headers['x-amz-target'];
    const line = `${incoming.method} ${url.host}${url.pathname}${url.search}${operation ? ` ${operation}` : ''}`;
    lines.push(line);
    if (holding?.matches(line)) {
      const { came } = holding;
      holding = undefined;
      came({ release: () => pass(incoming, answer, url), drop: () => incoming.socket.destroy() });
    } else {
      pass(incoming, answer, url);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    hold: (matches) =>
      new Promise((came) => {
        holding = { matches, came };
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
