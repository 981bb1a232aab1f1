import type { Changes, ObjectEvent } from '../delivery/pulumi/site-stack';
import type { Site } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import type { UpSite } from '../runbooks/up/up-site';
import { chosenWords } from './chosen-words';
import { stopSignals } from './stop-signals';

/** What `up` and `down` take alike. */
export interface StackFlags {
  readonly site?: string;
  readonly out: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Chosen sites of one environment, and its file. */
export async function chosenSites(typed: string, wanted: string | undefined) {
  const [path = ''] = chosenFiles([typed]);
  const { environment, file } = await loadEnvironment(path);
  const names = chosenWords(
    environment.sites.map(({ name }) => name),
    wanted,
    'site',
    file,
  );
  return { path, environment, sites: environment.sites.filter(({ name }) => names.includes(name)) };
}

/** Works on one site at a time from this repository, until Ctrl-C. */
export async function withSite<T>(
  site: Site,
  out: string,
  work: (reached: UpSite, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [{ reachedSite, upFolder }, { takeLock }, { childProcesses }, { workRoot }] = await Promise.all([
    import('../runbooks/up/reached-site'),
    import('../runbooks/engine/run-lock'),
    import('../runbooks/engine/command-runner'),
    import('../runbooks/work-root'),
  ]);
  const release = takeLock(`${upFolder(workRoot, site)}/lock`, { name: site.name, code: 'PULUMI_RUNNING' });
  const stop = stopSignals();
  try {
    return await work(await reachedSite(site, { out, root: workRoot, commands: childProcesses }), stop.signal);
  } finally {
    stop.release();
    release();
  }
}

/** One line an object, as it is changed. */
export const progress =
  (site: string, json: boolean | undefined) =>
  ({ kind, operation, object }: ObjectEvent): void => {
    if (!json && kind !== 'begun')
      process.stderr.write(`${site}: ${operation} ${object}${kind === 'failed' ? ': FAILED' : ''}\n`);
  };

/** `12 create, 3 same` */
export const changesText = (changes: Changes): string =>
  Object.entries(changes)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ') || 'nothing';
