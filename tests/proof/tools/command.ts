import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  /** Whole environment of the command; this process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** The command and all it started are killed after this time; no limit by default. */
  readonly timeoutMs?: number;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
  readonly input?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

const running = new Set<ChildProcess>();

/** Sends a signal to a child and everything it started; true while there was something to signal. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}

function killRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

let guarded = false;

/** Makes sure a child in its own process group does not outlive this process. */
export function dieWithThisProcess(child: ChildProcess): void {
  if (!guarded) {
    guarded = true;
    process.once('exit', killRunning);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        killRunning();
        process.exit(signal === 'SIGINT' ? 130 : 143);
      });
    }
  }
  running.add(child);
  child.once('close', () => running.delete(child));
}

/** Runs a command to its end. Rejects only where it cannot be started; a failing one is told by `exitCode`. */
export function runCommand(
  command: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...commandArguments], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      uid: options.uid,
      gid: options.gid,
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    dieWithThisProcess(child);
    const collected = { stdout: '', stderr: '' };
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            signalGroup(child, 'SIGKILL');
          }, options.timeoutMs);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
        collected[stream] += chunk;
        if (options.onLine !== undefined) {
          for (const line of chunk.split('\n')) if (line.trim() !== '') options.onLine(line.trim());
        }
      });
    }
    if (options.input !== undefined) child.stdin?.end(options.input);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ ...collected, exitCode: code ?? 1, timedOut });
    });
  });
}

/** What a failed command said: from its first "Error:" on where it has one, else its last lines. */
export function lastWords(result: Pick<CommandResult, 'stdout' | 'stderr'>, lines = 12): string {
  const text = (result.stderr.trim() === '' ? result.stdout : result.stderr).trim();
  const error = text.indexOf('Error:');
  return error === -1
    ? text.split('\n').slice(-lines).join('\n')
    : text.slice(error).split('\n').slice(0, lines).join('\n');
}
