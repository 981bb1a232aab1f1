import { deliverableTree } from '../../delivery/deliverable-tree';
import { deployedWaves } from '../../delivery/pulumi/deployed-objects';
import { wavesBeforeRestore } from '../../delivery/pulumi/waves-before-restore';
import { isSitePublicCloud, type Site } from '../../environments/model';
import type { CommandRunner } from '../engine/command-runner';
import { takeLock } from '../engine/run-lock';
import type { DeliveredPart, DirectDelivery } from '../recovery/direct-delivery';
import { kubeconfigPath } from '../recovery/recovery-scope';
import { type PresentObjects, presentObjects } from './present-objects';
import { reachedSite, upFolder } from './reached-site';
import { deliverSite, takeDownSite, type UpSite } from './up-site';

export interface DirectProps {
  /** Of the environment file. */
  readonly path: string;
  readonly sites: readonly Site[];
  /** Folder of rendered trees, e.g. `dist`. */
  readonly out: string;
  /** Folder of everything that outlives a run. */
  readonly root: string;
  readonly commands: CommandRunner;
  readonly signal?: AbortSignal;
  /** Signs in and opens the stack. Default: it really does. */
  readonly reach?: (site: Site) => Promise<UpSite>;
}

const mostShown = 6;

const firstOf = (missing: readonly string[]): string =>
  `${missing.slice(0, mostShown).join(', ')}${missing.length > mostShown ? ` and ${missing.length - mostShown} more` : ''}`;

const partOf = { 'before-restore': wavesBeforeRestore, all: undefined } as const satisfies Record<
  DeliveredPart,
  typeof wavesBeforeRestore | undefined
>;

/** The second engine as steps of recovery use it: one site at a time, locked as `evenkeel up` locks it. */
export function directDelivery(props: DirectProps): DirectDelivery {
  const { path, sites, out, root, commands, signal } = props;
  const { reach = (site) => reachedSite(site, { out, root, commands }) } = props;
  const called = (name: string): Site => {
    const found = sites.find((site) => site.name === name);
    if (!found) throw new Error(`${name} is no site of the environment`);
    return found;
  };
  const options = { timeoutMs: 600_000, ...(signal ? { signal } : {}) };
  const locked = async <T>(name: string, work: (up: UpSite) => Promise<T>): Promise<T> => {
    const site = called(name);
    const release = takeLock(`${upFolder(root, site)}/lock`, { name, code: 'PULUMI_RUNNING' });
    try {
      return await work(await reach(site));
    } finally {
      release();
    }
  };
  const seen = (name: string, part: DeliveredPart): Promise<PresentObjects> => {
    const site = called(name);
    const waves = deployedWaves(`${out}/${site.environment}/${name}`, { platform: !isSitePublicCloud(site) });
    const cluster = { site: name, kubeconfig: kubeconfigPath(root, site.environment, name) };
    return presentObjects(cluster, partOf[part]?.(waves) ?? waves, commands, options);
  };
  return {
    findings: async (name) => {
      const { environment } = called(name);
      return deliverableTree({
        out,
        environment,
        environmentFile: path,
        site: name,
        stale: async () => {
          const { prepareEnvironment } = await import('../../delivery/build');
          const { stale } = await prepareEnvironment(path, { out, site: name, check: true });
          return stale();
        },
      });
    },
    deliver: (name, part, tell) =>
      locked(name, async (up) => {
        // After signing in: only then is there an API server to ask.
        const { present } = await seen(name, 'all');
        const waves = partOf[part];
        await deliverSite(up, {
          present,
          ...(waves ? { part: waves } : {}),
          ...(signal ? { signal } : {}),
          tell: ({ kind, operation, object }) => {
            if (kind !== 'begun') tell(`${operation} ${object}${kind === 'failed' ? ': FAILED' : ''}`);
          },
        });
      }),
    look: async (name, part) => {
      const { present, missing } = await seen(name, part);
      return {
        holds: missing.length === 0,
        untouched: present.size === 0,
        saw: missing.length === 0 ? `${present.size} objects are there` : `missing: ${firstOf(missing)}`,
        facts: { objects: present.size },
      };
    },
    forget: (name) =>
      locked(name, async (up) => {
        await takeDownSite(up, 'leave');
      }),
    forgotten: (name) =>
      locked(name, async ({ stack }) => {
        const known = (await stack.formerTypes()).size;
        return { holds: known === 0, untouched: known > 0, saw: `${known} objects in the state` };
      }),
  };
}
