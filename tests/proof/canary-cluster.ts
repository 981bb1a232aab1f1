import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../policies/site-output';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { forProof, rolloutSpec } from './canary-site';
import { rolloutsSettings } from './rollouts-settings';
import { podScrapeJobs } from './scrape-jobs';
import { type SimulatedTraffic, type SimulatedTrafficProps, startSimulatedTraffic } from './simulated-traffic';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { startKubeControllers, WATCHED_BY_CONTROLLERS } from './tools/kube-controllers';
import { type PrometheusServer, startPrometheusServer } from './tools/prometheus-server';
import { type RolloutsController, startRolloutsController } from './tools/rollouts-controller';

export interface CanaryClusterProps extends Omit<SimulatedTrafficProps, 'server'> {
  readonly dir: string;
  /** Everything that was rendered for the site. */
  readonly manifests: readonly Manifest[];
  readonly pluginPath: string;
}

export interface CanaryCluster {
  readonly server: KubeApiServer;
  readonly prometheus: PrometheusServer;
  readonly rollouts: RolloutsController;
  readonly traffic: SimulatedTraffic;
  /** Applies manifests with their durations shortened, strictly, as a GitOps engine does. */
  apply(manifests: readonly Manifest[]): Promise<void>;
  stop(): Promise<void>;
}

/** Prometheus asks this often in place of every half minute. */
const SCRAPE_INTERVAL = '1s';

const namespaceOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

/** The service accounts of the models' pods, which Terraform makes elsewhere. */
const accountsOf = (manifests: readonly Manifest[]) =>
  manifests
    .filter(({ kind }) => kind === 'Rollout')
    .map((rollout) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: rolloutSpec(rollout).template.spec.serviceAccountName ?? 'default',
        namespace: rollout.metadata.namespace,
      },
    }));

/**
 * A cluster that can run a canary: real API server, controllers, scheduler, Argo Rollouts and Prometheus with the rendered
 * settings; simulated nodes, pods and requests. Whatever was started is ended where a later part does not start.
 */
export async function startCanaryCluster(props: CanaryClusterProps): Promise<CanaryCluster> {
  const { dir, manifests, pluginPath, namespace } = props;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.reverse()) await end();
  };
  const kept = <T>(service: T, end: (service: T) => Promise<void>): T => {
    stops.push(() => end(service));
    return service;
  };
  mkdirSync(dir, { recursive: true });
  try {
    const server = kept(
      await startKubeApiServer({ dir: join(dir, 'kubernetes'), extraArguments: WATCHED_BY_CONTROLLERS }),
      (each) => each.kill(),
    );
    const settings = rolloutsSettings(manifests, pluginPath);
    const controllersNamespace = settings.metadata.namespace ?? '';
    await loadDefinitions(
      server,
      manifests.filter(({ metadata }) => metadata.namespace === namespace),
    );
    await accepted(
      server,
      ['apply', '--server-side', '-f', '-'],
      listOf([namespaceOf(namespace), namespaceOf(controllersNamespace), settings, ...accountsOf(manifests)]),
    );
    kept(await startKubeControllers({ server, dir: join(dir, 'controllers') }), (each) => each.stop());
    const rollouts = kept(
      await startRolloutsController({ server, dir: join(dir, 'rollouts'), namespace: controllersNamespace }),
      (each) => each.stop(),
    );
    const traffic = kept(await startSimulatedTraffic({ ...props, server }), (each) => each.stop());
    const { discoveryUrl, proxyUrl } = traffic;
    const jobs = podScrapeJobs(manifests, { discoveryUrl, proxyUrl, scrapeInterval: SCRAPE_INTERVAL });
    const prometheus = kept(
      await startPrometheusServer({ dir: join(dir, 'prometheus'), configuration: { scrape_configs: jobs } }),
      (each) => each.stop(),
    );
    const apply = async (wanted: readonly Manifest[]): Promise<void> => {
      const list = listOf(wanted.map((manifest) => forProof(manifest, prometheus.url)));
      await accepted(server, ['apply', '--server-side', '--validate=strict', '--force-conflicts', '-f', '-'], list);
    };
    return { server, prometheus, rollouts, traffic, apply, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
