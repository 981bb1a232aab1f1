import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, type ServiceProcess, startService } from './service-process';

export interface FluxControllersProps {
  readonly server: KubeApiServer;
  /** Folder for logs and artefacts; made where missing. */
  readonly dir: string;
  /** Namespace of what they reconcile. */
  readonly namespace: string;
  /** Certificate of the authority of the Git server. */
  readonly authority: string;
  /** Labels of sources that are fetched; others are left alone. */
  readonly watchedSources: string;
  /** Arguments of kustomize-controller besides those about ports. */
  readonly kustomizeArguments: readonly string[];
}

export interface FluxControllers {
  /** The last lines that kustomize-controller wrote. */
  logTail(lines?: number): string;
  /** What kustomize-controller measured. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts Flux's real source-controller and kustomize-controller as a cluster administrator. */
export async function startFluxControllers(props: FluxControllersProps): Promise<FluxControllers> {
  const { server, dir, namespace } = props;
  const report = await locateTools();
  const started: ServiceProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map((service) => service.kill()));
  };
  let metricsUrl = '';
  const start = async (program: string, more: readonly string[]): Promise<ServiceProcess> => {
    const command = report.pathOf(`flux-${program}`);
    if (command === undefined) throw new Error(`no Flux: ${report.missing([`flux-${program}`]).join('; ')}`);
    const [metrics, health] = [await freePort(), await freePort()];
    metricsUrl = `http://127.0.0.1:${metrics}/metrics`;
    const service = await startService({
      name: program,
      command,
      arguments: [
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--health-addr=127.0.0.1:${health}`,
        '--events-addr=',
        '--enable-leader-election=false',
        ...more,
      ],
      env: {
        ...process.env,
        KUBECONFIG: server.kubeconfigPath,
        RUNTIME_NAMESPACE: namespace,
        SSL_CERT_FILE: props.authority,
        TUF_ROOT: join(dir, 'tuf'),
      },
      logPath: join(dir, `${program}.log`),
      ready: () => answersOk(`http://127.0.0.1:${health}/readyz`),
    });
    started.push(service);
    return service;
  };
  mkdirSync(join(dir, 'artefacts'), { recursive: true });
  try {
    const storage = `127.0.0.1:${await freePort()}`;
    await start('source-controller', [
      `--storage-path=${join(dir, 'artefacts')}`,
      `--storage-addr=${storage}`,
      `--storage-adv-addr=${storage}`,
      `--watch-label-selector=${props.watchedSources}`,
    ]);
    const kustomize = await start('kustomize-controller', props.kustomizeArguments);
    return {
      logTail: kustomize.logTail,
      metrics: async () => (await fetch(metricsUrl)).text(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
