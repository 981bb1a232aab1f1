import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { Skip } from './skips';
import { dieWithThisProcess } from './tools/command';

const checkout = join(__dirname, '..', '..');

/** The parts of jest's JSON result that the summary reads. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

interface Options {
  readonly strict?: boolean;
}

/** Runs jest with its own output on this terminal; resolves with its exit code. */
function jest(commandArguments: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const program = require.resolve('jest/bin/jest');
    const child = spawn(process.execPath, [program, ...commandArguments], {
      cwd: checkout,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    dieWithThisProcess(child);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function readSkips(path: string): Skip[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return [...new Set(lines)].map((line) => JSON.parse(line) as Skip);
}

function suiteTable({ testResults }: JestResult): string {
  const table = new Table({
    head: ['suite', 'passed', 'failed', 'skipped', 'seconds'],
    style: { head: [], border: [] },
  });
  const counted = testResults.map(({ name, startTime, endTime, assertionResults }) => {
    const count = (...statuses: string[]) => assertionResults.filter(({ status }) => statuses.includes(status)).length;
    const seconds = Math.round((endTime - startTime) / 1000);
    return [basename(name), count('passed'), count('failed'), count('pending', 'skipped', 'todo'), seconds];
  });
  table.push(...counted.sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)));
  return table.toString();
}

/** Runs the chosen suites (all by default) and prints what was proved, what was not, and the counts. */
async function main(): Promise<void> {
  const command = new Command('proof')
    .description('Proves the rendered artefacts with real programs.')
    .argument('[suites...]', 'parts of suite names; default: all')
    .option('--strict', 'a missing tool is a failure, unless its time ran out or only an unreachable registry has it')
    .parse();
  const { strict } = command.opts<Options>();
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-proof-result-'));
  const [resultPath, skipsPath] = [join(folder, 'result.json'), join(folder, 'skips.jsonl')];
  const env = { ...process.env, EVENKEEL_PROOF_STRICT: strict ? '1' : '0', EVENKEEL_PROOF_SKIPS: skipsPath };
  const config = join(__dirname, 'jest.config.cjs');
  try {
    const code = await jest(['--config', config, '--json', '--outputFile', resultPath, '--', ...command.args], env);
    if (!existsSync(resultPath)) throw new Error('jest gave no result; its own words are above');
    const result = JSON.parse(readFileSync(resultPath, 'utf8')) as JestResult;
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const skipped = result.numPendingTests;
    const skips = readSkips(skipsPath);
    process.stdout.write(`\n${suiteTable(result)}\n`);
    for (const { name, reason } of skips) process.stdout.write(`skipped by name: ${name} (${reason})\n`);
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.stdout.write(`${result.numPassedTests} passed, ${failed} failed${tail}\n`);
    process.exitCode = failed > 0 || code !== 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
