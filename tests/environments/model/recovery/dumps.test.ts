import { carryEveryMinutes } from '../../../../environments/facts/recovery';
import { dumpStore } from '../../../../environments/model';
import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import prod from '../../../../environments/prod';

const { sites } = resolveEnvironment(prod);
const copiesOf = (index: number) => sites[index]?.recovery?.copies ?? [];

describe('files of dumps', () => {
  it('are carried over by what copies buckets, soon after they are made', () => {
    for (const dumped of copiesOf(0).filter(({ mechanism }) => mechanism === 'postgres.dump-copies')) {
      const carried = copiesOf(0).filter(
        ({ service, to }) => service === dumpStore(dumped).service && to.name === dumped.to.name,
      );
      expect(carried).toEqual([
        { ...dumped, ...dumpStore(dumped), mechanism: 'bucket.sync', intervalMinutes: carryEveryMinutes },
      ]);
    }
  });

  it('are known to the site that takes them, those of its own only', () => {
    const taken = copiesOf(1).filter(({ need }) => need === 'dumps');
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(taken.map(({ to }) => to.cloud))).toEqual(new Set(['google']));
  });

  it('have names that the jobs of Kubernetes can be made from', () => {
    const { service } = dumpStore({ service: 'databases', need: 'postgres-of-a-team-with-a-very-long-name' });
    expect(`${service}-restore`.length).toBeLessThanOrEqual(52);
    expect(dumpStore({ service: 'tracking', need: 'database' }).service).toBe('tracking-database-dumps');
    expect(service).not.toBe(
      dumpStore({ service: 'databases', need: 'postgres-of-a-team-with-a-very-long-name-2' }).service,
    );
  });
});
