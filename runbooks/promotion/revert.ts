import { parseLock } from '../../delivery/environment-lock';
import type { JudgedGate } from '../../delivery/promotion/gate';
import { type HistoryEntry, historyOf, type WayBack, wayBack } from '../../delivery/promotion/history';
import { droppedByRelease } from '../../delivery/promotion/promoted-lock';
import { commitFormat, commitMessage, readCommit } from '../../delivery/promotion/trailers';
import { type TreeChangeItem, treeDifference } from '../../delivery/promotion/tree-difference';
import { type ReleaseRecord, releaseId } from '../../delivery/release-lock/release-record';
import { type Finding, InputError } from '../../environments/model';
import { environmentsFolder } from '../../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../../environments/model/load-environment';
import { inRepository } from './begin';
import { checkWords, environmentFileOf } from './checked-words';
import { GitRepository } from './git-repository';
import { lockFileOf, sbomFileOf } from './lock-file';

export interface RevertOptions {
  readonly root: string;
  readonly out: string;
  readonly environment: string;
  readonly reason: string;
  readonly askedBy?: string;
  /** Take back also what was changed since by other commits. */
  readonly discardLaterChanges: boolean;
  readonly branch?: string;
  readonly planOnly: boolean;
}

/** What a way back is, and what came of it. Plain data. */
export interface RevertReport {
  readonly environment: string;
  readonly from: string;
  readonly to: { readonly release: string | null; readonly commit: string };
  readonly gates: readonly Pick<JudgedGate, 'id' | 'title' | 'status' | 'why'>[];
  readonly changes: readonly Omit<TreeChangeItem, 'before' | 'after'>[];
  /** What people should know: the tree is that of then, the file of the environment is not. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  readonly commit?: string;
  readonly branch?: string;
}

async function entriesOf(repository: GitRepository, environment: string): Promise<HistoryEntry[]> {
  const commits = await repository.log(commitFormat, 'HEAD', [lockFileOf(environment)]);
  return historyOf(commits.map(readCommit), environment);
}

/**
 * Who brought what into an environment, newest first.
 * @throws InputError PROMOTION_INPUT, UNKNOWN_ENVIRONMENT, or PROMOTION_NOTHING where there is no repository
 */
export async function promotionHistory(root: string, environment: string): Promise<HistoryEntry[]> {
  environmentFileOf(root, environment, '<environment>');
  return entriesOf(await GitRepository.open(root), environment);
}

const nothing = (environment: string, message: string): InputError =>
  new InputError([
    {
      code: 'PROMOTION_NOTHING',
      file: lockFileOf(environment),
      place: '',
      message,
      fix: `see what was promoted: \`evenkeel history ${environment}\``,
    },
  ]);

/** Commits that touched lock or tree after the promotion, and are no part of it. */
async function laterChanges(repository: GitRepository, { last }: WayBack, paths: readonly string[]): Promise<string[]> {
  for (const path of paths) {
    const [is, was] = await Promise.all([repository.idAt('HEAD', path), repository.idAt(last.commit, path)]);
    if (is !== was) {
      const commits = await repository.log('%h %s', `${last.commit}..HEAD`, paths);
      return commits.map((line) => line.trim().replaceAll(/\p{C}/gu, ' '));
    }
  }
  return [];
}

/**
 * Goes back to the release before: lock and tree become, byte for byte, what they were in Git. Nothing is built, so the way back
 * does not depend on what a build needs.
 * @throws InputError for what cannot be taken back as it is asked for
 * @throws RunbookFailure PROGRAM_FAILED where Git fails; nothing is written then
 */
export function revert(options: RevertOptions): Promise<RevertReport> {
  const { root, out, environment, reason, askedBy, planOnly, branch } = options;
  checkWords({ out, reason, ...(askedBy === undefined ? {} : { askedBy }) });
  const file = environmentFileOf(root, environment, '<environment>');
  return inRepository(root, environment, !planOnly, async (repository) => {
    if (branch !== undefined) await repository.checkNewBranch(branch);
    return revertIn(repository, options, file);
  });
}

async function revertIn(repository: GitRepository, options: RevertOptions, file: string): Promise<RevertReport> {
  const { environment, reason, out, planOnly, discardLaterChanges, branch } = options;
  const way = wayBack(await entriesOf(repository, environment));
  if (!way) throw nothing(environment, 'no promotion of the environment is in the history, so there is no way back');
  const lockFile = lockFileOf(environment);
  const folder = `${out}/${environment}`;
  const paths = [lockFile, sbomFileOf(environment), folder];
  const [textBefore, textNow] = [await repository.fileAt(way.to, lockFile), await repository.fileAt('HEAD', lockFile)];
  const before = await repository.filesAt('HEAD', folder);
  const after = await repository.filesAt(way.to, folder);
  if (textBefore === undefined || textNow === undefined || after.size === 0) {
    throw nothing(
      environment,
      `${way.to.slice(0, 12)}, from before the promotion, has no lock or tree of the environment`,
    );
  }
  const later = await laterChanges(repository, way, paths);
  if (later.length > 0 && !discardLaterChanges) {
    throw new InputError([
      {
        code: 'REVERT_CHANGED',
        file: folder,
        place: '',
        message: 'lock or tree were changed after the promotion, and that would be taken back, too',
        value: later,
        fix: 'revert those commits first, or take them back as well: --discard-later-changes',
      },
    ]);
  }
  const old = parseLock(textBefore, lockFile);
  const now = parseLock(textNow, lockFile);
  const { environment: model } = await loadEnvironment(file);
  const gates = [
    isSound(old.release)
      ? ({ status: 'open', why: 'the release of then is what its name says' } as const)
      : ({ status: 'held', why: 'the release of then is not what its name says' } as const),
  ].map((verdict) => ({ id: 'release', title: 'release verified', ...verdict }));
  const dropped = droppedByRelease(model, now, old, lockFile);
  const report: RevertReport = {
    environment,
    from: way.last.release,
    to: { release: old.release?.id ?? null, commit: way.to },
    gates: [
      ...gates,
      {
        id: 'versions',
        title: 'no version of a custom resource is lost',
        status: dropped.length === 0 ? 'open' : 'held',
        why:
          dropped.map(({ place, message }) => `${place}: ${message}`).join('; ') ||
          'every version that may be stored is served',
      },
    ],
    changes: treeDifference(before, after).map(({ before: _before, after: _after, ...change }) => change),
    notes: await notesOf(repository, way, environment),
    findings: [
      ...gates.flatMap(({ status, why }): Finding[] =>
        status === 'held'
          ? [
              {
                code: 'PROMOTION_RELEASE',
                file: lockFile,
                place: way.to.slice(0, 12),
                message: why,
                fix: 'promote a release that is sound instead',
              },
            ]
          : [],
      ),
      ...dropped,
    ],
  };
  if (planOnly || report.findings.length > 0) return report;
  const askedBy = options.askedBy ?? (await repository.author());
  const commit = await repository.commit({
    message: commitMessage(
      `Revert ${environment} to ${old.release?.id.slice(0, 12) ?? way.to.slice(0, 12)}`,
      [`Lock and tree are those of ${way.to.slice(0, 12)}, byte for byte.`],
      {
        Environment: environment,
        Release: old.release?.id ?? way.last.release,
        Reverts: way.last.commit,
        Restores: way.to,
        'Asked-by': askedBy,
        Reason: reason,
      },
    ),
    changes: paths.map((path) => ({ take: path, of: way.to })),
    paths,
    ...(branch === undefined ? {} : { branch }),
  });
  return { ...report, commit, ...(branch === undefined ? {} : { branch }) };
}

const isSound = (release: ReleaseRecord | undefined): boolean =>
  release === undefined || releaseId(release.components) === release.id;

async function notesOf(repository: GitRepository, way: WayBack, environment: string): Promise<string[]> {
  const path = `${environmentsFolder}/${environment}.ts`;
  const [is, was] = await Promise.all([repository.idAt('HEAD', path), repository.idAt(way.to, path)]);
  return is === was
    ? []
    : [
        `${shownPath(path)} was changed since ${way.to.slice(0, 12)}: the next build renders what it says now, not what came back`,
      ];
}
