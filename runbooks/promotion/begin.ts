import { InputError } from '../../environments/model';
import { takeLock } from '../engine/run-lock';
import { GitRepository } from './git-repository';

const mostNamed = 5;

/**
 * Opens the repository for one run at a time, finishes what a killed one left, and sees that nothing lies about.
 * @param writes a commit is to be made. Default: it is only looked at
 * @throws InputError PROMOTION_RUNNING, TREE_DIRTY, or PROMOTION_NOTHING where there is no repository
 */
export async function inRepository<T>(
  root: string,
  environment: string,
  writes: boolean,
  work: (repository: GitRepository) => Promise<T>,
): Promise<T> {
  const repository = await GitRepository.open(root);
  if (!writes) return work(repository);
  const release = takeLock(repository.ownPath('promotion.lock'), { name: environment, code: 'PROMOTION_RUNNING' });
  try {
    await repository.finish();
    const dirty = await repository.dirty();
    if (dirty.length > 0) {
      throw new InputError([
        {
          code: 'TREE_DIRTY',
          file: environment,
          place: '',
          message: 'files are changed and not committed, so nobody could tell what was promoted',
          value: [
            ...dirty.slice(0, mostNamed),
            ...(dirty.length > mostNamed ? [`${dirty.length - mostNamed} more`] : []),
          ],
          fix: 'commit or stash them; `--plan` shows the promotion without',
        },
      ]);
    }
    return await work(repository);
  } finally {
    release();
  }
}
