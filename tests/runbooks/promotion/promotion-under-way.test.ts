import { lockText } from '../../../delivery/environment-lock';
import { promotionUnderWay } from '../../../runbooks/promotion/promotion-under-way';

const locked = (done: number): string =>
  lockText({
    schema: 2,
    environment: 'prod',
    images: {},
    operators: {},
    promotion: {
      release: 'a'.repeat(64),
      from: 'staging',
      askedBy: 'ada@example.com',
      at: '2026-11-22T12:00:00Z',
      approvedBy: [],
      waves: [['standby'], ['primary']],
      done,
    },
  });

const underWay = (lock?: string): Promise<boolean> =>
  promotionUnderWay(
    {
      head: async () => 'c0ffee',
      fileAt: async (commit, path) => {
        expect([commit, path]).toEqual(['c0ffee', 'environments/prod.lock.json']);
        return lock;
      },
    },
    'prod',
  );

it('is one whose sites wait for their wave, by the lock that is committed', async () => {
  expect(await underWay()).toBe(false);
  expect(await underWay(locked(1))).toBe(true);
  expect(await underWay(locked(2))).toBe(false);
});

it('is not taken for none where the lock was changed by hand', async () => {
  const changed = locked(1).replace('"done": 1', '"done": 2');
  expect(changed).not.toBe(locked(1));
  await expect(underWay(changed)).rejects.toMatchObject({ findings: [{ code: 'LOCK_TAMPERED' }] });
});
