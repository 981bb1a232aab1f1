import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dieWithThisProcess, signalGroup } from './command';
import type { PostgresServer } from './postgres-server';

export interface PostgresWriterProps {
  readonly server: Pick<PostgresServer, 'user' | 'password' | 'psql'>;
  /** Where clients go. */
  readonly port: number;
  readonly database: string;
  /** The statement of one write, which returns one line; it is told how many came before it. */
  readonly statement: (index: number) => string;
  /** Called with the line that came back, once the server has committed. */
  readonly acknowledged: (line: string) => void;
  /** Clients that write at once, each the next row when the one before it is safe. Default: 4. */
  readonly clients?: number;
}

export interface PostgresWriter {
  stop(): Promise<void>;
}

/** Writes row after row, each a transaction of its own, until it is stopped or the server is gone. */
export async function startPostgresWriter(props: PostgresWriterProps): Promise<PostgresWriter> {
  const { server, port, database, statement, acknowledged, clients = 4 } = props;
  let next = 0;
  let stopped = false;
  let first: () => void = () => undefined;
  let refused: (reason: Error) => void = () => undefined;
  const written = new Promise<void>((resolve, reject) => {
    first = resolve;
    refused = reject;
  });
  const open = Array.from({ length: clients }, () => {
    const words = ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(port), '-f', '-'];
    const env = { ...process.env, PGUSER: server.user, PGPASSWORD: server.password, PGDATABASE: database };
    const child = spawn(server.psql, words, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    dieWithThisProcess(child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const write = (): void => {
      if (!stopped) child.stdin.write(`${statement(next++)};\n`);
    };
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      acknowledged(line);
      first();
      write();
    });
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => {
        refused(new Error(`a client that writes has ended: ${said}`));
        resolve();
      });
    });
    write();
    return { child, ended };
  });
  const stop = async (): Promise<void> => {
    stopped = true;
    for (const { child } of open) signalGroup(child, 'SIGKILL');
    await Promise.all(open.map(({ ended }) => ended));
  };
  await written.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { stop };
}
