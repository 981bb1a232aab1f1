import type { Cloud } from '../../../../environments/facts';
import { archiveReplica, followedDatabase } from '../../../../environments/model';
import { siteInputs } from '../../../fixtures/environment';
import { followingEnvironment } from '../../../fixtures/following-databases';

const orders = { service: 'databases', need: 'postgres-orders' };
const pair = ['aws', 'google'] as const satisfies readonly [Cloud, Cloud];

describe('a database that another site follows', () => {
  it('has its archive carried over, and of its bucket only what the primary of this lineage wrote', () => {
    const { sites } = followingEnvironment(pair, {}, 3);
    const copies = sites[1]?.recovery?.copies.filter(({ from }) => from.name === sites[0]?.name) ?? [];
    expect(copies.find(({ mechanism }) => mechanism === archiveReplica)).toMatchObject({
      ...orders,
      rpoMinutes: 45,
      intervalMinutes: 20,
    });
    expect(copies.find(({ need }) => need === 'archive')).toMatchObject({
      service: 'databases-postgres-orders',
      mechanism: 'bucket.sync',
      intervalMinutes: 20,
      folder: 'test-aws-eu-west-1-3',
    });
  });

  it('never shares a folder with another primary, whatever the way that roles take', () => {
    const there = followingEnvironment(pair, {}, 1).sites;
    const back = followingEnvironment(['google', 'aws'], {}, 2).sites;
    const again = followingEnvironment(pair, {}, 3).sites;
    const [own, copy] = there.map((site) => followedDatabase(site, orders));
    expect(own).toEqual({ role: 'sends', own: 'test-aws-eu-west-1-1' });
    expect(copy).toEqual({
      role: 'follows',
      own: 'test-google-europe-west1-2',
      source: 'test-aws-eu-west-1-1',
    });
    // The one that was promoted goes on in the folder that it was promoted into.
    expect(followedDatabase(back[0] as never, orders)).toEqual({ role: 'sends', own: copy?.own });
    expect(followedDatabase(back[1] as never, orders)).toMatchObject({ source: copy?.own });
    expect(followedDatabase(again[0] as never, orders)?.own).not.toBe(own?.own);
  });

  it('is no other than one whose copies are made by something else', () => {
    const { sites } = followingEnvironment(pair, {
      recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 },
    });
    expect(sites.map((site) => followedDatabase(site, orders))).toEqual([undefined, undefined]);
  });

  it('needs a bucket outside of the cluster on both sides', () => {
    const inside = { postgres: 'in-cluster', bucket: 'in-cluster' } as const;
    const [from, to] = pair;
    for (const [here, there] of [
      [{ postgres: 'in-cluster' }, inside],
      [inside, { postgres: 'in-cluster' }],
    ] as const) {
      expect(() =>
        followingEnvironment(pair, {
          sites: [
            { ...siteInputs[from], providers: here, role: 'primary' },
            { ...siteInputs[to], providers: there, role: 'standby' },
          ] as never,
        }),
      ).toThrow(/RECOVERY_UNREACHABLE/);
    }
  });
});
