import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates';

export interface TlsFrontProps {
  /** Address of a server without TLS. */
  readonly target: string;
  readonly certificates: Certificates;
}

export interface TlsFront {
  readonly url: string;
  /** Every request so far as `PUT /bucket/key`, oldest first. */
  readonly lines: readonly string[];
  /** Changes bodies of answers on their way from now on. Default: none. */
  spoil?: (line: string, body: Buffer) => Buffer;
  /** Requests that wait before they are passed on, for so many milliseconds. Default: none. */
  delay?: (line: string) => number;
  stop(): Promise<void>;
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Answers over TLS for a server that has none, and stands between it and its callers. */
export async function startTlsFront({ target, certificates }: TlsFrontProps): Promise<TlsFront> {
  const { hostname, port } = new URL(target);
  const lines: string[] = [];
  const server = createServer(
    { cert: readFileSync(certificates.certificate), key: readFileSync(certificates.key) },
    async (incoming, answer) => {
      const line = `${incoming.method} ${incoming.url}`;
      lines.push(line);
      try {
        const body = await bodyOf(incoming);
        const wait = front.delay?.(line) ?? 0;
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const onward = request({
          hostname,
          port,
          method: incoming.method,
          path: incoming.url,
          headers: incoming.headers,
        });
        onward.end(body);
        const [answered] = (await once(onward, 'response')) as [IncomingMessage];
        const content = await bodyOf(answered);
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answer.end(front.spoil?.(line, content) ?? content);
      } catch {
        answer.destroy();
      }
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: TlsFront = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}
