import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates';
import { dieWithThisProcess } from './command';

export interface GitServer {
  /** Of a repository in its folder: `https://127.0.0.1:PORT/<name>` */
  urlOf(name: string): string;
  stop(): Promise<void>;
}

/** Head and body of what a CGI program wrote. */
function answer(output: Buffer, response: ServerResponse): void {
  const cut = output.indexOf('\r\n\r\n');
  const headers = output.subarray(0, cut).toString().split('\r\n');
  for (const header of headers) {
    const [name = '', ...value] = header.split(':');
    if (name.toLowerCase() === 'status') response.statusCode = Number(value.join(':').trim().split(' ')[0]);
    else response.setHeader(name, value.join(':').trim());
  }
  response.end(output.subarray(cut + 4));
}

function handle(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'https://127.0.0.1');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const program = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: header('git-protocol'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length'),
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
    },
  });
  dieWithThisProcess(program);
  const parts: Buffer[] = [];
  program.stdout.on('data', (part: Buffer) => parts.push(part));
  program.stdin.on('error', () => undefined);
  program.on('close', () => answer(Buffer.concat(parts), response));
  request.pipe(program.stdin);
}

/** Git's own server over HTTPS on loopback, for the repositories in a folder; they can be read, not pushed to. */
export async function startGitServer(folder: string, certificates: Certificates): Promise<GitServer> {
  const server = createServer(
    { key: readFileSync(certificates.key), cert: readFileSync(certificates.certificate) },
    (request, response) => handle(folder, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (name) => `https://127.0.0.1:${port}/${name}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
