import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import type { Skip } from './skips';
import { type JestResult, type SuiteResult, suiteResults, withSecondTry, worthRepeating } from './suite-results';
import { END_VARIABLE, fittingOneByOne } from './time-budget';
import { dieWithThisProcess } from './tools/command';

const checkout = join(__dirname, '..', '..');

/** How far second tries may go past the end of the time. */
const SECOND_TRIES_MS = 8 * 60_000;

interface Options {
  readonly strict?: boolean;
  readonly budgetMinutes?: number;
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('give minutes above 0');
  return value;
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

const sum = (results: readonly SuiteResult[], count: 'passed' | 'failed' | 'skipped'): number =>
  results.reduce((total, each) => total + each[count], 0);

function suiteTable(results: readonly SuiteResult[]): string {
  const table = new Table({
    head: ['suite', 'passed', 'failed', 'skipped', 'seconds'],
    style: { head: [], border: [] },
  });
  table.push(
    ...results.map(({ suite, passed, failed, skipped, seconds }) => [suite, passed, failed, skipped, seconds]),
  );
  return table.toString();
}

/** Runs the chosen suites (all by default) and prints what was proved, what was not, and the counts. */
async function main(): Promise<void> {
  const command = new Command('proof')
    .description('Proves the rendered artefacts with real programs.')
    .argument('[suites...]', 'parts of suite names; default: all')
    .option('--strict', 'a missing tool is a failure, unless its time ran out or only an unreachable registry has it')
    .option('--budget-minutes <minutes>', 'suites that would not end in this time are skipped by name', minutes)
    .parse();
  const { strict, budgetMinutes } = command.opts<Options>();
  const end = budgetMinutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + budgetMinutes * 60_000;
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-proof-result-'));
  const [resultPath, skipsPath] = [join(folder, 'result.json'), join(folder, 'skips.jsonl')];
  const env = {
    ...process.env,
    EVENKEEL_PROOF_STRICT: strict ? '1' : '0',
    EVENKEEL_PROOF_SKIPS: skipsPath,
  };
  const config = join(__dirname, 'jest.config.cjs');
  const run = async (until: number, ...choice: string[]): Promise<SuiteResult[]> => {
    rmSync(resultPath, { force: true });
    const words = ['--config', config, '--json', '--outputFile', resultPath, ...choice];
    const code = await jest(words, { ...env, [END_VARIABLE]: String(until) });
    if (!existsSync(resultPath)) throw new Error('jest gave no result; its own words are above');
    const results = suiteResults(JSON.parse(readFileSync(resultPath, 'utf8')) as JestResult);
    if (code !== 0 && sum(results, 'failed') === 0) throw new Error('jest failed outside of its tests, see above');
    return results;
  };
  try {
    let results = await run(end, '--', ...command.args);
    // One without time for a second try stays failed; it may not become one that was skipped.
    const repeated = fittingOneByOne(worthRepeating(results), Date.now(), end + SECOND_TRIES_MS);
    if (repeated.length > 0) {
      // Servers that share two cores run late now and then; what fails twice, the second time alone, is broken.
      process.stdout.write(`\nonce more, alone: ${repeated.map(({ suite }) => suite).join(', ')}\n`);
      results = withSecondTry(
        results,
        await run(Number.POSITIVE_INFINITY, '--runInBand', '--runTestsByPath', ...repeated.map(({ path }) => path)),
      );
    }
    process.stdout.write(`\n${suiteTable(results)}\n`);
    for (const { suite, failed } of repeated) {
      const outcome = results.find((each) => each.suite === suite)?.failed === 0 ? 'passed' : 'failed again';
      process.stdout.write(`repeated: ${suite} (${failed} failed at first; ${outcome} alone)\n`);
    }
    for (const { name, reason } of readSkips(skipsPath)) {
      process.stdout.write(`skipped by name: ${name} (${reason})\n`);
    }
    const [passed, failed, skipped] = [sum(results, 'passed'), sum(results, 'failed'), sum(results, 'skipped')];
    process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    process.exitCode = failed > 0 ? 1 : 0;
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
