import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../environments/model';
import { dangerOf } from '../../policies/dangerous-types';
import { isRunning, whoAmI } from '../engine/run-lock';
import type { Tell } from '../engine/step';
import { RunbookFailure } from '../runbook-failure';
import { freshInit } from '../terraform/fresh-init';
import type { CallResult, TerraformProgram } from '../terraform/terraform-program';
import {
  errorOf,
  failureCodeOf,
  protectedIn,
  type StateLock,
  saysLockStayed,
  saysOutputIsAbsent,
  saysStateIsAbsent,
  stateLockIn,
} from '../terraform/terraform-words';
import { workRoot } from '../work-root';
import { doneIn, errorsIn, halfMadeIn, madeIn, messageOf } from './apply-log';
import type { DeployDetails, DeployEvent, DeployJournal } from './deploy-journal';
import { type ExplainedPlan, explainPlan } from './explain-plan';
import { lostState, saveLostState } from './lost-state';
import type { TerraformPlan } from './terraform-plan';
import { type NotedApplies, unfinishedApply } from './unfinished-apply';

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** A plan that lies in a file, and what it means. */
export interface PlannedStack {
  readonly explained: ExplainedPlan;
  /** SHA-256 of the file; `undefined`: nothing would change. */
  readonly plan?: string;
}

/** A stack that cannot be planned before others are applied. */
export class NotYet extends Error {}

const quiet = ['-input=false', '-no-color'];
const planFile = 'plan.tfplan';

/** How long a call waits for a lock by itself; who of us holds it is asked in between. */
const lockTimeout = '-lock-timeout=10s';
const lockPauseMs = 2000;
/** No apply of ours takes longer; a process of that number is somebody else's by then. */
const longestApplyMs = 2 * 3_600_000;

/** Of what an apply did before it failed, a message names so many. */
const shownDone = 5;

/** `aws_db_instance` of `module.a.aws_db_instance.b["c"]`. */
const typeOf = (address: string): string => address.replace(/^(module\.[^.]+\.)+/, '').split('.')[0] ?? '';

interface StackWorkSettings {
  readonly terraform: TerraformProgram;
  readonly journal: DeployJournal;
  /** Id of the run. */
  readonly run: string;
  /** Folder of the folders of all stacks. Default: that of deploys. */
  readonly root?: string;
  /** Where it is noted what deploys left half-made: that may be made anew. Default: its own journal and folder. */
  readonly deploys?: NotedApplies;
  /** Plans end everything that the stack made. Default: they make what it says. */
  readonly destroys?: boolean;
  /** Nothing is waited for any more. Default: nobody asks to stop. */
  readonly isStopped?: () => boolean;
}

/** Init is done by one at a time: a shared cache of providers bears no more. */
let initialising: Promise<unknown> = Promise.resolve();

/** What can be done with one stack, each as one call of Terraform's. */
export class StackWork {
  /** Three folders below the repository, as those of cdktf are: a state in a file is named by a way from there. */
  readonly folder: string;
  private readonly applies: NotedApplies;
  /** SHA-256 of what is applied. */
  readonly build: string;

  constructor(
    /** As cdktf knows it. */
    readonly name: string,
    /** `cdk.tf.json`, byte for byte as it was built. */
    private readonly text: string,
    private readonly settings: StackWorkSettings,
  ) {
    const root = settings.root ?? join(workRoot, 'deploy');
    this.folder = join(root, name);
    this.applies = { journal: settings.journal, root };
    this.build = sha256(text);
  }

