import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, as `PUT bucket.s3.eu-west-1.amazonaws.com/key`, with the operation where AWS names it in a header. */
type Matches = (line: string) => boolean;

/** A request that waits before it is passed on. */
export interface HeldRequest {
  /** Passes it on; of all that were held, those that somebody still waits for. */
  release(): void;
  /** Lets it be lost, and what waits for it. */
  drop(): void;
  /** Whoever sent it gave it up. */
  readonly givenUp: Promise<void>;
}

export interface AwsProxy {
  /** For `HTTP_PROXY`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly lines: readonly string[];
  /** Holds the next request that matches; fulfilled once it has come. */
  hold(matches: Matches): Promise<HeldRequest>;
  /**
   * The same, and nothing else is halfway then: what was passed on is answered, what comes later waits for the held one. So
   * nothing is made of which nobody hears.
   */
  holdAll(matches: Matches): Promise<HeldRequest>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly isAlive: () => boolean;
  readonly passOn: () => void;
  readonly lose: () => void;
}

/**
 * Stands between programs and moto, so that they can use AWS's own host names, unchanged, and that a test knows what is on
 * its way and can stop it there.
 */
export async function startAwsProxy(target: string): Promise<AwsProxy> {
  const { hostname, port } = new URL(target);
  const lines: string[] = [];
  let holding:
    | { readonly matches: Matches; readonly all: boolean; readonly came: (held: HeldRequest) => void }
    | undefined;
  /** Requests that wait for the held one. Default: none has to. */
  let waiting: Waiting[] | undefined;
  const onTheirWay = new Set<ServerResponse>();
  const answers = new EventEmitter();

  const pass = (incoming: IncomingMessage, answer: ServerResponse, { host, pathname, search }: URL): void => {
    onTheirWay.add(answer);
    answer.once('close', () => {
      onTheirWay.delete(answer);
      answers.emit('one');
    });
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

  const allAnswered = async (): Promise<void> => {
    while (onTheirWay.size > 0) await once(answers, 'one');
  };

  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
    const operation = incoming.headers['x-amz-target'];
    const line = `${incoming.method} ${url.host}${url.pathname}${url.search}${operation ? ` ${operation}` : ''}`;
    lines.push(line);
    const { socket } = incoming;
    const one: Waiting = {
      isAlive: () => !socket.destroyed,
      passOn: () => pass(incoming, answer, url),
      lose: () => socket.destroy(),
    };
    if (waiting) {
      waiting.push(one);
    } else if (holding?.matches(line)) {
      const { came, all } = holding;
      holding = undefined;
      if (all) waiting = [];
      const ended = (): Waiting[] => {
        const rest = waiting ?? [];
        waiting = undefined;
        return [one, ...rest];
      };
      const held: HeldRequest = {
        release: () => {
          for (const each of ended()) if (!all || each.isAlive()) each.passOn();
        },
        drop: () => {
          for (const each of ended()) each.lose();
        },
        givenUp: new Promise((gone) => socket.once('close', () => gone())),
      };
      void (all ? allAnswered() : Promise.resolve()).then(() => came(held));
    } else {
      one.passOn();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    hold: (matches) =>
      new Promise((came) => {
        holding = { matches, all: false, came };
      }),
    holdAll: (matches) =>
      new Promise((came) => {
        holding = { matches, all: true, came };
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
