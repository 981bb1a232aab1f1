import { InputError } from '../../environments/model';
import { isOpen, type PromotionRecord, reachedSites, waitingSites } from './promotion-record';

/**
 * Refuses what has to wait until a promotion that is under way is through.
 * @param file of the lock
 * @throws InputError PROMOTION_OPEN
 */
export function refuseOpen(record: PromotionRecord | undefined, environment: string, file: string): void {
  if (!isOpen(record)) return;
  const { askedBy, at, from, release, done, waves } = record;
  throw new InputError([
    {
      code: 'PROMOTION_OPEN',
      file,
      place: 'promotion',
      message: `${askedBy} promotes ${release.slice(0, 12)} from ${from} since ${at}: wave ${done} of ${waves.length} is done (${reachedSites(record).join(', ')}), ${waitingSites(record).join(', ')} ${waitingSites(record).length === 1 ? 'waits' : 'wait'}`,
      fix: `go on with \`evenkeel promote ${from} ${environment} --continue\`, or take it back with \`evenkeel revert ${environment} --reason <why>\``,
    },
  ]);
}