  /**
   * Makes the folder in which Terraform works, and saves a state that an earlier apply could not write back.
   * @throws InputError DEPLOY_NOT_BOOTSTRAPPED
   */
  async open(tell?: Tell): Promise<void> {
    const file = join(this.folder, 'cdk.tf.json');
    mkdirSync(this.folder, { recursive: true });
    rmSync(join(this.folder, planFile), { force: true });
    const isSame = existsSync(file) && readFileSync(file, 'utf8') === this.text;
    // Versions of providers are pinned by the stack, so those of an earlier one are nothing to hold on to.
    if (!isSame) rmSync(join(this.folder, '.terraform.lock.hcl'), { force: true });
    writeFileSync(file, this.text);
    const before = initialising;
    const init = before.then(() => freshInit(this.settings.terraform, { folder: this.folder, tell }));
    initialising = init.catch(() => undefined);
    const ready = await init;
    if (ready.exitCode !== 0 && saysStateIsAbsent(ready.stderr)) this.refuseUnbootstrapped();
    this.expectFine('init', ready);
    await this.saveLostState(tell);
  }

  /**
   * Plans to a file.
   * @param locks Default: it takes the lock of the state. A look that nothing follows from does without.
   * @throws NotYet where a stack that it reads from was not applied; InputError DEPLOY_UNTRACKED
   */
  async plan(tell?: Tell, locks = true): Promise<PlannedStack> {
    rmSync(join(this.folder, planFile), { force: true });
    const lock = locks ? lockTimeout : '-lock=false';
    const mode = this.settings.destroys ? ['-destroy'] : [];
    const words = ['plan', ...mode, ...quiet, lock, '-detailed-exitcode', `-out=${planFile}`];
    const planned = await this.underLock('plan', words, tell);
    // Whom it waited for may have left it meanwhile.
    if (locks && (await this.saveLostState(tell))) return this.plan(tell);
    const shown = await this.call(['show', '-json', planFile]);
    // It has what is secret in it.
    rmSync(join(this.folder, 'log', 'show.out'), { force: true });
    this.expectFine('show', shown);
    const unfinished = unfinishedApply(this.settings.deploys ?? this.applies, this.name);
    const halfMade = unfinished && halfMadeIn(unfinished.log);
    const explained = explainPlan(this.name, JSON.parse(shown.stdout) as TerraformPlan, halfMade);
    this.refuseUntracked(explained);
    if (planned.exitCode === 0) {
      rmSync(join(this.folder, planFile), { force: true });
      return { explained };
    }
    const plan = sha256(readFileSync(join(this.folder, planFile)));
    if (locks) this.write('planned', { plan });
    return { explained, plan };
  }

