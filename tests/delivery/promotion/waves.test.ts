import { isOpen, reachedSites, waitingSites } from '../../../delivery/promotion/promotion-record';
import { promotionWaves } from '../../../delivery/promotion/waves';

const sites = [
  { name: 'a', role: 'primary' },
  { name: 'b', role: 'standby' },
  { name: 'c', role: 'standby' },
] as const;

it('begin where nobody works', () => expect(promotionWaves(sites)).toEqual([['b', 'c'], ['a']]));
it('are one where there is one site', () => expect(promotionWaves(sites.slice(0, 1))).toEqual([['a']]));
it('are as the environment says', () =>
  expect(promotionWaves(sites, [['c'], ['b'], ['a']])).toEqual([['c'], ['b'], ['a']]));

it('say who has a release, and who waits', () => {
  const record = { waves: [['b', 'c'], ['a']], done: 1 };
  expect([reachedSites(record), waitingSites(record)]).toEqual([['b', 'c'], ['a']]);
});

it('are open until the last one', () => {
  const record = { release: '', from: '', askedBy: '', at: '', approvedBy: [], waves: [['b'], ['a']] };
  expect([isOpen(undefined), isOpen({ ...record, done: 1 }), isOpen({ ...record, done: 2 })]).toEqual([
    false,
    true,
    false,
  ]);
});
