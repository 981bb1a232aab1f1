import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { RunbookFailure } from './runbook-failure';

/** Nobody sits there to type a password; azcopy takes the sign-in of Azure's command line. */
const unattended = {
  GIT_TERMINAL_PROMPT: '0',
  CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
  AWS_PAGER: '',
  AZCOPY_AUTO_LOGIN_TYPE: process.env.AZCOPY_AUTO_LOGIN_TYPE ?? 'AZCLI',
};

const longest = 300;

export interface ProgramOptions {
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads. Default: nothing. */
  readonly input?: Iterable<string | Buffer>;
}

/**
 * Runs a program without a shell and gives what it printed.
 * @param place what is being done, for the failure
 * @param folder where it runs. Default: here
 * @throws RunbookFailure PROGRAM_FAILED, with the end of what the program said
 */
export const runProgram = (
  place: string,
  program: string,
  words: readonly string[],
  folder?: string,
  { env = {}, input }: ProgramOptions = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const fail = (message: string): void =>
      reject(new RunbookFailure('PROGRAM_FAILED', place, `${program} ${words[0] ?? ''}: ${message}`));
    const child = spawn(program, [...words], {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: { ...process.env, ...unattended, ...env },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    // A program that ends before it has read everything says why on stderr.
    if (input && child.stdin) Readable.from(input).pipe(child.stdin.on('error', () => undefined));
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = `${stderr}${text}`.slice(-10_000);
    });
    child.once('error', ({ message }) => fail(message));
    child.once('close', (code) =>
      code === 0 ? resolve(stdout) : fail(stderr.trim().slice(-longest) || `exit ${code}`),
    );
  });
