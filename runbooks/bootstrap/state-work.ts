import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../environments/model';
import { whoAmI } from '../engine/run-lock';
import type { Tell } from '../engine/step';
import { type FailureCode, RunbookFailure } from '../runbook-failure';
import { freshInit } from '../terraform/fresh-init';
import type { CallResult, TerraformProgram } from '../terraform/terraform-program';
import { errorOf, failureCodeOf, type StateLock, saysStateIsAbsent, stateLockIn } from '../terraform/terraform-words';
import { workRoot } from '../work-root';
import { type StateFacts, stateFacts } from './state-file';
import { type StateJournal, stateJournal } from './state-journal';
import { placeOf, remoteFolderFiles, type StateStack, stackFolderFiles } from './state-stack';

export interface PlannedState {
  /** Terraform's own text. */
  readonly text: string;
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** Rights, names and buckets take some minutes to be known everywhere. */
const patience = { pauseMs: 10_000, tries: 30 };
const mayPass: readonly FailureCode[] = ['CLOUD_DENIED', 'CLOUD_UNREACHABLE'];

/** How long a call waits for another one: an apply that goes on after its command was killed, and a copy. */
const applyLock = '-lock-timeout=15m';
const copyLock = '-lock-timeout=20s';

const quiet = ['-input=false', '-no-color'];

/** What can be done with the state of one site's state stack, each as one call of Terraform's. */
export class StateWork {
  readonly journal: StateJournal;
  readonly lockPath: string;
  /** The state, as long as it is a file. */
  readonly localPath: string;
  /** Where Terraform runs on that file. */
  readonly stackFolder: string;
  private readonly remoteFolder: string;

  constructor(
    readonly stack: StateStack,
    private readonly terraform: TerraformProgram,
    root = workRoot,
  ) {
    const folder = join(root, 'bootstrap', stack.site);
    this.journal = stateJournal(join(folder, 'journal.jsonl'));
    this.lockPath = join(folder, 'lock');
    this.localPath = join(root, 'state', `${stack.id}.tfstate`);
    this.stackFolder = join(folder, 'stack');
    this.remoteFolder = join(folder, 'remote');
  }

  /** @throws InputError STATE_INVALID */
  localState(): StateFacts | undefined {
    const text = existsSync(this.localPath) ? readFileSync(this.localPath, 'utf8') : '';
    return this.factsOf(text, this.localPath, `${this.localPath}.backup is the one before, if it is there`);
  }

  /** The remote state as it stands; `undefined`: there is none yet. */
  async remoteState(tell?: Tell): Promise<StateFacts | undefined> {
    return this.remoteFacts(await this.remoteText(tell));
  }

  /** @throws InputError STATE_INVALID */
  remoteFacts(text: string | undefined): StateFacts | undefined {
    return this.factsOf(text ?? '', placeOf(this.stack.backend), 'bring an earlier version of the object back');
  }

  /** The remote state itself; `undefined`: there is no place for it yet. */
  async remoteText(tell?: Tell): Promise<string | undefined> {
    const ready = await this.openRemote(tell);
    if (saysStateIsAbsent(ready.stderr)) return undefined;
    this.expectFine('init', ready);
    return this.expectFine('state pull', await this.inRemote(['state', 'pull'], tell)).stdout;
  }

  /** Plans the stack on the local state. `undefined`: nothing would change. */
  async plan(tell?: Tell): Promise<PlannedState | undefined> {
    await this.openLocal(tell);
    const words = ['plan', ...quiet, applyLock, '-detailed-exitcode', '-out=plan.tfplan'];
    const planned = await this.inStack(words, tell);
    if (planned.exitCode === 0) return undefined;
    if (planned.exitCode !== 2) this.expectFine('plan', planned);
    const shown = this.expectFine('show', await this.inStack(['show', '-no-color', 'plan.tfplan']));
    const json = this.expectFine('show', await this.inStack(['show', '-json', 'plan.tfplan']));
    return { text: shown.stdout.trim(), ...countChanges(json.stdout) };
  }

  /** Applies what was planned, and nothing else. */
  async apply(tell?: Tell): Promise<void> {
    this.expectFine('apply', await this.inStack(['apply', ...quiet, applyLock, 'plan.tfplan'], tell));
    rmSync(join(this.stackFolder, 'plan.tfplan'), { force: true });
  }

