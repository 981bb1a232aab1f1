import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, type ServiceProcess, startService } from './service-process';

export interface ArgoCdProps {
  readonly server: KubeApiServer;
  /** Folder for logs, checkouts and keys; made where missing. */
  readonly dir: string;
  /** Namespace of applications and settings. */
  readonly namespace: string;
  /** Certificate of the authority of the Git server. */
  readonly authority: string;
  /** Arguments of the application controller besides those about ports. */
  readonly controllerArguments: readonly string[];
  /** Seconds between what was applied and the look at its health. */
  readonly waveDelaySeconds: number;
}

export interface ArgoCd {
  /** The last lines that the application controller wrote. */
  logTail(lines?: number): string;
  /** What the application controller measured. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });

/**
 * Starts Argo CD's real application controller and repo server, with a Redis between them, as a cluster administrator. Its
 * settings lie in the cluster already.
 */
export async function startArgoCd(props: ArgoCdProps): Promise<ArgoCd> {
  const { server, dir, namespace } = props;
  const report = await locateTools();
  const [argo, redis] = [report.pathOf('argo-cd'), report.pathOf('redis')];
  if (argo === undefined || redis === undefined) {
    throw new Error(`no Argo CD: ${report.missing(['argo-cd', 'redis']).join('; ')}`);
  }
  const folders = ['bin', 'redis', 'tls', 'ssh', 'gpg', 'home', 'work'].map((name) => join(dir, name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const started: ServiceProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map((service) => service.kill()));
  };
  const start = async (...[service]: Parameters<typeof startService>): Promise<ServiceProcess> => {
    const running = await startService(service);
    started.push(running);
    return running;
  };
  const [redisPort, repoPort, repoMetrics, metrics] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  // Asked of every commit; in the image beside the program. Nothing here is signed, and no project asks for it.
  writeFileSync(join(dir, 'bin', 'git-verify-wrapper.sh'), '#!/bin/sh\ngit verify-commit "$1" 2>&1 || true\n', {
    mode: 0o755,
  });
  const env = {
    ...process.env,
    PATH: `${join(dir, 'bin')}:${process.env.PATH}`,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_GNUPGHOME: join(dir, 'gpg'),
    ARGOCD_SYNC_WAVE_DELAY: `${props.waveDelaySeconds}`,
    ARGOCD_TLS_DATA_PATH: join(dir, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(dir, 'ssh'),
    GIT_SSL_CAINFO: props.authority,
    HOME: join(dir, 'home'),
    HOSTNAME: 'argocd-application-controller-0',
    KUBECONFIG: server.kubeconfigPath,
    SSL_CERT_FILE: props.authority,
    TMPDIR: join(dir, 'work'),
  };
  try {
    await start({
      name: 'redis',
      command: redis,
      arguments: ['--port', `${redisPort}`, '--bind', '127.0.0.1', '--save', '', '--dir', join(dir, 'redis')],
      logPath: join(dir, 'redis.log'),
      ready: () => takesConnections(redisPort),
    });
    const cluster = ['--kubeconfig', server.kubeconfigPath, '--namespace', namespace];
    await start({
      name: 'argocd-repo-server',
      command: argo,
      arguments: [
        ...['argocd-repo-server', '--redis', `127.0.0.1:${redisPort}`, '--disable-tls', '--client-ca-path='],
        ...['--address', '127.0.0.1', '--port', `${repoPort}`],
        ...['--metrics-address', '127.0.0.1', '--metrics-port', `${repoMetrics}`],
      ],
      env,
      cwd: dir,
      logPath: join(dir, 'repo-server.log'),
      ready: () => answersOk(`http://127.0.0.1:${repoMetrics}/healthz`),
    });
    const controller = await start({
      name: 'argocd-application-controller',
      command: argo,
      arguments: [
        ...['argocd-application-controller', ...cluster, '--redis', `127.0.0.1:${redisPort}`],
        ...['--repo-server', `127.0.0.1:${repoPort}`, '--repo-server-plaintext', '--metrics-port', `${metrics}`],
        ...props.controllerArguments,
      ],
      env,
      cwd: dir,
      logPath: join(dir, 'application-controller.log'),
      ready: () => answersOk(`http://127.0.0.1:${metrics}/healthz`),
    });
    return {
      logTail: controller.logTail,
      metrics: async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
