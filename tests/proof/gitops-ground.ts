import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { GitOpsEngine, Site } from '../../environments/model';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { definitionTools } from './custom-resources';
import { enginesOnGround, type WaveState } from './gitops-engines';
import { platformObjects } from './platform-objects';
import { type PlayedOperators, playOperators } from './played-operators';
import type { RenderedSite } from './rendered-sites';
import type { Certificates } from './tools/certificates';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { startKubeControllers, WATCHED_BY_CONTROLLERS } from './tools/kube-controllers';

/** Argo CD gives up what it applies in vain after two and a half minutes. */
const PATIENCE_SECONDS = 240;

/** Custom resources that an operator has a word to say on. */
const PLAYED = [
  'clusters.postgresql.cnpg.io',
  'clustersecretstores.external-secrets.io',
  'externalsecrets.external-secrets.io',
  'issuers.cert-manager.io',
  'clusterissuers.cert-manager.io',
  'certificates.cert-manager.io',
  'gateways.gateway.networking.k8s.io',
  'gatewayclasses.gateway.networking.k8s.io',
  'httproutes.gateway.networking.k8s.io',
];
/** Operators themselves: their charts are not to be had here. */
const playedReleases: { readonly [E in GitOpsEngine]: readonly string[] } = {
  'argo-cd': ['applications.argoproj.io'],
  flux: [
    'helmreleases.helm.toolkit.fluxcd.io',
    'helmrepositories.source.toolkit.fluxcd.io',
    'ocirepositories.source.toolkit.fluxcd.io',
  ],
};

/** Programs that a site on the ground needs. */
export const groundTools = (engine: GitOpsEngine): readonly string[] => [
  'kube-apiserver',
  'etcd',
  'kubectl',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  ...enginesOnGround[engine].tools,
  ...definitionTools(),
];

export interface GitopsGroundProps {
  /** Empty folder of its own. */
  readonly dir: string;
  readonly site: Site;
  readonly rendered: RenderedSite;
  /** What the engine believes the Git server by. */
  readonly certificates: Certificates;
}

/** A cluster that a GitOps engine keeps as Git says. */
export interface GitopsGround {
  readonly server: KubeApiServer;
  readonly operators: PlayedOperators;
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind
  get(...words: string[]): Promise<any>;
  waves(): Promise<WaveState[]>;
  /** Waits for it, and throws with what the engine says where it does not come. */
  until(what: string, look: () => Promise<boolean>): Promise<void>;
  /** Tells the engine that there is something to look at. */
  notice(): Promise<void>;
  /** Waits until every wave holds the commit and is healthy. */
  syncedTo(commit: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Real: the API server, the controllers of Flux or of Argo CD with the rendered settings. Played: operators, pods,
 * volumes, and the Helm releases of operators, whose charts are not to be had here. Left out: the objects that Terraform
 * makes come from their own words, without Terraform.
 */
export async function startGitopsGround(props: GitopsGroundProps): Promise<GitopsGround> {
  const { dir, site, rendered, certificates } = props;
  const { engine } = site.gitops;
  const on = enginesOnGround[engine];
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    const server = await startKubeApiServer({ dir: join(dir, 'kubernetes'), extraArguments: WATCHED_BY_CONTROLLERS });
    stops.push(() => server.kill());
    const settings = on.objects(site);
    const objects = rendered.waves.flatMap((wave) => wave.objects.map(({ manifest }) => manifest));
    await loadDefinitions(server, [...objects, ...(settings as { apiVersion: string }[])]);
    const platform = rendered.stacks.find(({ name }) => name === 'platform');
    if (platform === undefined) throw new Error(`${site.name} has no platform stack`);
    const made = platformObjects(platform).map(({ manifest }) => manifest);
    for (const some of [made.filter(({ kind }) => kind === 'Namespace'), made]) {
      await accepted(server, ['apply', '--server-side', '-f', '-'], listOf(some));
    }
    const further = ['job-controller', 'statefulset-controller', 'clusterrole-aggregation-controller'];
    const controllers = await startKubeControllers({ server, dir: join(dir, 'controllers'), further });
    stops.push(() => controllers.stop());
    const known = (await accepted(server, ['api-resources', '--output', 'name'])).split('\n');
    const operators = playOperators(
      server,
      [...PLAYED, ...playedReleases[engine]].filter((kind) => known.includes(kind)),
    );
    stops.push(() => operators.stop());
    await accepted(server, ['apply', '--server-side', '-f', '-'], listOf(settings));
    const running = await on.start(site, { server, dir: join(dir, engine), authority: certificates.authority });
    stops.push(() => running.stop());

    const get: GitopsGround['get'] = async (...words) =>
      JSON.parse(await accepted(server, ['get', '-o', 'json', ...words]));
    const waves = async (): Promise<WaveState[]> => on.wavesOf((await get(on.kind, '-A')).items);
    const until: GitopsGround['until'] = async (what, look) => {
      const deadline = Date.now() + PATIENCE_SECONDS * 1000;
      while (!(await look())) {
        if (Date.now() > deadline) {
          const found = JSON.stringify(await waves(), null, 1);
          throw new Error(
            `${site.name}, ${what}: not within ${PATIENCE_SECONDS} s\n${found}\n${operators.failure()}\n${running.logTail(15)}`,
          );
        }
        await pause(500);
      }
    };
    return {
      server,
      operators,
      get,
      waves,
      until,
      stop,
      notice: () => on.notice(server),
      syncedTo: (commit) =>
        until(`everything is at ${commit.slice(0, 8)}`, async () => {
          const found = await waves();
          const all = found.length === rendered.waves.length - 1;
          return all && found.every((wave) => wave.ready && wave.revision === commit);
        }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
