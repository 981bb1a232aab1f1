import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { type FindingCode, InputError } from '../../environments/model';

/** Who works on it. */
interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  /** UTC, ISO 8601. */
  readonly since: string;
}

export const whoAmI = (): Pick<LockHolder, 'host' | 'user'> => ({ host: hostname(), user: userInfo().username });

/** Whether a process of this machine is there. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const holderIn = (path: string): LockHolder | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
};

/** Of another machine nobody can tell from here. */
const isGone = ({ pid, host }: LockHolder): boolean => host === hostname() && !isRunning(pid);

/** What a lock is for. */
export interface Locked {
  /** What findings call it: a site, an environment. */
  readonly name: string;
  /** Code of the finding where somebody else holds it. */
  readonly code: FindingCode;
}

/**
 * Makes sure that one run at a time works on something from this repository. Terraform's own locks see to the states;
 * this one sees to the steps between them. What a killed run left is taken over.
 * @returns gives it back
 * @throws InputError with the code of what is locked
 */
export function takeLock(path: string, locked: Locked): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  const me: LockHolder = { pid: process.pid, ...whoAmI(), since: new Date().toISOString() };
  writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    // A link is made whole, by one only. The second try is for the place that a killed run left.
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderIn(path);
      if (holder === undefined || !isGone(holder)) throw held(path, locked, holder);
      const aside = `${path}.left-by-${holder.pid}`;
      renameSync(path, aside);
      // Somebody may have been quicker, and this be theirs.
      if (holderIn(aside)?.since !== holder.since) linkSync(aside, path);
      rmSync(aside);
    }
    throw held(path, locked, holderIn(path));
  } finally {
    rmSync(own, { force: true });
  }
}

const held = (path: string, { name, code }: Locked, holder: LockHolder | undefined): InputError =>
  new InputError([
    {
      code,
      file: name,
      place: '',
      message: holder
        ? `${holder.user} works on it on ${holder.host}, process ${holder.pid}, since ${holder.since}`
        : 'somebody works on it',
      fix: `wait until they are done; if they no longer run, remove ${path}`,
    },
  ]);
