import fc from 'fast-check';
import { brokenPromises, measure, type Observations } from '../../../policies/drills/measure';

const writes = [1000, 2000, 3000, 4000].map((at) => ({ id: `w${at}`, at }));
const seen = (survivors: readonly string[], change: Partial<Observations> = {}): Observations => ({
  writes,
  lostAt: 4500,
  reads: [
    { at: 4600, good: false, saw: 'refused' },
    { at: 7500, good: true, saw: 'w1000' },
  ],
  survivors,
  ...change,
});

it('measures from the loss back to the last write that survived, and on to the first good read', () => {
  expect(measure(seen(['w1000', 'w2000', 'w3000']))).toEqual({
    acknowledged: 4,
    survived: 3,
    lost: 1,
    duplicated: 0,
    rpoSeconds: 1.5,
    rtoSeconds: 3,
  });
});

it('does not recover to a point behind a gap, and counts what came twice', () => {
  expect(measure(seen(['w4000', 'w3000', 'w1000', 'w1000']))).toMatchObject({
    survived: 3,
    lost: 1,
    duplicated: 1,
    rpoSeconds: 3.5,
  });
});

it('has no RPO where nothing survived, no RTO where nothing was read, and takes no read from before the loss', () => {
  const early = { reads: [{ at: 4000, good: true, saw: 'w1000' }] };
  expect(measure(seen([], early))).toEqual({ acknowledged: 4, survived: 0, lost: 4, duplicated: 0 });
});

it('an answer that came after the loss began is no negative time', () => {
  expect(
    measure(
      seen(
        writes.map(({ id }) => id),
        { lostAt: 3900 },
      ),
    ).rpoSeconds,
  ).toBe(0);
});

it('what was acknowledged while the loss went on, and is lost, belongs to the loss', () => {
  const measured = measure(seen(['w1000', 'w2000', 'w3000'], { lostAt: 3500 }));
  expect([measured.lost, measured.rpoSeconds]).toEqual([1, 1]);
});

it('never gets better by losing one write more', () => {
  fc.assert(
    fc.property(fc.subarray(writes), fc.nat(3), (kept, dropped) => {
      const ids = kept.map(({ id }) => id);
      const fewer = ids.filter((id) => id !== writes[dropped]?.id);
      const [more, less] = [measure(seen(ids)), measure(seen(fewer))];
      expect(less.rpoSeconds ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
        more.rpoSeconds ?? Number.POSITIVE_INFINITY,
      );
    }),
  );
});

it.each([
  [{ rpoSeconds: 2, rtoSeconds: 3 }, ['w1000', 'w2000', 'w3000'], []],
  [{ rpoSeconds: 1, rtoSeconds: 3 }, ['w1000', 'w2000', 'w3000'], ['RPO 1.5 s, promised 1 s']],
  [{ rpoSeconds: 0, rtoSeconds: 3 }, ['w1000', 'w2000', 'w3000'], ['1 acknowledged writes were lost, 0 promised']],
  [{ rpoSeconds: 0, rtoSeconds: 3 }, writes.map(({ id }) => id), []],
  [{ rpoSeconds: 9, rtoSeconds: 2 }, ['w1000'], ['RTO 3 s, promised 2 s']],
  [{ rpoSeconds: 9, rtoSeconds: 9 }, [], ['no acknowledged write survived']],
])('%j with %j survivors breaks %j', (promised, survivors, broken) => {
  expect(brokenPromises(measure(seen(survivors)), promised)).toEqual(broken);
});

it('a drill in which nobody wrote or read shows nothing', () => {
  const nothing = measure({ writes: [], lostAt: 1, reads: [], survivors: [] });
  expect(brokenPromises(nothing, { rpoSeconds: 0, rtoSeconds: 1 })).toEqual([
    'nothing was written, so nothing is shown',
    'the marker was never read again',
  ]);
});
