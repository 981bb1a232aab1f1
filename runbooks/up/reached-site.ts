import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { openSiteStack } from '../../delivery/pulumi/site-stack';
import { statePlace } from '../../delivery/pulumi/state-place';
import { isSitePublicCloud, type Site } from '../../environments/model';
import { recoveryCommandsOf } from '../../stacks/recovery-commands';
import { stateBackendOf } from '../bootstrap/state-stack';
import { printedBy } from '../engine/command';
import type { CommandRunner } from '../engine/command-runner';
import { Journal } from '../engine/journal';
import { kubeconfigPath } from '../recovery/recovery-scope';
import type { UpSite } from './up-site';

/** What this machine keeps of the deliveries to a site. */
export const upFolder = (root: string, { environment, name }: Pick<Site, 'environment' | 'name'>): string =>
  join(root, 'pulumi', environment, name);

/**
 * A site of a cloud is signed in to; every other one is found by the kubeconfig that kubectl uses. Paths are whole: Pulumi
 * works in a folder of its own.
 */
async function connectionOf(site: Site, root: string, commands: CommandRunner): Promise<UpSite['connection']> {
  if (!isSitePublicCloud(site)) {
    const listed = process.env.KUBECONFIG || join(homedir(), '.kube', 'config');
    return {
      // Several files are put together by who reads the variable itself.
      ...(listed.includes(delimiter) ? {} : { kubeconfig: resolve(listed) }),
      ...(site.kubeContext === undefined ? {} : { context: site.kubeContext }),
    };
  }
  const kubeconfig = resolve(kubeconfigPath(root, site.environment, site.name));
  const { clusterCredentials } = await recoveryCommandsOf(site);
  for (const command of clusterCredentials(site, kubeconfig))
    await printedBy(commands, command, { timeoutMs: 120_000 });
  return { kubeconfig };
}

export interface ReachProps {
  /** Folder of rendered trees, e.g. `dist`. */
  readonly out: string;
  /** Folder of everything that outlives a run. */
  readonly root: string;
  readonly commands: CommandRunner;
}

/** A site that is signed in to, with its stack opened. */
export async function reachedSite(site: Site, { out, root, commands }: ReachProps): Promise<UpSite> {
  const tree = join(out, site.environment, site.name);
  const folder = upFolder(root, site);
  const place = statePlace(
    stateBackendOf(readFileSync(join(tree, 'infra', 'platform', 'cdk.tf.json'), 'utf8')),
    folder,
  );
  const stack = await openSiteStack({ site: site.name, place });
  return {
    site: site.name,
    tree,
    folder,
    stack,
    connection: await connectionOf(site, root, commands),
    isProtected: isSitePublicCloud(site) && site.deletionProtection,
    platform: !isSitePublicCloud(site),
    isOwnState: place.url.startsWith('file:'),
    journal: new Journal(join(folder, 'journal.jsonl')),
  };
}
