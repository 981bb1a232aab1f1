import type { Finding } from '../environments/model';
import { loadEnvironment } from '../environments/model/load-environment';
import type { DeployJournal, DeployRun } from '../runbooks/deploy/deploy-journal';
import type { DeployInput } from './deploy-input';

interface PreflightWords {
  readonly skipPreflight?: boolean;
  readonly site?: string;
  readonly json?: boolean;
}

/** What the accounts must give first. Asked once a run; a run that goes on believes the first answer. */
export async function preflightFindings(
  { file, build, graph }: DeployInput,
  run: DeployRun,
  journal: DeployJournal,
  { skipPreflight, site, json }: PreflightWords,
): Promise<Finding[]> {
  if (run.preflight) return [];
  const { environment } = await loadEnvironment(file);
  const { isSitePublicCloud } = await import('../environments/model');
  const names = graph.stacks.flatMap((stack) => stack.site ?? []);
  const isAsked = environment.sites.some((one) => isSitePublicCloud(one) && names.includes(one.name));
  if (skipPreflight) journal.write('preflight-skipped', { run: run.id });
  if (skipPreflight || !isAsked) return [];
  const [{ preflightEnvironment }, { readLiveAccount }, { mustAct }] = await Promise.all([
    import('../delivery/preflight'),
    import('../delivery/live-account/read-live-account'),
    import('../policies/preflight/site-preflight'),
  ]);
  const { runTasks } = await import('./run-tasks');
  const found: Finding[] = [];
  await runTasks(
    [
      {
        title: 'preflight',
        run: async (tell) => {
          const asOf = new Date().toISOString().slice(0, 10);
          const readLive = readLiveAccount;
          const { sites, failures } = await preflightEnvironment(environment, build.file, {
            asOf,
            site,
            readLive,
            onSite: tell,
          });
          for (const { code, place, message } of failures) {
            found.push(notReady(build.file, place, `${code}: ${message}`));
          }
          for (const one of sites.filter(mustAct)) {
            found.push(notReady(build.file, one.site, 'its account does not give yet what the site needs'));
          }
          return found.length > 0 ? 'not ready' : 'ready';
        },
      },
    ],
    { quiet: json === true },
  );
  if (found.length === 0) journal.write('preflight-passed', { run: run.id });
  return found;
}

const notReady = (file: string, place: string, message: string): Finding => ({
  code: 'DEPLOY_NOT_READY',
  file,
  place,
  message,
  fix: 'look at `evenkeel preflight --live`, ask for what it lists, or go on at your own risk with --skip-preflight',
});
