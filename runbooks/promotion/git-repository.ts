import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { replaceFile } from '../../delivery/tree';
import { InputError } from '../../environments/model';
import { runProgram } from '../program';
import { RunbookFailure } from '../runbook-failure';

/** One change of a tree; paths are relative to the folder of the repository object. */
export type TreeChange =
  | { readonly put: string; readonly content: string }
  | { readonly remove: string }
  /** A folder or file as a commit has it. */
  | { readonly take: string; readonly of: string };

export interface NewCommit {
  readonly message: string;
  readonly changes: readonly TreeChange[];
  /** Paths that the commit is about: brought into the working tree once it is there. */
  readonly paths: readonly string[];
  /** A new branch; the working tree stays as it is. Default: the branch that is checked out. */
  readonly branch?: string;
}

const place = 'git';
const unset = '0000000000000000000000000000000000000000';

/** What a killed run may have left to do. */
interface Marker {
  readonly commit: string;
  readonly paths: readonly string[];
}

/**
 * A Git repository as promotions use it, through the real program. Commits are made beside the working tree, so that a run
 * that is killed at any moment leaves the old commit or the new one.
 */
export class GitRepository {
  private constructor(
    /** Folder in the repository that paths are relative to. */
    readonly folder: string,
    /** The same, relative to its root: empty or with a slash at its end. */
    private readonly prefix: string,
    private readonly gitFolder: string,
  ) {}

  /**
   * Opens the repository that a folder lies in.
   * @throws InputError PROMOTION_NOTHING where there is none
   * @throws RunbookFailure PROGRAM_FAILED
   */
  static async open(folder: string): Promise<GitRepository> {
    const said = await runProgram(place, 'git', ['rev-parse', '--show-prefix', '--absolute-git-dir'], folder).catch(
      (error: unknown) => {
        if (!(error instanceof RunbookFailure) || !error.message.includes('not a git repository')) throw error;
        throw new InputError([
          {
            code: 'PROMOTION_NOTHING',
            file: folder,
            place: '',
            message: 'the folder lies in no Git repository, and a promotion is a commit',
            fix: 'run it in the repository of the environments',
          },
        ]);
      },
    );
    const [prefix = '', gitFolder = ''] = said.split('\n');
    return new GitRepository(resolve(folder), prefix, gitFolder);
  }

  private git(words: readonly string[], input?: Iterable<string | Buffer>): Promise<string> {
    return runProgram(place, 'git', ['--literal-pathspecs', ...words], this.folder, input ? { input } : {});
  }

  private async line(...words: string[]): Promise<string> {
    return (await this.git(words)).trim();
  }

  /** What a run keeps for itself, beside Git's own files: never part of a commit. */
  ownPath(name: string): string {
    return join(this.gitFolder, 'evenkeel', name);
  }

  head(): Promise<string> {
    return this.line('rev-parse', '--verify', 'HEAD^{commit}');
  }

  /** Address that commits are made with. */
  async author(): Promise<string> {
    const identity = await this.line('var', 'GIT_COMMITTER_IDENT');
    return /<([^<>]*)>/.exec(identity)?.[1] ?? '';
  }

  /** Paths that are changed and not committed, as people see them. */
  async dirty(): Promise<string[]> {
    const said = await this.git(['status', '--porcelain', '-z', '--untracked-files=normal']);
    return said
      .split('\0')
      .filter((entry) => /^.. /.test(entry))
      .map((entry) => entry.slice(3));
  }

  /** Whether a commit is here: it may not have been fetched. */
  has(commit: string): Promise<boolean> {
    return this.git(['cat-file', '-e', `${commit}^{commit}`]).then(
      () => true,
      () => false,
    );
  }

  /** A file of a commit; `undefined`: it does not have it. */
  async fileAt(commit: string, path: string): Promise<string | undefined> {
    const id = await this.idAt(commit, path);
    return id === undefined ? undefined : this.git(['cat-file', 'blob', id]);
  }

  /** Id of a folder or file of a commit: equal ids are equal bytes. */
  async idAt(commit: string, path: string): Promise<string | undefined> {
    const said = await this.git(['ls-tree', '-z', '--full-tree', commit, '--', this.prefix + path]);
    return /^\d+ \w+ ([0-9a-f]+)\t/.exec(said)?.[1];
  }

