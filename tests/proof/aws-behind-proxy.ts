import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsProxy, startAwsProxy } from './tools/aws-proxy';
import { locateTools } from './tools/locate';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { startTcpLink } from './tools/tcp-link';
import { cliConfiguration } from './tools/terraform';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** AWS as programs see it: its own host names, and moto behind a proxy that knows what is on its way. */
export interface AwsBehindProxy {
  readonly moto: MotoServer;
  readonly proxy: AwsProxy;
  /** Cuts what is under way between programs and the cloud, and refuses what is new; gives the way back. */
  cutNetwork(): () => void;
  /** What leads programs there, beside their own environment. */
  readonly aws: Readonly<Record<string, string>>;
  /** The whole environment of a program that is to meet moto. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** @param folder for what moto and Terraform need */
export async function awsBehindProxy(
  folder: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Promise<AwsBehindProxy> {
  const moto = await startMotoServer({ dir: folder, accountId });
  const proxy = await startAwsProxy(moto.url);
  const proxyPort = Number(new URL(proxy.url).port);
  const network = await startTcpLink({ to: proxyPort });
  const way = `http://127.0.0.1:${network.port}`;
  const located = await locateTools();
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, cliConfiguration(located.providerMirrors));
  const aws = {
    HTTP_PROXY: way,
    http_proxy: way,
    AWS_ENDPOINT_URL: 'http://amazonaws.test',
    AWS_ENDPOINT_URL_S3: `http://s3.${region}.amazonaws.com`,
    AWS_ENDPOINT_URL_S3_CONTROL: `http://s3-control.${region}.amazonaws.com`,
    AWS_ENDPOINT_URL_STS: `http://sts.${region}.amazonaws.com`,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_PAGER: '',
  };
  const { HTTPS_PROXY: _https, NO_PROXY: _no, https_proxy: _lower, no_proxy: _none, ...own } = process.env;
  return {
    moto,
    proxy,
    cutNetwork: () => {
      network.cut();
      return () => network.leadTo(proxyPort);
    },
    aws,
    environment: {
      ...own,
      ...aws,
      CI: 'true',
      NO_COLOR: '1',
      TERRAFORM_BINARY_NAME: located.pathOf('terraform'),
      TF_CLI_CONFIG_FILE: configuration,
    },
    stop: async () => {
      await network.stop();
      await proxy.stop();
      await moto.stop();
    },
  };
}

export interface Begun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a program and keeps what it says; `detached`, it is the head of a process group, as in a shell. */
export function begin(
  [program, ...words]: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly detached?: boolean },
): Begun {
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  return { child, ended: once(child, 'close').then(([code]) => ({ code, ...said })) };
}

/** What Linux says of a process; nothing of one that has ended, perhaps just now. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** Terraforms that a process started: `<pid> (<name>) <state> <parent>`. */
export const terraformsOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((one) => /^\d+$/.test(one) && new RegExp(`\\(terraform\\) \\S ${pid} `).test(statOf(one)))
    .map(Number);
