import type { ModelRegistry } from '../delivery/models/registry';
import type { RecoveryTier } from '../environments/facts/recovery';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import type { Environment } from '../environments/model/resolve-environment';
import type { ServingSite } from '../runbooks/models/model-move';
import { RunbookFailure } from '../runbooks/runbook-failure';

export interface ModelFlags {
  readonly trackingUrl?: string;
  readonly registryOnly?: boolean;
  readonly json?: boolean;
}

/** Read where it is used: what is typed stands in histories and lists of processes. */
export const tokens = { target: 'EVENKEEL_TRACKING_TOKEN', source: 'EVENKEEL_SOURCE_TRACKING_TOKEN' } as const;

export const wrong = (place: string, message: string, value: string | undefined, fix: string): InputError =>
  new InputError([{ code: 'RUNBOOK_OPTION', file: 'model', place, message, value, fix }]);

export function checkUrl(place: string, url: string | undefined): void {
  if (url === undefined) return;
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    parsed = undefined;
  }
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw wrong(place, 'this is no address of MLflow', url, 'write https://<host>');
  if (parsed.username || parsed.password)
    throw wrong(
      place,
      'an address carries no password: it would stand in the history of the shell',
      undefined,
      `put it into ${tokens.target}`,
    );
}

/** An environment, its cluster and its registry. */
interface Reached {
  readonly environment: Environment;
  readonly file: string;
  readonly path: string;
  readonly registry: ModelRegistry;
  /** Where it is served and watched. */
  readonly sites: readonly ServingSite[];
  close(): void;
}

/** Standbys whose machines are up before a loss; the others serve nothing yet. */
const servesAsStandby: Readonly<Record<RecoveryTier, { readonly serves: boolean; readonly asked: boolean }>> = {
  backup: { serves: false, asked: false },
  'pilot-light': { serves: false, asked: false },
  'warm-standby': { serves: true, asked: false },
  'active-active': { serves: true, asked: true },
};

/** The clusters of every site that serves, the primary first. */
async function sitesOf(environment: Environment, begun: string): Promise<ServingSite[]> {
  const [{ scopeOf, statedPrimaryOf }, { workRoot }] = await Promise.all([
    import('../runbooks/catalogue/bind-runbook'),
    import('../runbooks/work-root'),
  ]);
  const primary = statedPrimaryOf(environment);
  const { sites } = await scopeOf({ environment, begun, root: workRoot });
  const tier = environment.config.recovery?.tier;
  const standby = tier === undefined ? { serves: true, asked: true } : servesAsStandby[tier];
  const serving = Object.entries(sites).flatMap(([name, { cluster, commands, site }]): ServingSite[] => {
    const { serves, asked } = name === primary ? { serves: true, asked: true } : standby;
    return serves ? [{ cluster, signIn: commands.clusterCredentials(site, cluster.kubeconfig), asked }] : [];
  });
  if (serving.length > 0)
    return serving.sort((a, b) => Number(b.cluster.site === primary) - Number(a.cluster.site === primary));
  const { join } = await import('node:path');
  const { homedir } = await import('node:os');
  const kubeconfig = process.env.KUBECONFIG || join(homedir(), '.kube', 'config');
  return [{ cluster: { site: primary, kubeconfig }, signIn: [], asked: true }];
}

export async function reach(
  typed: string,
  {
    url,
    place,
    token,
    watch,
  }: { readonly url?: string; readonly place: string; readonly token?: string; readonly watch: boolean },
): Promise<Reached> {
  checkUrl(place, url);
  const [path = ''] = chosenFiles([typed]);
  const { environment, file } = await loadEnvironment(path);
  const { modelRegistry } = await import('../delivery/models/registry');
  const needed = watch || url === undefined;
  const sites = needed ? await sitesOf(environment, new Date().toISOString()) : [];
  const given = token === undefined || token === '' ? {} : { token };
  const common = { environment, file, path, sites: watch ? sites : [] };
  if (url !== undefined) return { ...common, registry: modelRegistry({ url, ...given }), close: () => undefined };
  const [{ forwardedRegistry }, { printedBy }, { childProcesses }] = await Promise.all([
    import('../runbooks/models/reach-registry'),
    import('../runbooks/engine/command'),
    import('../runbooks/engine/command-runner'),
  ]);
  const [primary] = sites;
  if (!primary) throw new Error('no cluster to reach MLflow through');
  const { cluster, signIn } = primary;
  for (const command of signIn) await printedBy(childProcesses, command, { timeoutMs: 120_000 });
  const { address, close } = await forwardedRegistry(cluster, given.token);
  return { ...common, registry: modelRegistry(address), close };
}

/** Opens the registry, does something with it, and closes the way again. What MLflow says is a failure with a fix. */
export async function withRegistry<T>(
  typed: string,
  flags: ModelFlags,
  watch: boolean,
  work: (reached: Reached) => Promise<T>,
): Promise<T> {
  const { RegistryFailure } = await import('../delivery/models/registry-client');
  const reached = await reach(typed, {
    url: flags.trackingUrl,
    place: '--tracking-url',
    token: process.env[tokens.target],
    watch,
  });
  try {
    return await work(reached);
  } catch (error) {
    if (error instanceof RegistryFailure) throw new RunbookFailure('REGISTRY_FAILED', error.place, error.message);
    throw error;
  } finally {
    reached.close();
  }
}
