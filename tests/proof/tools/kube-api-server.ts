import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command';
import { freePort } from './free-port';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface KubeApiServerProps {
  /** Folder for its data, keys, logs and kubeconfig; made where missing. Nothing outside it is written. */
  readonly dir: string;
  /** A free one by default. */
  readonly port?: number;
  /** Folder of a stopped server whose objects this one begins with; it is left as it is. Default: none. */
  readonly from?: string;
  /** More arguments for kube-apiserver. Default: none. */
  readonly extraArguments?: readonly string[];
  /** Programs to use; the located ones by default. */
  readonly programs?: { readonly etcd: string; readonly kubeApiServer: string; readonly kubectl: string };
}

export interface KubeApiServer {
  /** Kubeconfig of a cluster administrator. */
  readonly kubeconfigPath: string;
  readonly url: string;
  readonly etcdUrl: string;
  /** Runs kubectl against it; the exit code tells success. */
  kubectl(
    commandArguments: readonly string[],
    input?: string,
  ): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  /** Ends API server and etcd. */
  stop(): Promise<void>;
  /** Ends both without warning, as a lost region would. */
  kill(): Promise<void>;
}

const SERVICE_RANGE = '10.0.0.0/16';

async function locatedPrograms(): Promise<NonNullable<KubeApiServerProps['programs']>> {
  const report = await locateTools();
  const [etcd, kubeApiServer, kubectl] = ['etcd', 'kube-apiserver', 'kubectl'].map((name) => report.pathOf(name));
  if (etcd === undefined || kubeApiServer === undefined || kubectl === undefined) {
    throw new Error(`no API server:\n${report.missing(['etcd', 'kube-apiserver', 'kubectl']).join('\n')}`);
  }
  return { etcd, kubeApiServer, kubectl };
}

function writeKeys(dir: string): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const paths = { privateKey: join(dir, 'service-account.key'), publicKey: join(dir, 'service-account.pub') };
  writeFileSync(paths.privateKey, pair.privateKey, { mode: 0o600 });
  writeFileSync(paths.publicKey, pair.publicKey);
  return paths;
}

/**
 * A server that has just been given its definitions may not have put their schemas together when kubectl's patience with it
 * is over. Nothing was sent then.
 */
const SCHEMA_LATE = /\/openapi\/v\d.*(Client\.Timeout|deadline exceeded)/;
const SCHEMA_TRIES = 4;

function kubeconfig(url: string, certificate: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'proof',
    clusters: [
      {
        name: 'proof',
        cluster: { server: url, 'certificate-authority-data': readFileSync(certificate).toString('base64') },
      },
    ],
    users: [{ name: 'administrator', user: { token } }],
    contexts: [{ name: 'proof', context: { cluster: 'proof', user: 'administrator' } }],
  });
}

/**
 * Starts etcd and a real kube-apiserver on loopback: RBAC, token authentication, default admission with Pod Security
 * enforced by namespace labels. There are no controllers and no nodes: objects are taken, checked and stored, nothing
 * runs. Throws where a program is missing or does not become ready.
 */
export async function startKubeApiServer(props: KubeApiServerProps): Promise<KubeApiServer> {
  const programs = props.programs ?? (await locatedPrograms());
  const { dir } = props;
  const certificates = join(dir, 'certificates');
  mkdirSync(certificates, { recursive: true });
  const etcdData = join(dir, 'etcd');
  mkdirSync(etcdData, { recursive: true, mode: 0o700 });
  if (props.from !== undefined) cpSync(join(props.from, 'etcd'), etcdData, { recursive: true });
  chmodSync(etcdData, 0o700);

  const [etcdUrl, peerUrl] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const etcd = await startService({
    name: 'etcd',
    command: programs.etcd,
    arguments: [
      `--data-dir=${etcdData}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--logger=zap',
      '--log-level=warn',
    ],
    logPath: join(dir, 'etcd.log'),
    ready: () => answersOk(`${etcdUrl}/health`),
  });

  const token = randomUUID();
  const tokenPath = join(dir, 'tokens.csv');
  writeFileSync(tokenPath, `${token},administrator,administrator,"system:masters"\n`, { mode: 0o600 });
  const keys = writeKeys(dir);
  const port = props.port ?? (await freePort());
  const url = `https://127.0.0.1:${port}`;
  const certificate = join(certificates, 'apiserver.crt');
  const kubeconfigPath = join(dir, 'kubeconfig');
  const kubectl = async (commandArguments: readonly string[], input?: string) => {
    const once = () =>
      runCommand(programs.kubectl, ['--kubeconfig', kubeconfigPath, ...commandArguments], {
        input,
        timeoutMs: 300_000,
        // An own folder keeps the discovery of one server from being taken for another's.
        env: { ...process.env, KUBECACHEDIR: join(dir, 'kubectl-cache') },
      });
    let result = await once();
    for (let tries = 1; tries < SCHEMA_TRIES && SCHEMA_LATE.test(result.stderr); tries++) result = await once();
    return result;
  };
  try {
    const server = await startService({
      name: 'kube-apiserver',
      command: programs.kubeApiServer,
      arguments: [
        `--etcd-servers=${etcdUrl}`,
        `--cert-dir=${certificates}`,
        `--secure-port=${port}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        '--endpoint-reconciler-type=none',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${keys.publicKey}`,
        `--service-account-signing-key-file=${keys.privateKey}`,
        `--service-cluster-ip-range=${SERVICE_RANGE}`,
        '--authorization-mode=RBAC',
        '--enable-admission-plugins=PodSecurity',
        '--allow-privileged=true',
        '--anonymous-auth=false',
        `--token-auth-file=${tokenPath}`,
        ...(props.extraArguments ?? []),
      ],
      logPath: join(dir, 'kube-apiserver.log'),
      readyTimeoutSeconds: 120,
      ready: async () => {
        writeFileSync(kubeconfigPath, kubeconfig(url, certificate, token), { mode: 0o600 });
        return (await kubectl(['get', '--raw', '/readyz'])).stdout.trim() === 'ok';
      },
    });
    return {
      kubeconfigPath,
      url,
      etcdUrl,
      kubectl,
      stop: async () => {
        await server.stop();
        await etcd.stop();
      },
      kill: async () => {
        await Promise.all([server.kill(), etcd.kill()]);
      },
    };
  } catch (error) {
    await etcd.kill();
    throw error;
  }
}
