import type { Command } from 'commander';
import { prepareEnvironment } from '../delivery/build';
import type { Changes } from '../delivery/pulumi/site-stack';
import type { UpSite } from '../runbooks/up/up-site';
import { confirmed } from './confirm';
import { changesText, chosenSites, progress, type StackFlags, withSite } from './delivered-sites';
import { exitCode } from './exit-code';
import { showFindings } from './failure';

interface UpFlags extends StackFlags {
  readonly plan?: boolean;
  readonly rollback?: boolean;
}

/** What became of one site. */
interface SiteOutcome {
  readonly site: string;
  readonly outcome: 'planned' | 'delivered' | 'unchanged' | 'declined';
  /** Number of objects by what is done to them. */
  readonly changes: Changes;
  /** Where what it serves is reached. */
  readonly routes: readonly string[];
}

/** `evenkeel up`: delivers the objects of sites directly, without Git. */
export function addUpCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('up')
    .description('deliver the objects of an environment to its clusters directly, by Pulumi: no Git is asked')
    .argument('<environment>', 'name or file')
    .option('--site <name>', 'only this site')
    .option('--plan', 'show what would change, and do nothing')
    .option('--yes', 'do not ask before objects are changed')
    .option('--rollback', 'where a delivery fails, deliver the last good one again')
    .option('--out <folder>', 'where the rendered trees go', 'dist')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, flags: UpFlags) => finish(await up(typed, flags)));
}

const isChanged = (changes: Changes): boolean =>
  Object.entries(changes).some(([operation, count]) => operation !== 'same' && count > 0);

async function up(typed: string, flags: UpFlags): Promise<number> {
  const { path, environment, sites } = await chosenSites(typed, flags.site);
  // Nothing is built where nothing could be delivered.
  await (await import('../delivery/pulumi/site-stack')).findPulumi();
  const { build, commit } = await prepareEnvironment(path, {
    out: flags.out,
    ...(flags.site ? { site: flags.site } : {}),
  });
  commit();
  const findings = build.sites.flatMap((site) => site.findings);
  if (findings.length > 0) {
    if (flags.json) process.stdout.write(`${JSON.stringify({ sites: [], findings }, null, 2)}\n`);
    else process.stderr.write(showFindings(findings));
    return exitCode.findings;
  }
  const done: SiteOutcome[] = [];
  for (const site of sites) {
    done.push(await withSite(site, flags.out, (reached, signal) => upOne(reached, environment.name, signal, flags)));
    if (done.at(-1)?.outcome === 'declined') break;
  }
  if (flags.json) process.stdout.write(`${JSON.stringify({ sites: done, findings: [] }, null, 2)}\n`);
  else process.stdout.write(done.map(outcomeText).join(''));
  return done.some(({ outcome }) => outcome === 'declined') ? exitCode.findings : exitCode.fine;
}

async function upOne(
  reached: UpSite,
  environment: string,
  signal: AbortSignal,
  { plan, yes, rollback = false, json }: UpFlags,
): Promise<SiteOutcome> {
  const [{ previewSite, deliverSite }, { routesOf }] = await Promise.all([
    import('../runbooks/up/up-site'),
    import('../delivery/pulumi/routes'),
  ]);
  const { site, tree, connection } = reached;
  const routes = routesOf(tree);
  const result = (outcome: SiteOutcome['outcome'], changes: Changes): SiteOutcome => ({
    site,
    outcome,
    changes,
    routes,
  });
  if (plan || !yes) {
    const planned = await previewSite(reached, { signal, ...(plan ? { tell: progress(`${site}: would`, json) } : {}) });
    if (plan) return result('planned', planned);
    if (!isChanged(planned)) return result('unchanged', planned);
    const where = connection.context ?? connection.kubeconfig ?? 'the current context of kubectl';
    const question = `${site}: ${changesText(planned)} on the cluster of ${where}. Deliver?`;
    if (!(await confirmed(question, environment, 'PULUMI_UNCONFIRMED'))) return result('declined', planned);
  }
  return result('delivered', await deliverSite(reached, { signal, rollback, tell: progress(site, json) }));
}

const outcomeText = ({ site, outcome, changes, routes }: SiteOutcome): string =>
  [
    `${site}: ${outcome}, ${changesText(changes)}`,
    ...(outcome === 'declined' ? [] : routes.map((route) => `  ${route}`)),
    '',
  ].join('\n');
