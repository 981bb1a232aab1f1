import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProcessSample {
  readonly seconds: number;
  /** Peak resident memory of the largest process that preloads `usageModule`; 0 where none does. */
  readonly peakMiB: number;
  /** Processor time of all such processes: unlike `seconds` it hardly depends on what else the machine does. */
  readonly processorSeconds: number;
  readonly stdout: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure; default: 0. */
  readonly accept?: readonly number[];
}

/** Module that makes a Node process write what it used. */
export const usageModule = join(__dirname, 'programs', 'usage.js');

/** Nothing in a measured process may look at the network or the terminal. */
const quiet = {
  CI: '1',
  NO_COLOR: '1',
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
};

type Usage = Pick<ProcessSample, 'peakMiB' | 'processorSeconds'>;

/** One line of every process that preloaded `usageModule`. */
function readUsage(file: string): Usage[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Usage);
}

/** Runs a command to its end in a fresh process. A failing command fails the benchmark. */
export async function runMeasured(
  command: string,
  args: readonly string[],
  { cwd, env, accept = [0] }: ProcessOptions = {},
): Promise<ProcessSample> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  const usage = join(folder, 'usage');
  const began = process.hrtime.bigint();
  try {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...quiet, ...env, EVENKEEL_BENCH_USAGE: usage },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    if (code === null || !accept.includes(code)) {
      const output = Buffer.concat([...stdout, ...stderr]).toString();
      throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-4000)}`);
    }
    const used = readUsage(usage);
    return {
      seconds,
      peakMiB: Math.max(0, ...used.map(({ peakMiB }) => peakMiB)),
      processorSeconds: used.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
      stdout: Buffer.concat(stdout).toString(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same for a Node program, with what it used. */
export const runNode = (args: readonly string[], options?: ProcessOptions): Promise<ProcessSample> =>
  runMeasured(process.execPath, ['--require', usageModule, ...args], options);