  /**
   * Copies the local state to the remote place. Terraform's own push, not a forced migration: it locks, and refuses to
   * write over a state of another lineage or a newer one. A place that was just made may be unknown for some minutes.
   */
  async push(tell?: Tell): Promise<void> {
    for (let left = patience.tries; ; left--) {
      const told = await this.tryPush(tell);
      if (told.exitCode === 0) return;
      const passing = saysStateIsAbsent(told.stderr) || mayPass.includes(failureCodeOf(told.stderr));
      if (told.stopped || !passing || left === 0) this.expectFine('state push', told);
      tell?.(`the new place does not answer yet: ${errorOf(told.stderr, 100)}`);
      await pause(patience.pauseMs);
    }
  }

  /** Puts a state into the local file, as a whole. */
  writeLocal(text: string): void {
    mkdirSync(dirname(this.localPath), { recursive: true });
    const fresh = `${this.localPath}.new`;
    writeFileSync(fresh, text, { mode: 0o600 });
    const file = openSync(fresh, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(fresh, this.localPath);
  }

  /** Makes the folder in which Terraform works on the local file. */
  async openLocal(tell?: Tell): Promise<void> {
    mkdirSync(dirname(this.localPath), { recursive: true });
    write(this.stackFolder, stackFolderFiles(this.stack, relative(this.stackFolder, this.localPath)));
    this.expectFine('init', await freshInit(this.terraform, { folder: this.stackFolder, tell }));
  }

  /** Removes the local state with what Terraform keeps beside it, and the folders that can be made again. */
  removeLocal(): void {
    for (const path of [`${this.localPath}.backup`, this.localPath]) rmSync(path, { force: true });
    for (const folder of [this.stackFolder, this.remoteFolder]) rmSync(folder, { recursive: true, force: true });
  }

  private factsOf(text: string, place: string, fix: string): StateFacts | undefined {
    try {
      return stateFacts(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const message = `cannot be read: ${error.message}`;
      throw new InputError([{ code: 'STATE_INVALID', file: this.stack.site, place, message, fix }]);
    }
  }

  private async tryPush(tell?: Tell): Promise<CallResult> {
    const ready = await this.openRemote(tell);
    if (ready.exitCode !== 0) return ready;
    const words = ['state', 'push', copyLock, relative(this.remoteFolder, this.localPath)];
    const pushed = await this.inRemote(words, tell);
    const lock = pushed.exitCode === 0 ? undefined : stateLockIn(pushed.stderr);
    if (lock === undefined || !this.isOurs(lock)) return pushed;
    const unlocked = await this.inRemote(['force-unlock', '-force', lock.id], tell);
    return unlocked.exitCode === 0 ? this.inRemote(words, tell) : pushed;
  }

  /**
   * A lock that an earlier run of this very copy left when it was killed: by the same person on the same machine, which
   * the lock of the site keeps to one run at a time. Whoever still wrote under it would write the same bytes.
   */
  private isOurs({ operation, who }: StateLock): boolean {
    const { user, host } = whoAmI();
    return /push/i.test(operation) && who === `${user}@${host}` && this.journal.last()?.step === 'copy-begun';
  }

  private async openRemote(tell?: Tell): Promise<CallResult> {
    write(this.remoteFolder, remoteFolderFiles(this.stack));
    return freshInit(this.terraform, { folder: this.remoteFolder, tell });
  }

  private inStack(words: readonly string[], tell?: Tell): Promise<CallResult> {
    return this.terraform.call(words, { folder: this.stackFolder, tell });
  }

  private inRemote(words: readonly string[], tell?: Tell): Promise<CallResult> {
    return this.terraform.call(words, { folder: this.remoteFolder, tell });
  }

  /** @throws RunbookFailure where a call failed, with what it is about */
  private expectFine(what: string, result: CallResult): CallResult {
    if (result.exitCode === 0) return result;
    const place = `${this.stack.site} terraform ${what}`;
    if (result.stopped) throw new RunbookFailure('STOPPED', place, 'asked to stop');
    const lock = stateLockIn(result.stderr);
    const who = lock ? `${lock.who} holds the state, lock ${lock.id} in ${this.remoteFolder}: ` : '';
    throw new RunbookFailure(failureCodeOf(result.stderr), place, `${who}${errorOf(result.stderr || result.stdout)}`);
  }
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function countChanges(plan: string): Omit<PlannedState, 'text'> {
  const { resource_changes = [] } = JSON.parse(plan) as {
    readonly resource_changes?: readonly { readonly change: { readonly actions: readonly string[] } }[];
  };
  const count = (action: string): number =>
    resource_changes.filter(({ change }) => change.actions.includes(action)).length;
  return { add: count('create'), change: count('update'), remove: count('delete') };
}