  /**
   * Applies exactly what was planned by this run for this build.
   * @throws InputError DEPLOY_CHANGED
   */
  async apply({ plan }: PlannedStack, tell?: Tell): Promise<void> {
    const path = join(this.folder, planFile);
    const isThere = existsSync(path) && sha256(readFileSync(path)) === plan;
    if (!isThere || readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8') !== this.text) this.refuseChanged();
    this.write('apply-begun', { plan });
    const words = ['apply', '-json', ...quiet, lockTimeout, planFile];
    await this.underLock('apply', words, tell && ((line) => tell(messageOf(line))));
    this.write('applied', { plan });
    rmSync(path, { force: true });
  }

  /** It needs nothing. */
  unchanged(): void {
    this.write('unchanged');
  }

  /** The folder without what could be applied or read by mistake. */
  close(): void {
    rmSync(join(this.folder, planFile), { force: true });
  }

  write(step: DeployEvent, details: Partial<DeployDetails> = {}): void {
    this.settings.journal.write(step, { run: this.settings.run, stack: this.name, build: this.build, ...details });
  }

  private saveLostState(tell?: Tell): Promise<boolean> {
    return saveLostState({
      name: this.name,
      folder: this.folder,
      pull: async () => {
        tell?.('saving the state that could not be written back');
        const there = await this.call(['state', 'pull'], tell);
        // It has what is secret in it.
        rmSync(join(this.folder, 'log', 'state.out'), { force: true });
        this.expectFine('state pull', there);
        return there.stdout;
      },
      push: () => this.underLock('state push', ['state', 'push', lockTimeout, lostState], tell),
    });
  }

  private call(words: readonly string[], tell?: Tell, started?: (pid: number) => void): Promise<CallResult> {
    return this.settings.terraform.call(words, { folder: this.folder, tell, started });
  }

  /**
   * A call that takes the lock of the state. While a Terraform of an earlier run, which was killed, still ends what it has
   * begun, this one waits. A lock that a killed one left is never broken by itself: who knows what was half done.
   */
  private async underLock(what: string, words: readonly string[], tell?: Tell): Promise<CallResult> {
    const until = Date.now() + longestApplyMs;
    for (;;) {
      const before = this.earlierProcesses();
      let own: number | undefined;
      const began = (pid: number): void => {
        own = pid;
        this.write('call-begun', { pid });
      };
      const result = await this.call(words, tell, words.includes('-lock=false') ? undefined : began);
      const said = `${errorsIn(result.stdout)}\n${result.stderr}`;
      if (own !== undefined && saysLockStayed(said)) this.write('lock-left', { pid: own });
      const isFine = result.exitCode === 0 || (what === 'plan' && result.exitCode === 2);
      if (isFine) return result;
      const lock = stateLockIn(said);
      if (lock && !result.stopped && this.wasLeft(lock)) {
        tell?.('giving back the lock that an earlier call could not give back');
        this.expectFine('force-unlock', await this.call(['force-unlock', '-force', lock.id], tell));
        continue;
      }
      const earlier = lock && this.isOurs(lock) ? before.find(isRunning) : undefined;
      if (earlier === undefined || result.stopped || Date.now() > until) {
        if (!result.stopped) this.write('failed');
        this.refuseProtected(protectedIn(result.stderr));
        if (saysOutputIsAbsent(result.stderr)) throw new NotYet(errorOf(result.stderr));
        this.expectFine(what, result, lock, before);
      }
      tell?.(`waiting: a Terraform of an earlier run (process ${earlier}) winds up`);
      await pause(lockPauseMs);
      if (this.settings.isStopped?.())
        throw new RunbookFailure('STOPPED', `${this.name} terraform ${what}`, 'asked to stop');
    }
  }

  /** Whether it is the lock of a call of ours that held it and came to its end: made after that began, and there until its end. */
  private wasLeft(lock: StateLock): boolean {
    const [day, time] = (lock.since ?? '').split(' ');
    const since = Date.parse(`${day}T${time}Z`);
    if (!this.isOurs(lock)) return false;
    const own = this.settings.journal.entries().filter(({ stack }) => stack === this.name);
    return own.some((left, index) => {
      if (left.step !== 'lock-left') return false;
      const begun = own.slice(0, index).findLast(({ step, pid }) => step === 'call-begun' && pid === left.pid);
      return begun !== undefined && Date.parse(begun.at) <= since && since <= Date.parse(left.at);
    });
  }

  /**
   * Of calls under a lock, in whichever run, since the stack was last done; the last one first. Any of them may hold the lock:
   * those that came later may have been killed while they waited for it.
   */
  private earlierProcesses(): number[] {
    const own = this.settings.journal.entries().filter(({ stack }) => stack === this.name);
    const done = own.findLastIndex(({ step }) => step === 'applied' || step === 'unchanged');
    const pids = own
      .slice(done + 1)
      .flatMap(({ step, pid }) => (step === 'call-begun' && pid !== undefined ? [pid] : []));
    return [...new Set(pids)].reverse();
  }

  private isOurs({ who }: StateLock): boolean {
    const { user, host } = whoAmI();
    return who === `${user}@${host}`;
  }

  /** What an apply made that was killed before it wrote the state must not be made a second time. */
  private refuseUntracked({ changes }: ExplainedPlan): void {
    const last = unfinishedApply(this.applies, this.name, ['planned']);
    if (!last) return;
    const making = new Set(changes.filter(({ kind }) => kind === 'makes').map(({ address }) => address));
    const lost = madeIn(last.log).filter(({ address }) => making.has(address));
    if (lost.length === 0) return;
    throw new InputError(
      lost.map(({ address, id }) => ({
        code: 'DEPLOY_UNTRACKED',
        file: this.name,
        place: address,
        message: `the apply of ${last.at} made it and was killed before it could write that down`,
        value: id,
        fix: `terraform -chdir=${this.folder} import '${address}' '${id}', and deploy again; if it is gone, remove ${last.path}`,
      })),
    );
  }

  /** Terraform itself refuses to destroy what is protected, and then plans nothing. */
  private refuseProtected(addresses: readonly string[]): void {
    if (addresses.length === 0) return;
    throw new InputError(
      addresses.map((address) => {
        const danger = dangerOf(typeOf(address));
        return {
          code: 'DEPLOY_DANGER',
          file: this.name,
          place: address,
          message: `the build would replace or remove it, and it is protected (prevent_destroy)${danger ? `; lost: ${danger.lost}` : ''}. Nothing of the stack was changed`,
          fix: `${danger?.instead ?? 'keep it in the build'}; or, if the loss is meant, set \`deletionProtection: false\`, deploy that first, and look at the plan again`,
        };
      }),
    );
  }

  private refuseChanged(): never {
    throw new InputError([
      {
        code: 'DEPLOY_CHANGED',
        file: this.name,
        place: join(this.folder, planFile),
        message: 'the plan or the stack is no longer what was planned by this run; nothing was applied',
        fix: 'run it again: it plans anew',
      },
    ]);
  }

  private refuseUnbootstrapped(): never {
    throw new InputError([
      {
        code: 'DEPLOY_NOT_BOOTSTRAPPED',
        file: this.name,
        place: '',
        message: 'the place of its state was never made; nothing was changed',
        fix: 'run `evenkeel bootstrap <environment>` first, as a person who owns the account',
      },
    ]);
  }

  /** @throws RunbookFailure where a call failed, with what it is about */
  private expectFine(what: string, result: CallResult, lock?: StateLock, before: readonly number[] = []): void {
    if (result.exitCode === 0) return;
    const place = `${this.name} terraform ${what}`;
    const kept = what === 'apply' ? this.keptAfter(result) : { done: '' };
    if (result.stopped) {
      const left = result.left === undefined ? '' : ` twice; its process ${result.left} still winds up`;
      throw new RunbookFailure('STOPPED', place, `asked to stop${left}${kept.done}`, kept.fix);
    }
    if (lock) {
      const since = lock.since === undefined ? '' : ` since ${lock.since}`;
      const isGone = this.isOurs(lock) && before.length > 0 && !before.some(isRunning);
      const gone = isGone ? `; its process ${before[0]} is gone` : '';
      throw new RunbookFailure(
        'STATE_LOCKED',
        place,
        `${lock.who} holds the state${since} (${lock.operation}, lock ${lock.id})${gone}`,
        `wait until they are done; if they no longer run: terraform -chdir=${this.folder} force-unlock -force ${lock.id}`,
      );
    }
    const said = errorsIn(result.stdout) || result.stderr || result.stdout;
    throw new RunbookFailure(
      failureCodeOf(said),
      place,
      `${errorOf(said, kept.done === '' ? undefined : 300)}${kept.done}`,
      kept.fix,
    );
  }

  /** What an apply has done before it failed, and where the state of that is. */
  private keptAfter({ stdout }: CallResult): { readonly done: string; readonly fix?: string } {
    const addresses = doneIn(stdout);
    const more = addresses.length > shownDone ? ` and ${addresses.length - shownDone} more` : '';
    const list = addresses.length > 0 ? ` (${addresses.slice(0, shownDone).join(', ')}${more})` : '';
    const done = `; done before: ${addresses.length}${list}`;
    const path = join(this.folder, lostState);
    if (!existsSync(path)) return { done };
    return {
      done: `${done}; their state could not be written back and is in ${path}`,
      fix: 'keep that file, bring the way to the cloud back, and run it again: it writes the state back and goes on from there',
    };
  }
}
