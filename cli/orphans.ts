import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError, isSitePublicCloud } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import type { Environment } from '../environments/model/resolve-environment';
import type { Orphans } from '../runbooks/orphans/find-orphans';
import { formatFailure } from '../runbooks/runbook-failure';
import { exitCode } from './exit-code';
import { keptByDestroy } from './kept-by-destroy';
import { runTasks } from './run-tasks';

interface OrphansOptions {
  readonly tree: string;
  readonly site?: string;
  readonly json?: boolean;
}

/** `evenkeel orphans`: what exists in the clouds, belongs to an environment and is in none of its states. */
export function addOrphansCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('orphans')
    .description(
      'list what clouds still have of an environment and no state knows, such as after a destroy; deletes nothing',
    )
    .argument('<environment>', 'name or file')
    .option('--tree <folder>', 'the rendered tree that is, or was, applied', 'dist')
    .option('--site <name>', 'only this site')
    .option('--json', 'print the list as JSON')
    .action(async (typed: string, options: OrphansOptions) => finish(await orphans(typed, options)));
}

function checkSite({ sites }: Environment, site: string | undefined, file: string): void {
  const names = sites.filter(isSitePublicCloud).map(({ name }) => name);
  if (site === undefined || names.includes(site)) return;
  throw new InputError([
    {
      code: 'UNKNOWN_SITE',
      file,
      place: '--site',
      message: 'the environment has no site of this name on a public cloud',
      value: site,
      allowed: names,
      fix: 'use a site of the list',
    },
  ]);
}

async function orphans(typed: string, { tree, site, json }: OrphansOptions): Promise<number> {
  const [path = ''] = chosenFiles([typed]);
  const { environment, file } = await loadEnvironment(path);
  checkSite(environment, site, file);
  const [{ treeStacks }, { findTerraform }, { findOrphans }, { childProcesses }] = await Promise.all([
    import('../runbooks/platform-backup/tree-stacks'),
    import('../runbooks/terraform/terraform-program'),
    import('../runbooks/orphans/find-orphans'),
    import('../runbooks/engine/command-runner'),
  ]);
  const stacks = treeStacks(tree, environment.name);
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-orphans-'));
  let found: Orphans | undefined;
  try {
    const terraform = await findTerraform(scratch);
    await runTasks(
      [
        {
          title: `what is left of ${environment.name}`,
          run: async (tell) => {
            tell('what a destroy is meant to leave');
            const kept = await keptByDestroy(environment, file);
            found = await findOrphans({ environment, stacks, ...kept, terraform, runner: childProcesses, site, tell });
            return `${found.left.filter(({ verdict }) => verdict === 'orphan').length} orphans`;
          },
        },
      ],
      { quiet: json === true },
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (!found) return exitCode.failure;
  const { failures, ...told } = found;
  if (json) {
    const shown = failures.map(({ code, place, message, fix }) => ({ code, place, message, fix }));
    process.stdout.write(`${JSON.stringify({ ...told, failures: shown }, null, 2)}\n`);
  } else {
    const [{ orphansText }, { showDocument }] = await Promise.all([import('./orphans-text'), import('./document')]);
    process.stdout.write(`\n${showDocument(orphansText(found), 'text')}\n`);
    process.stderr.write(failures.map(formatFailure).join(''));
  }
  if (failures.length > 0) return exitCode.failure;
  return found.left.some(({ verdict }) => verdict === 'orphan') ? exitCode.findings : exitCode.fine;
}
