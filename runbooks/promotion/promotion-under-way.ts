import { parseLock } from '../../delivery/environment-lock';
import { isOpen } from '../../delivery/promotion/promotion-record';
import type { GitRepository } from './git-repository';
import { lockFileOf } from './lock-file';

/**
 * Whether a promotion into an environment is under way, by its lock as it is committed.
 * @throws InputError as a lock is refused
 */
export async function promotionUnderWay(
  repository: Pick<GitRepository, 'head' | 'fileAt'>,
  target: string,
): Promise<boolean> {
  const text = await repository.fileAt(await repository.head(), lockFileOf(target));
  return text !== undefined && isOpen(parseLock(text, lockFileOf(target)).promotion);
}
