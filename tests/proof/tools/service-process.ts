import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { dieWithThisProcess, signalGroup } from './command';

export interface ServiceProcessProps {
  /** Name used in messages. */
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** File that receives all output. */
  readonly logPath: string;
  /** Tells whether the service answers; a rejection counts as not yet. */
  readonly ready: () => Promise<boolean>;
  /** Default: 60. */
  readonly readyTimeoutSeconds?: number;
  /** Whole environment of the service; this process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Signal that asks it to end. Default: SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface ServiceProcess {
  readonly pid: number;
  /** True until it has ended. */
  isRunning(): boolean;
  /** The last lines it wrote. */
  logTail(lines?: number): string;
  /** Ends it and everything it started; waits until it is gone. */
  stop(): Promise<void>;
  /** Ends it without a chance to tidy up, as a lost machine would. */
  kill(): Promise<void>;
}

const READY_POLL_MS = 150;
const STOP_TIMEOUT_MS = 10_000;

/** True where an HTTP GET answers with a success status within two seconds. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.ok;
}

/**
 * Starts a service in its own process group and waits until it is ready. Throws with the end of its log where it
 * ends early or is not ready in time; nothing is left running then.
 */
export async function startService(props: ServiceProcessProps): Promise<ServiceProcess> {
  const log = openSync(props.logPath, 'a');
  const child = spawn(props.command, [...props.arguments], {
    cwd: props.cwd,
    env: props.env ?? process.env,
    uid: props.uid,
    gid: props.gid,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  dieWithThisProcess(child);
  let ended = false;
  let startError: Error | undefined;
  const closed = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      startError = error;
      ended = true;
      resolve();
    });
    child.once('close', () => {
      ended = true;
      resolve();
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!ended) signalGroup(child, signal);
    const late = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_TIMEOUT_MS);
    await closed;
    clearTimeout(late);
    signalGroup(child, 'SIGKILL');
  };
  const service: ServiceProcess = {
    pid: child.pid ?? 0,
    isRunning: () => !ended,
    logTail: (lines = 15) => readFileSync(props.logPath, 'utf8').trim().split('\n').slice(-lines).join('\n'),
    stop: () => end(props.stopSignal ?? 'SIGTERM'),
    kill: () => end('SIGKILL'),
  };

  const timeoutSeconds = props.readyTimeoutSeconds ?? 60;
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (!ended) {
    if (await props.ready().catch(() => false)) return service;
    if (performance.now() > deadline) {
      await service.kill();
      throw new Error(`${props.name} was not ready within ${timeoutSeconds} s; it wrote:\n${service.logTail()}`);
    }
    await pause(READY_POLL_MS);
  }
  throw new Error(`${props.name} ended while starting: ${startError?.message ?? service.logTail()}`);
}