  /** Every file below a folder of a commit, by its path in it. */
  async filesAt(commit: string, path: string): Promise<ReadonlyMap<string, string>> {
    const said = await this.git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', `${this.prefix}${path}/`]);
    const entries = said.split('\0').flatMap((entry) => {
      const found = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry);
      return found ? [{ id: found[1] ?? '', path: (found[2] ?? '').slice(this.prefix.length + path.length + 1) }] : [];
    });
    if (entries.length === 0) return new Map();
    const texts = await this.git(['cat-file', '--batch'], [entries.map(({ id }) => `${id}\n`).join('')]);
    return new Map(batched(Buffer.from(texts, 'utf8')).map((text, index) => [entries[index]?.path ?? '', text]));
  }

  /** Commits that touched some paths, newest first, in Git's format. */
  async log(format: string, range: string, paths: readonly string[] = []): Promise<string[]> {
    const of = paths.length > 0 ? ['--', ...paths] : [];
    const said = await this.git(['log', '-z', `--format=${format}`, range, ...of]);
    return said.split('\0').filter((entry) => entry.trim() !== '');
  }

  /** @throws InputError PROMOTION_INPUT where Git refuses the name, or has the branch already */
  async checkNewBranch(branch: string): Promise<void> {
    const refuse = (message: string, fix: string): never => {
      throw new InputError([{ code: 'PROMOTION_INPUT', file: '', place: '--to-branch', message, value: branch, fix }]);
    };
    const safe =
      /^[A-Za-z0-9][\w./-]*$/.test(branch) &&
      (await this.git(['check-ref-format', `refs/heads/${branch}`]).then(
        () => true,
        () => false,
      ));
    if (!safe) refuse('it is no name of a branch', 'use letters, digits, dots, dashes and single slashes');
    const taken = await this.git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]).then(
      () => true,
      () => false,
    );
    if (taken) refuse('there is a branch of this name', 'name a new branch, or delete that one');
  }

  /**
   * Makes one commit of all changes, moves the branch to it in one step, and brings the paths into the working tree.
   * @returns its id
   * @throws RunbookFailure PROGRAM_FAILED; then nothing has changed
   */
  async commit({ message, changes, paths, branch }: NewCommit): Promise<string> {
    const parent = await this.head();
    const tree = await this.treeWith(parent, changes);
    const sign = (await this.git(['config', '--type=bool', '--default=false', 'commit.gpgSign'])).trim() === 'true';
    const words = ['commit-tree', ...(sign ? ['-S'] : []), '-p', parent, '-F', '-', tree];
    const commit = (await this.git(words, [message])).trim();
    if (branch !== undefined) {
      await this.git(['update-ref', '-m', 'evenkeel promote', `refs/heads/${branch}`, commit, unset]);
      return commit;
    }
    const marker: Marker = { commit, paths };
    replaceFile(this.ownPath('promotion.json'), JSON.stringify(marker));
    await this.git(['update-ref', '-m', `evenkeel: ${message.split('\n', 1)[0]}`, 'HEAD', commit, parent]);
    await this.finish();
    return commit;
  }

  /** One stream that Git reads: no index and no file of the working tree is touched. */
  private async treeWith(parent: string, changes: readonly TreeChange[]): Promise<string> {
    const ref = `refs/evenkeel/tree-${process.pid}`;
    const quoted = (path: string): string => JSON.stringify(this.prefix + path);
    const lines: (string | Buffer)[] = [
      `commit ${ref}\ncommitter Evenkeel <evenkeel> 0 +0000\ndata 0\nfrom ${parent}\n`,
    ];
    for (const change of changes) {
      if ('remove' in change) lines.push(`D ${quoted(change.remove)}\n`);
      else if ('put' in change) {
        const content = Buffer.from(change.content, 'utf8');
        lines.push(`M 100644 inline ${quoted(change.put)}\ndata ${content.length}\n`, content, '\n');
      } else {
        const entry = await this.git(['ls-tree', '-z', '--full-tree', change.of, '--', this.prefix + change.take]);
        const found = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(entry);
        lines.push(`D ${quoted(change.take)}\n`);
        if (found) lines.push(`M ${found[1]} ${found[2]} ${quoted(change.take)}\n`);
      }
    }
    lines.push('done\n');
    try {
      await this.git(['fast-import', '--quiet', '--force', '--done'], lines);
      return await this.line('rev-parse', '--verify', `${ref}^{tree}`);
    } finally {
      await this.git(['update-ref', '-d', ref]).catch(() => undefined);
    }
  }

  /** Brings the working tree to the commit of a run, also of one that was killed before it did. One run at a time. */
  async finish(): Promise<void> {
    const path = this.ownPath('promotion.json');
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    const { commit, paths } = JSON.parse(readFileSync(path, 'utf8')) as Marker;
    if ((await this.head()) === commit) {
      // What the commit took away is still in the index, and goes from there.
      const isKnown = async (one: string): Promise<boolean> =>
        (await this.idAt(commit, one)) !== undefined || (await this.line('ls-files', '-z', '--', one)) !== '';
      const known = await Promise.all(paths.map(async (one) => ((await isKnown(one)) ? [one] : [])));
      await this.git(['restore', '--source=HEAD', '--staged', '--worktree', '--', ...known.flat()]);
    }
    rmSync(path, { force: true });
  }
}

/** The contents in an answer of `git cat-file --batch`. */
function batched(answer: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(10, at);
    const size = Number(answer.toString('utf8', at, end).split(' ')[2]);
    texts.push(answer.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return texts;
}
