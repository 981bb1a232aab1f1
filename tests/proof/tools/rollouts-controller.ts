import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface RolloutsControllerProps {
  readonly server: KubeApiServer;
  /** Folder for its log and the copies it makes of plugins; made where missing. */
  readonly dir: string;
  /** Namespace that holds its ConfigMap `argo-rollouts-config`. */
  readonly namespace: string;
}

export interface RolloutsController {
  /** The last lines it and its plugins wrote. */
  logTail(lines?: number): string;
  stop(): Promise<void>;
}

/**
 * Starts the real Argo Rollouts controller as a cluster administrator. Throws where it is missing, or ends because its
 * configuration or a plugin does not please it.
 */
export async function startRolloutsController(props: RolloutsControllerProps): Promise<RolloutsController> {
  const { server, dir, namespace } = props;
  const report = await locateTools();
  const program = report.pathOf('argo-rollouts');
  if (program === undefined) throw new Error(`no Argo Rollouts: ${report.missing(['argo-rollouts']).join('; ')}`);
  mkdirSync(dir, { recursive: true });
  const [metrics, health] = [await freePort(), await freePort()];
  const service = await startService({
    name: 'rollouts-controller',
    command: program,
    arguments: [
      `--kubeconfig=${server.kubeconfigPath}`,
      '--leader-elect=false',
      `--metricsPort=${metrics}`,
      `--healthzPort=${health}`,
    ],
    // Plugins are copied into the working folder, and find the API server by the variable.
    cwd: dir,
    env: { ...process.env, POD_NAMESPACE: namespace, KUBECONFIG: server.kubeconfigPath },
    logPath: join(dir, 'rollouts-controller.log'),
    ready: () => answersOk(`http://127.0.0.1:${health}/healthz`),
  });
  // It keeps nothing that a proper end would save.
  return { logTail: service.logTail, stop: service.kill };
}
