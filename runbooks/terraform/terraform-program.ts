import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../environments/model';

/** Write-only arguments and ephemeral values are new in it, and so is `use_lockfile`. */
const oldestVersion = [1, 11, 0] as const;

/** How often the last line of a running call is told. */
const tellEveryMs = 500;

export interface CallOptions {
  readonly folder: string;
  /** Told the last line while it runs. Default: nobody. */
  readonly tell?: (line: string) => void;
  /** Told the id of the process once it runs. Default: nobody. */
  readonly started?: (pid: number) => void;
}

export interface CallResult {
  readonly exitCode: number;
  /** What it printed, stdout and stderr apart. */
  readonly stdout: string;
  readonly stderr: string;
  /** It was asked to stop, by Ctrl-C or by who runs this process. */
  readonly stopped: boolean;
  /** Its process, where it was asked twice: it still winds up. */
  readonly left?: number;
}

/** A Terraform that is new enough. */
export interface TerraformProgram {
  readonly version: string;
  call(words: readonly string[], options: CallOptions): Promise<CallResult>;
}

/** Settings of a shell that would bend the calls: other folders, other workspaces, other arguments. */
const bending = /^(TF_WORKSPACE|TF_DATA_DIR|TF_INPUT|TF_CLI_ARGS.*)$/;

const terraformEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !bending.test(name))),
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
  CHECKPOINT_DISABLE: '1',
});

const lastLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');

/** Within this, signals are one request: npm hands on what the terminal has sent to everybody already. */
const oneRequestMs = 1000;

/**
 * Ctrl-C and its kin are Terraform's to answer: it winds up, and writes down what it did. It is told once. Told again
 * it would give up at once and lose what is on its way; so whoever asks twice is let go, and it stays to itself.
 */
function passSignals(
  child: ChildProcess,
  letGo: () => void,
): { readonly stopped: () => boolean; readonly release: () => void } {
  let first: number | undefined;
  const pass = (): void => {
    if (first === undefined) {
      first = performance.now();
      child.kill('SIGINT');
    } else if (performance.now() - first > oneRequestMs) letGo();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  return {
    stopped: () => first !== undefined,
    release: () => {
      for (const signal of signals) process.off(signal, pass);
    },
  };
}

/**
 * Runs a program to its end. It is the head of a process group of its own and writes to files, not to pipes: if this
 * process is killed, it goes on, and ends in peace what it has begun.
 */
function runDetached(
  program: string,
  words: readonly string[],
  { folder, tell, started }: CallOptions,
): Promise<CallResult> {
  const logs = join(folder, 'log');
  mkdirSync(logs, { recursive: true });
  const name = words.find((word) => !word.startsWith('-')) ?? 'call';
  const paths = { stdout: join(logs, `${name}.out`), stderr: join(logs, `${name}.err`) };
  const stdout = openSync(paths.stdout, 'w', 0o600);
  const stderr = openSync(paths.stderr, 'w', 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words], {
      cwd: folder,
      env: terraformEnvironment(),
      detached: true,
      stdio: ['ignore', stdout, stderr],
    });
    closeSync(stdout);
    closeSync(stderr);
    if (child.pid !== undefined) started?.(child.pid);
    const { stopped, release } = passSignals(child, () => {
      child.unref();
      end();
      resolve(result(1, child.pid));
    });
    const told =
      tell &&
      setInterval(() => {
        const line = lastLine(readFileSync(paths.stdout, 'utf8'));
        if (line) tell(line);
      }, tellEveryMs);
    const end = (): void => {
      clearInterval(told);
      release();
    };
    const result = (exitCode: number, left?: number): CallResult => ({
      exitCode,
      stdout: readFileSync(paths.stdout, 'utf8'),
      stderr: readFileSync(paths.stderr, 'utf8'),
      stopped: stopped(),
      ...(left === undefined ? {} : { left }),
    });
    child.once('error', (error) => {
      end();
      reject(error);
    });
    child.once('close', (code) => {
      end();
      resolve(result(code ?? 1));
    });
  });
}

const refuse = (code: 'TERRAFORM_MISSING' | 'TERRAFORM_VERSION', message: string, value: string): never => {
  throw new InputError([
    {
      code,
      file: '',
      place: 'terraform',
      message,
      value,
      fix: `install Terraform ${oldestVersion.join('.')} or newer, or name the program in TERRAFORM_BINARY_NAME`,
    },
  ]);
};

const isOld = (version: string): boolean => {
  const parts = version.split(/[.-]/).map(Number);
  const differing = oldestVersion.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return differing !== -1 && (parts[differing] ?? 0) < (oldestVersion[differing] ?? 0);
};

/**
 * Finds Terraform, as cdktf does: `terraform`, or what `TERRAFORM_BINARY_NAME` names.
 * @param folder for what it prints
 * @throws InputError TERRAFORM_MISSING or TERRAFORM_VERSION
 */
export async function findTerraform(folder: string): Promise<TerraformProgram> {
  const program = process.env.TERRAFORM_BINARY_NAME || 'terraform';
  mkdirSync(folder, { recursive: true });
  const call = (words: readonly string[], options: CallOptions): Promise<CallResult> =>
    runDetached(program, words, options);
  const told = await call(['version', '-json'], { folder }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EACCES') {
      return refuse('TERRAFORM_MISSING', 'there is no Terraform that can be run', program);
    }
    throw error;
  });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(told.stdout)?.[1];
  if (version === undefined) return refuse('TERRAFORM_MISSING', 'this is no Terraform', program);
  if (isOld(version))
    refuse('TERRAFORM_VERSION', `Terraform ${oldestVersion.join('.')} is the oldest that will do`, version);
  return { version, call };
}
