import type { Command } from 'commander';
import { type CloudSite, InputError, isSitePublicCloud } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import type { Outlook } from '../runbooks/bootstrap/bootstrap-site';
import type { StateFacts } from '../runbooks/bootstrap/state-file';
import type { PlannedState, StateWork } from '../runbooks/bootstrap/state-work';
import { RunbookFailure } from '../runbooks/runbook-failure';
import { chosenWords } from './chosen-words';
import { confirmed } from './confirm';
import { exitCode } from './exit-code';
import { runTasks } from './run-tasks';

interface BootstrapOptions {
  readonly site?: string;
  readonly yes?: boolean;
  readonly undo?: boolean;
  readonly json?: boolean;
}

/** What became of one site. */
interface SiteOutcome {
  readonly site: string;
  readonly outcome: 'unchanged' | 'brought' | 'undone' | 'declined';
  /** Where its state is now: a backend with its place, or a file. */
  readonly state: string;
  readonly lineage?: string;
  readonly serial?: number;
  readonly resources?: number;
  readonly applied?: Pick<PlannedState, 'add' | 'change' | 'remove'>;
}

/** `evenkeel bootstrap`: the first apply of every site, which makes the place of its states and brings its own there. */
export function addBootstrapCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('bootstrap')
    .description('make the place of the remote state of every site, and bring the state of the state stack there')
    .argument('<environment>', 'name or file')
    .option('--site <name>', 'only this site')
    .option('--yes', 'apply the plans without asking')
    .option('--undo', 'bring the state of the state stack back into a file, so that the stack can be destroyed')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, options: BootstrapOptions) => finish(await bootstrap(typed, options)));
}

/** The primary site first: what the environment has as a whole is kept there. */
const inOrder = (sites: readonly CloudSite[]): CloudSite[] => [
  ...sites.filter(({ role }) => role === 'primary'),
  ...sites.filter(({ role }) => role !== 'primary'),
];

async function chosenSites(typed: string, options: BootstrapOptions): Promise<CloudSite[]> {
  const chosen: CloudSite[] = [];
  for (const path of chosenFiles([typed])) {
    const { environment, file } = await loadEnvironment(path);
    const sites = inOrder(environment.sites.filter(isSitePublicCloud));
    const names = chosenWords(
      sites.map(({ name }) => name),
      options.site,
      'site',
      file,
    );
    chosen.push(...sites.filter(({ name }) => names.includes(name)));
  }
  return chosen;
}

async function bootstrap(typed: string, options: BootstrapOptions): Promise<number> {
  const sites = await chosenSites(typed, options);
  const json = options.json === true;
  const [{ findTerraform }, { StateWork }, { stateStackOf }, { takeLock }, { workRoot }] = await Promise.all([
    import('../runbooks/terraform/terraform-program'),
    import('../runbooks/bootstrap/state-work'),
    import('../runbooks/bootstrap/state-stack'),
    import('../runbooks/engine/run-lock'),
    import('../runbooks/work-root'),
  ]);
  const terraform = await findTerraform(workRoot);
  const works: StateWork[] = [];
  for (const site of sites) works.push(new StateWork(await stateStackOf(site), terraform));

  const done: SiteOutcome[] = [];
  const locks: (() => void)[] = [];
  try {
    for (const { lockPath, stack } of works)
      locks.push(takeLock(lockPath, { name: stack.site, code: 'BOOTSTRAP_RUNNING' }));
    await (options.undo ? undoAll(works, done, json) : bringAll(works, done, { ...options, json }));
  } catch (error) {
    if (!(error instanceof RunbookFailure) || !json) throw error;
    const { code, place, message, fix } = error;
    process.stdout.write(`${JSON.stringify({ sites: done, failures: [{ code, place, message, fix }] }, null, 2)}\n`);
    return exitCode.failure;
  } finally {
    for (const release of locks) release();
    if (!json) process.stdout.write(done.map(outcomeText).join(''));
  }
  if (json) process.stdout.write(`${JSON.stringify({ sites: done, failures: [] }, null, 2)}\n`);
  return done.some(({ outcome }) => outcome === 'declined') ? exitCode.findings : exitCode.fine;
}

async function bringAll(
  works: readonly StateWork[],
  done: SiteOutcome[],
  { yes, json }: { readonly yes?: boolean; readonly json: boolean },
): Promise<void> {
  const { lookAtState, bringState } = await import('../runbooks/bootstrap/bootstrap-site');
  const { placeOf } = await import('../runbooks/bootstrap/state-stack');
  const outlooks = new Map<StateWork, Outlook>();
  const wrong: InputError[] = [];
  await runTasks(
    works.map((work) => ({
      title: `${work.stack.site}: look`,
      run: async (tell) => {
        try {
          const outlook = await lookAtState(work, tell);
          outlooks.set(work, outlook);
          return outlookText(outlook);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'refused';
        }
      },
    })),
    { quiet: json, ownSignals: true },
  );
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));

  const agreed: [StateWork, Outlook][] = [];
  for (const [work, outlook] of outlooks) {
    const { site } = work.stack;
    if (outlook.kind === 'bring' && outlook.plan) {
      if (!json) process.stdout.write(`\n${site}\n${outlook.plan.text}\n\n`);
      if (!yes && !(await confirmed(`Apply this plan to ${site}?`, site))) {
        done.push({ site, outcome: 'declined', state: work.localPath });
        continue;
      }
    }
    agreed.push([work, outlook]);
  }
  await runTasks(
    agreed.map(([work, outlook]) => ({
      title: work.stack.site,
      run: async (tell) => {
        const { unchanged, applied, state } = await bringState(work, outlook, tell);
        const place = placeOf(work.stack.backend);
        done.push(outcomeOf(work, unchanged ? 'unchanged' : 'brought', place, state, applied));
        return unchanged ? 'nothing to do' : `its state is in ${place}`;
      },
    })),
    { quiet: json, ownSignals: true },
  );
}

async function undoAll(works: readonly StateWork[], done: SiteOutcome[], json: boolean): Promise<void> {
  const { undoState } = await import('../runbooks/bootstrap/undo-site');
  await runTasks(
    works.map((work) => ({
      title: work.stack.site,
      run: async (tell) => {
        const { unchanged, state } = await undoState(work, tell);
        done.push(outcomeOf(work, unchanged ? 'unchanged' : 'undone', work.localPath, state));
        return `its state is in ${work.localPath}; destroy with: terraform -chdir=${work.stackFolder} destroy`;
      },
    })),
    { quiet: json, ownSignals: true },
  );
}

const outcomeOf = (
  { stack }: StateWork,
  outcome: SiteOutcome['outcome'],
  place: string,
  { lineage, serial, resources }: StateFacts,
  applied?: SiteOutcome['applied'],
): SiteOutcome => ({ site: stack.site, outcome, state: place, lineage, serial, resources, applied });

const outlookText = (outlook: Outlook): string => {
  if (outlook.kind === 'nothing') return 'its state is where it belongs';
  if (outlook.kind === 'clear') return 'its state was copied; a copy is left here';
  const { plan } = outlook;
  return plan ? `${plan.add} to add, ${plan.change} to change, ${plan.remove} to destroy` : 'its state is to be copied';
};

const outcomeText = ({ site, outcome, state, serial, resources }: SiteOutcome): string =>
  outcome === 'declined'
    ? `${site}: declined, nothing was changed\n`
    : `${site}: ${outcome}, ${state} (serial ${serial}, ${resources} resources)\n`;
