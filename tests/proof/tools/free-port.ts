import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SESSION_VARIABLE } from '../session';

/**
 * Below the range from which the kernel takes ports for outgoing connections (32768 on Linux, 49152 elsewhere), so that
 * no connection takes a port between the choice and the moment its service listens.
 */
const PORTS = { first: 20_000, last: 32_000 } as const;

/** Where a process starts to look: two runs side by side rarely try the same ports. */
const START = PORTS.first + ((process.pid * 97) % (PORTS.last - PORTS.first));

/** Ports given away in one run of the proofs, a file each: suites run in processes of their own. */
function ledger(): string {
  const session = process.env[SESSION_VARIABLE];
  return join(session === undefined ? join(tmpdir(), `evenkeel-ports-${process.pid}`) : dirname(session), 'ports');
}

/** True for the first who asks for this port in this run. */
function reserve(port: number): boolean {
  const folder = ledger();
  mkdirSync(folder, { recursive: true });
  try {
    closeSync(openSync(join(folder, `${port}`), 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether a server could listen on it, on loopback as well as on every address. */
function isFree(port: number): Promise<boolean> {
  const listens = (host: string) =>
    new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, host, () => server.close(() => resolve(true)));
    });
  return listens('127.0.0.1').then((free) => free && listens('0.0.0.0'));
}

/** A TCP port on which nothing listens, and that nobody else of this run is given. Throws where none is left. */
export async function freePort(): Promise<number> {
  const count = PORTS.last - PORTS.first;
  for (let step = 0; step < count; step++) {
    const port = PORTS.first + ((START - PORTS.first + step) % count);
    if (reserve(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port from ${PORTS.first} to ${PORTS.last}`);
}
