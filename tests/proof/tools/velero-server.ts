import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface VeleroServerProps {
  readonly server: KubeApiServer;
  /** Folder for its log, its plugin and what it writes for a while; made where missing. */
  readonly dir: string;
  /** Namespace of its own objects. */
  readonly namespace: string;
  /** Of `velero server`, besides those that place it on this machine. */
  readonly arguments: readonly string[];
}

export interface VeleroServer {
  /** Everything that it measures, as Prometheus reads it. */
  metrics(): Promise<string>;
  logTail(lines?: number): string;
  /** Ends it without warning. */
  kill(): Promise<void>;
}

/**
 * Starts the real Velero with the plugin for S3, as a cluster administrator and with the key that moto takes from
 * everybody. Throws where a program is missing, or it ends because its settings do not please it.
 */
export async function startVeleroServer(props: VeleroServerProps): Promise<VeleroServer> {
  const { server, dir, namespace } = props;
  const report = await locateTools();
  const [program, plugin] = ['velero', 'velero-plugin-for-aws'].map((name) => report.pathOf(name));
  if (program === undefined || plugin === undefined) {
    throw new Error(`no Velero: ${report.missing(['velero', 'velero-plugin-for-aws']).join('; ')}`);
  }
  const [plugins, scratch] = ['plugins', 'scratch'].map((name) => join(dir, name)) as [string, string];
  for (const folder of [plugins, scratch]) mkdirSync(folder, { recursive: true });
  symlinkSync(plugin, join(plugins, 'velero-plugin-for-aws'));
  const [metrics, profiler] = [await freePort(), await freePort()];
  const service = await startService({
    name: 'velero',
    command: program,
    arguments: [
      ...[`--kubeconfig=${server.kubeconfigPath}`, 'server', `--namespace=${namespace}`, `--plugin-dir=${plugins}`],
      ...[`--metrics-address=127.0.0.1:${metrics}`, `--profiler-address=127.0.0.1:${profiler}`],
      ...props.arguments,
    ],
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      HOME: dir,
      // The plugins that are part of it find the API server by the variable.
      KUBECONFIG: server.kubeconfigPath,
      VELERO_NAMESPACE: namespace,
      VELERO_SCRATCH_DIR: scratch,
      AWS_ACCESS_KEY_ID: 'anybody',
      AWS_SECRET_ACCESS_KEY: 'anything',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    logPath: join(dir, 'velero.log'),
    ready: () => answersOk(`http://127.0.0.1:${metrics}/metrics`),
  });
  return {
    metrics: async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text(),
    logTail: service.logTail,
    kill: service.kill,
  };
}
