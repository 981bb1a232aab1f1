import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from './certificates';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface KedaOperatorProps {
  readonly server: KubeApiServer;
  /** Folder for its log and certificates; made where missing. */
  readonly dir: string;
  /** Namespace that it counts as its own. */
  readonly namespace: string;
}

export interface KedaOperator {
  /** What it counts of itself, as Prometheus would read it. */
  metrics(): Promise<string>;
  /** The last lines it wrote. */
  logTail(lines?: number): string;
  stop(): Promise<void>;
}

/** Starts the real KEDA operator as a cluster administrator. Throws where it is missing or does not become ready. */
export async function startKedaOperator({ server, dir, namespace }: KedaOperatorProps): Promise<KedaOperator> {
  const report = await locateTools();
  const program = report.pathOf('keda');
  if (program === undefined) throw new Error(`no KEDA: ${report.missing(['keda']).join('; ')}`);
  const certificates = join(dir, 'certificates');
  mkdirSync(certificates, { recursive: true });
  // Its metrics server would ask it with them.
  await makeCertificates(certificates);
  const [metrics, health, service] = [await freePort(), await freePort(), await freePort()];
  const operator = await startService({
    name: 'keda-operator',
    command: program,
    arguments: [
      '--leader-elect=false',
      '--enable-cert-rotation=false',
      `--cert-dir=${certificates}`,
      `--metrics-bind-address=127.0.0.1:${metrics}`,
      `--health-probe-bind-address=127.0.0.1:${health}`,
      `--metrics-service-bind-address=127.0.0.1:${service}`,
    ],
    env: {
      ...process.env,
      KUBECONFIG: server.kubeconfigPath,
      WATCH_NAMESPACE: '',
      POD_NAMESPACE: namespace,
      KEDA_CLUSTER_OBJECT_NAMESPACE: namespace,
    },
    logPath: join(dir, 'keda-operator.log'),
    ready: () => answersOk(`http://127.0.0.1:${health}/readyz`),
  });
  return {
    metrics: async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text(),
    logTail: operator.logTail,
    // It keeps nothing that a proper end would save.
    stop: operator.kill,
  };
}
