import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  checkTogether,
  claimOf,
  type EnvironmentBuild,
  environmentName,
  type PreparedBuild,
  prepareEnvironment,
} from '../delivery/build';
import { staleEvidence } from '../delivery/release-lock/evidence-rules';
import { writeReport } from '../delivery/write-report';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { endedExemptions } from '../policies/cost/limits/ended-exemptions';
import { expiryFindings } from '../policies/cost/limits/expiry';
import { buildTable } from './build-table';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

interface BuildOptions {
  readonly site?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly check?: boolean;
}

/** `evenkeel build`: environment files become Terraform, manifests, a release and a report. */
export function addBuildCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('build')
    .description('build environments: Terraform, Kubernetes objects, release and report')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--site <name>', 'only this site')
    .option('--out <folder>', 'where the rendered trees go', 'dist')
    .option('--check', 'write nothing; say where the rendered trees differ from a fresh render')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: BuildOptions) => finish(await build(typed, options)));
}

async function build(typed: readonly string[], options: BuildOptions): Promise<number> {
  const files = chosenFiles(typed);
  const prepared: PreparedBuild[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    files.map((file) => ({
      title: environmentName(file),
      run: async (tell) => {
        try {
          const ready = await prepareEnvironment(file, { ...options, onSite: tell });
          prepared.push(ready);
          return ready.build.cached ? 'unchanged' : undefined;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: options.json === true },
  );
  const builds = prepared.map(({ build }) => build);
  const together = checkTogether(builds.map(claimOf));
  if (together.length === 0 && !options.check) for (const { commit } of prepared) commit();
  const found = [...wrong.flatMap(({ findings }) => findings), ...together];
  if (found.length > 0) throw new InputError(found);
  if (options.check) return checked(prepared, options);
  const report = await writeReport(resolve(options.out));
  const today = new Date().toISOString().slice(0, 10);
  const findings = builds.flatMap(({ sites, file, costExemptions = [], expiry, evidence }) => [
    ...sites.flatMap((site) => site.findings),
    ...endedExemptions(costExemptions, file, today),
    ...expiryFindings(expiry, file, today),
    ...(evidence ? staleEvidence(evidence, today) : []),
  ]);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ environments: builds, report, findings }, null, 2)}\n`);
  } else {
    const shown = relative(process.cwd(), report);
    process.stdout.write(`\n${buildTable(builds)}\n\nReport: ${shown}\nNext:   npx ${nextCommand(builds)}\n`);
    process.stderr.write(showFindings(findings));
  }
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

/** Whether the rendered trees are what a fresh render gives: what a pipeline asks before anybody applies them. */
function checked(prepared: readonly PreparedBuild[], { json }: BuildOptions): number {
  const findings = prepared.flatMap(({ stale }) => stale());
  if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

/** What comes after a build: the first stack of a site on a cloud makes the place of all states, its own included. */
const nextCommand = (builds: readonly EnvironmentBuild[]): string => {
  const [build] = builds;
  const [site] = build?.sites ?? [];
  const first = site?.stacks[0]?.name ?? 'platform';
  return first === 'state' ? `evenkeel bootstrap ${build?.name}` : `cdktf diff ${site?.name ?? '<site>'}-${first}`;
};
