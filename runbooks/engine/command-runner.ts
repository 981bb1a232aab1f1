import { spawn } from 'node:child_process';
import type { Command } from '../../constructs/contracts/command';
import { RunbookFailure } from '../runbook-failure';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The program is ended after so long. */
  readonly timeoutMs: number;
  /** Ends the program when it fires. Default: never. */
  readonly signal?: AbortSignal;
}

/** What runs programs: real ones, or what stands for control planes in tests. */
export interface CommandRunner {
  /** @throws RunbookFailure COMMAND_MISSING, STEP_TIMEOUT or STOPPED */
  run(command: Command, options: RunOptions): Promise<CommandResult>;
}

/** More than this nobody reads, and a check looks at the first lines. */
const maxOutputBytes = 8 * 1024 * 1024;
/** A program that was asked to end is ended after this. */
const graceMs = 5000;

/** Runs programs as children, without a shell, at the head of their own process group, so that Ctrl-C reaches them once. */
export const childProcesses: CommandRunner = {
  run: ({ program, args, env, stdin }, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...args], {
        env: { ...process.env, ...env },
        detached: true,
        stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      });
      const out = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name]?.setEncoding('utf8').on('data', (text: string) => {
          if (out[name].length < maxOutputBytes) out[name] += text;
        });
      }
      // A program that does not read ends the pipe; its exit code says what it thought of it.
      child.stdin?.on('error', () => undefined).end(stdin);

      const end = (how: NodeJS.Signals): void => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, how);
        } catch {
          // It is gone already.
        }
      };
      let why: RunbookFailure | undefined;
      let grace: NodeJS.Timeout | undefined;
      const endBecause = (failure: RunbookFailure): void => {
        why ??= failure;
        end('SIGINT');
        grace ??= setTimeout(() => end('SIGKILL'), graceMs);
      };
      const timer = setTimeout(
        () =>
          endBecause(
            new RunbookFailure('STEP_TIMEOUT', program, `did not end within ${Math.round(timeoutMs / 1000)} s`),
          ),
        timeoutMs,
      );
      const stop = (): void => endBecause(new RunbookFailure('STOPPED', program, 'asked to stop'));
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop);
      const clear = (): void => {
        clearTimeout(timer);
        clearTimeout(grace);
        signal?.removeEventListener('abort', stop);
      };
      child.once('error', (error: NodeJS.ErrnoException) => {
        clear();
        reject(new RunbookFailure('COMMAND_MISSING', program, error.message));
      });
      child.once('close', (code) => {
        clear();
        if (why) reject(why);
        else resolve({ exitCode: code ?? 1, ...out });
      });
    }),
};
