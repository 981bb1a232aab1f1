import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { buildEnvironment, checkTogether, type EnvironmentBuild, environmentName } from '../delivery/build';
import { writeReport } from '../delivery/write-report';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { buildTable } from './build-table';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

interface BuildOptions {
  readonly site?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `evenkeel build`: environment files become Terraform, manifests, a release and a report. */
export function addBuildCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('build')
    .description('build environments: Terraform, Kubernetes objects, release and report')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--site <name>', 'only this site')
    .option('--out <folder>', 'where the rendered trees go', 'dist')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: BuildOptions) => finish(await build(typed, options)));
}

async function build(typed: readonly string[], options: BuildOptions): Promise<number> {
  const files = chosenFiles(typed);
  const builds: EnvironmentBuild[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    files.map((file) => ({
      title: environmentName(file),
      run: async (tell) => {
        try {
          const built = await buildEnvironment(file, { ...options, onSite: tell });
          builds.push(built);
          return built.cached ? 'unchanged' : undefined;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: options.json === true },
  );
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));
  const together = checkTogether(builds);
  if (together.length > 0) throw new InputError(together);
  const report = await writeReport(resolve(options.out));
  const findings = builds.flatMap(({ sites }) => sites.flatMap((site) => site.findings));
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ environments: builds, report, findings }, null, 2)}\n`);
  } else {
    const shown = relative(process.cwd(), report);
    process.stdout.write(`\n${buildTable(builds)}\n\nReport: ${shown}\nNext:   npx cdktf diff ${firstStack(builds)}\n`);
    process.stderr.write(showFindings(findings));
  }
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

/** A stack that can be planned right away: the first of the first site. */
const firstStack = (builds: readonly EnvironmentBuild[]): string => {
  const site = builds[0]?.sites[0];
  return site ? `${site.name}-${site.stacks[0]?.name ?? 'platform'}` : '<stack>';
};
