import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from './free-port';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface MotoServerProps {
  /** Folder for its log; made where missing. */
  readonly dir: string;
  /** A free one by default. */
  readonly port?: number;
  /** Account all resources belong to. Default: moto's own, 123456789012. */
  readonly accountId?: string;
  /** Program to use; the located one by default. */
  readonly program?: string;
}

export interface MotoServer {
  /** Endpoint of every AWS service. */
  readonly url: string;
  /** Forgets everything made so far. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts moto, which answers AWS's API from memory, on loopback, with what `moto_server.py` mends.
 * Throws where it is missing or does not answer.
 */
export async function startMotoServer(props: MotoServerProps): Promise<MotoServer> {
  const report = props.program === undefined ? await locateTools() : undefined;
  const program = props.program ?? report?.pathOf('moto');
  if (program === undefined) throw new Error(`no moto server: ${report?.missing(['moto']).join('; ')}`);
  mkdirSync(props.dir, { recursive: true });
  const port = props.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: 'moto_server',
    command: join(dirname(program), 'python'),
    arguments: [join(__dirname, 'moto_server.py'), '-H', '127.0.0.1', '-p', String(port)],
    logPath: join(props.dir, 'moto.log'),
    env: {
      ...process.env,
      // Policies that AWS itself manages, such as AmazonEKSClusterPolicy.
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      ...(props.accountId === undefined ? {} : { MOTO_ACCOUNT_ID: props.accountId }),
    },
    readyTimeoutSeconds: 90,
    ready: () => answersOk(`${url}/moto-api/data.json`),
  });
  return {
    url,
    reset: async () => {
      const response = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      if (!response.ok) throw new Error(`moto did not reset: ${response.status} ${await response.text()}`);
    },
    stop: () => service.stop(),
  };
}
