import { join } from 'node:path';
import type { Command } from 'commander';
import { onlyStacks, reversed } from '../../delivery/stack-graph';
import { type Finding, InputError } from '../../environments/model';
import { loadEnvironment } from '../../environments/model/load-environment';
import { inBackupFolder } from '../backup-folder';
import { chosenWords } from '../chosen-words';
import { canBeAsked, typedName } from '../confirm';
import { exitCode } from '../exit-code';
import { collect, withStackOptions } from '../stack-options';
import type { DestroyOptions, Teardown } from './teardown-words';

/** `evenkeel destroy`: clears clusters, destroys stacks in reverse, and says what remains. */
export function addDestroyCommand(program: Command, finish: (code: number) => void): void {
  withStackOptions(program.command('destroy'))
    .description(
      'leave an environment: clear its clusters while controllers run, destroy its stacks in reverse, list what remains; goes on after a failure',
    )
    .argument('<environment>', 'name or file')
    .option('--plan', 'show what would be done and what would remain, and change nothing')
    .option('--confirm <environment>', 'its name, typed, where no terminal can ask for it')
    .option('--backup <place>', 'backup of the platform that could bring it back, of the last 24 hours: folder or URL')
    .option('--without-backup <reason>', 'why none is needed; written down')
    .option('--without-drain <site>', 'its cluster cannot be reached: what it bought stays behind; repeat it', collect)
    .option('--no-sweep', 'do not ask clouds what is left')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, options: DestroyOptions) => finish(await destroy(typed, options)));
}

/** Kind of the stack that holds the states of a site, its own included. */
const holdsStates = 'state';

/** What changed since is lost with the environment anyway. */
const backupHours = 24;

async function teardownOf(typed: string, options: DestroyOptions): Promise<Teardown> {
  const { deployInput } = await import('../deploy-input');
  const input = await deployInput(typed, options);
  const { environment } = await loadEnvironment(input.file);
  const sites = environment.sites.map(({ name }) => name);
  for (const site of options.withoutDrain ?? []) chosenWords(sites, site, 'site', input.file);
  return {
    environment,
    input,
    going: reversed(onlyStacks(input.graph, ({ kind }) => kind !== holdsStates)),
    states: input.graph.stacks.flatMap(({ kind, site }) => (kind === holdsStates && site ? [site] : [])),
    options,
  };
}

async function destroy(typed: string, options: DestroyOptions): Promise<number> {
  const teardown = await teardownOf(typed, options);
  const { environment, input, going } = teardown;
  const { name } = environment;
  const [{ destroyFindings }, { showPlan, showRemains }] = await Promise.all([
    import('../../runbooks/teardown/may-destroy'),
    import('./what-remains'),
  ]);
  const findings = destroyFindings({
    environment,
    file: input.build.file,
    whole: input.whole,
    chosen: input.graph,
    backedUp: options.backup !== undefined || options.withoutBackup !== undefined,
  });
  if (options.plan) return showPlan(teardown, findings);
  const all = [...findings, ...unconfirmed(teardown), ...(await backupFindings(teardown))];
  if (all.length > 0) throw new InputError(all);
  const [{ deployJournal }, { takeLock }, { workRoot }, { drainSites }, { destroyStacks }] = await Promise.all([
    import('../../runbooks/deploy/deploy-journal'),
    import('../../runbooks/engine/run-lock'),
    import('../../runbooks/work-root'),
    import('./drain-sites'),
    import('./destroy-stacks'),
  ]);
  const root = join(workRoot, 'deploy');
  const release = takeLock(join(root, `${name}.lock`), { name, code: 'DEPLOY_RUNNING' });
  try {
    const question = `This ends ${going.stacks.length} stacks of ${name}, with everything that is stored in them.`;
    if (options.confirm === undefined && !(await typedName(question, name))) {
      process.stderr.write('Nothing was changed.\n');
      return exitCode.findings;
    }
    const empty = await holdingNothing(teardown);
    await drainSites(teardown, empty);
    const stacks = await destroyStacks(teardown, deployJournal(join(root, `${name}.jsonl`)), empty);
    return await showRemains(teardown, stacks, join(root, `${name}.ledger.json`));
  } finally {
    release();
  }
}

/** Stacks that are gone already, or never were. */
async function holdingNothing({ environment: { name }, going, options }: Teardown): Promise<ReadonlySet<string>> {
  const [{ emptyStacks }, { treeStacks }, { findTerraform }, { workRoot }] = await Promise.all([
    import('../../runbooks/teardown/empty-stacks'),
    import('../../runbooks/platform-backup/tree-stacks'),
    import('../../runbooks/terraform/terraform-program'),
    import('../../runbooks/work-root'),
  ]);
  const root = join(workRoot, 'deploy');
  return emptyStacks(going.stacks, treeStacks(options.out, name), await findTerraform(root), root);
}

function unconfirmed({ environment: { name }, input: { build }, options: { confirm } }: Teardown): Finding[] {
  if (confirm === name || (confirm === undefined && canBeAsked())) return [];
  return [
    {
      code: 'DESTROY_UNCONFIRMED',
      file: build.file,
      place: '--confirm',
      message: 'nobody typed the name of the environment; nothing was changed',
      value: confirm,
      allowed: [name],
      fix: `look at \`evenkeel destroy ${name} --plan\`, then add --confirm ${name}`,
    },
  ];
}

/** A backup that is named is whole, new, and of this environment. */
async function backupFindings({ environment: { name }, options: { backup } }: Teardown): Promise<Finding[]> {
  if (backup === undefined) return [];
  const { verifyBackup } = await import('../../runbooks/platform-backup/verify-backup');
  return inBackupFolder(backup, async (folder) => {
    const { manifest, findings } = await verifyBackup(folder, { now: new Date(), maxAgeHours: backupHours });
    if (manifest.environment === name) return [...findings];
    const other: Finding = {
      code: 'DESTROY_BACKUP',
      file: backup,
      place: '--backup',
      message: 'it is a backup of another environment',
      value: manifest.environment,
      fix: `take one now: evenkeel platform-backup ${name} --to <place>`,
    };
    return [...findings, other];
  });
}
