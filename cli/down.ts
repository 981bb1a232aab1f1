import type { Command } from 'commander';
import type { Changes } from '../delivery/pulumi/site-stack';
import { InputError } from '../environments/model';
import type { Leaving } from '../runbooks/up/up-site';
import { confirmed } from './confirm';
import { changesText, chosenSites, progress, type StackFlags, withSite } from './delivered-sites';
import { exitCode } from './exit-code';

interface DownFlags extends StackFlags {
  readonly withData?: boolean;
  readonly leave?: boolean;
}

/** `evenkeel down`: takes away what `evenkeel up` has delivered. */
export function addDownCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('down')
    .description('take away what `up` has delivered; what holds data stays, with its namespaces')
    .argument('<environment>', 'name or file')
    .option('--site <name>', 'only this site')
    .option('--with-data', 'take away what holds data, too')
    .option('--leave', 'forget what was delivered, and leave it in the cluster: GitOps takes it over')
    .option('--yes', 'do not ask')
    .option('--out <folder>', 'where the rendered trees are', 'dist')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, flags: DownFlags) => finish(await down(typed, flags)));
}

const questions: { readonly [L in Leaving]: string } = {
  'keep-data': 'takes everything away but what holds data',
  'with-data': 'takes everything away, and destroys all data in it',
  leave: 'forgets everything, and leaves it in the cluster',
};

async function down(typed: string, { site: wanted, out, yes, json, withData, leave }: DownFlags): Promise<number> {
  const leaving: Leaving = leave ? 'leave' : withData ? 'with-data' : 'keep-data';
  const { environment, sites } = await chosenSites(typed, wanted);
  const refused = leave ? [] : sites.filter((site) => 'deletionProtection' in site && site.deletionProtection);
  if (refused.length > 0) {
    throw new InputError(
      refused.map(({ name }) => ({
        code: 'PULUMI_PROTECTED',
        file: environment.name,
        place: name,
        message: 'the environment protects what it has; nothing was changed',
        fix: 'set `deletionProtection: false` in the environment file and deliver that first, or use --leave to hand the site to GitOps',
      })),
    );
  }
  await (await import('../delivery/pulumi/site-stack')).findPulumi();
  const done: { readonly site: string; readonly outcome: Leaving | 'declined'; readonly changes: Changes }[] = [];
  for (const site of sites) {
    const { name } = site;
    if (!yes && !(await confirmed(`${name}: ${questions[leaving]}. Go on?`, environment.name, 'PULUMI_UNCONFIRMED'))) {
      done.push({ site: name, outcome: 'declined', changes: {} });
      break;
    }
    const changes = await withSite(site, out, async (reached, signal) => {
      const { takeDownSite } = await import('../runbooks/up/up-site');
      return takeDownSite(reached, leaving, { signal, tell: progress(name, json) });
    });
    done.push({ site: name, outcome: leaving, changes });
  }
  if (json) process.stdout.write(`${JSON.stringify({ sites: done }, null, 2)}\n`);
  else
    process.stdout.write(
      done.map(({ site, outcome, changes }) => `${site}: ${outcome}, ${changesText(changes)}\n`).join(''),
    );
  return done.some(({ outcome }) => outcome === 'declined') ? exitCode.findings : exitCode.fine;
}
