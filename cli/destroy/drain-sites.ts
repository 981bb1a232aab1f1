import { join } from 'node:path';
import { isSitePublicCloud } from '../../environments/model';
import type { DrainedSite } from '../../runbooks/teardown/drain';
import { stopSignals } from '../stop-signals';
import type { Teardown } from './teardown-words';

/** Sites whose cluster goes, and is to be cleared before. */
export async function sitesToDrain({ environment, going, options }: Teardown): Promise<DrainedSite[]> {
  const [{ scopeOf }, { siteOf }, { renderedWaves }, { workRoot }] = await Promise.all([
    import('../../runbooks/catalogue/bind-runbook'),
    import('../../runbooks/recovery/recovery-scope'),
    import('../../runbooks/teardown/rendered-waves'),
    import('../../runbooks/work-root'),
  ]);
  const begun = `${new Date().toISOString().slice(0, 19)}Z`;
  const scope = await scopeOf({ environment, begun, root: workRoot });
  const names = new Set(going.stacks.flatMap(({ kind, site }) => (kind === 'gitops' && site ? [site] : [])));
  return environment.sites
    .filter(isSitePublicCloud)
    .filter(({ name }) => names.has(name) && !options.withoutDrain?.includes(name))
    .map(({ name }) => ({
      reached: siteOf(scope, name),
      waves: renderedWaves(join(options.out, environment.name, name)),
    }));
}

/** Where GitOps was never installed, or went with an earlier run, no controller has anything to clear. */
const hasGitops = ({ going }: Teardown, site: string, empty: ReadonlySet<string>): boolean =>
  going.stacks.some((one) => one.kind === 'gitops' && one.site === site && !empty.has(one.name));

/**
 * @param empty stacks that hold nothing
 * @throws RunbookFailure of the step that failed; typed again, it goes on there
 */
export async function drainSites(teardown: Teardown, empty: ReadonlySet<string>): Promise<void> {
  const sites = (await sitesToDrain(teardown)).filter(({ reached }) => hasGitops(teardown, reached.site.name, empty));
  if (sites.length === 0) return;
  const { environment, options } = teardown;
  const [{ drain }, { runRunbook }, { lastRun, runJournal }, { childProcesses }, { systemClock }, { workRoot }] =
    await Promise.all([
      import('../../runbooks/teardown/drain'),
      import('../../runbooks/engine/run-runbook'),
      import('../../runbooks/engine/run-journal'),
      import('../../runbooks/engine/command-runner'),
      import('../../runbooks/engine/clock'),
      import('../../runbooks/work-root'),
    ]);
  const { statedRoles } = await import('../stated-roles');
  const journal = runJournal(workRoot, environment.name, drain.name);
  const last = lastRun(journal);
  const stop = stopSignals();
  const ports = { commands: childProcesses, clock: systemClock, signal: stop.signal };
  const context = { ...ports, statedRoles: () => statedRoles(environment.name) };
  try {
    await runRunbook(
      drain,
      { sites },
      {
        ...ports,
        journal,
        context,
        pollMs: 10_000,
        options: {},
        // Every step may be repeated, so a run that was cut short simply goes on.
        start: last && !last.isOver ? 'resume' : 'fresh',
        tell: ({ id }, text) => {
          if (!options.json) process.stderr.write(`${id}: ${text}\n`);
        },
        // The name of the environment was typed for all of it.
        confirm: async () => true,
      },
    );
  } finally {
    stop.release();
  }
}
