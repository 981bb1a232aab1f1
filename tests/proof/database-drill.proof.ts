import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { databases } from '../../services';
import { renderLocal, specOf, the } from '../charts/site-rendering';
import { DatabaseGround } from './database-ground';
import { mechanismPromise } from './drill-promises';
import { contentSha256, keepEvidence } from './drill-records';
import { instanceNames, type RenderedPostgres } from './rendered-postgres';
import { proof } from './skips';

const name = 'databases-postgres-orders';

const rendered = (highlyAvailable: boolean): RenderedPostgres => {
  const config = databases.config.parse({ postgres: { orders: { highlyAvailable } } });
  return specOf<RenderedPostgres>(the(renderLocal({ services: { databases: config } }), 'Cluster', name));
};

const { 'database-zone-loss': zoneLoss, 'database-site-loss': siteLoss } = drillScenarioDetails;

proof('Loss of a database', ['postgres'], () => {
  it('of a machine: with the rendered synchronous copies no acknowledged write is lost', async () => {
    const cluster = rendered(true);
    expect(cluster.postgresql.synchronous).toMatchObject({ number: 1, dataDurability: 'required' });
    const grounds: DatabaseGround[] = [];
    const names = instanceNames(name, cluster) as [string, ...string[]];
    const record = await runDrill(
      {
        scenario: zoneLoss,
        ground: 'test',
        from: 'the machine of the primary',
        to: 'a machine of a copy',
        open: async (mechanism) => {
          const ground = await DatabaseGround.open({ cluster, names, mechanism, losesLine: false });
          grounds.push(ground);
          return ground;
        },
      },
      {
        environment: 'proof',
        releaseSha256: contentSha256(cluster),
        promised: mechanismPromise('postgres', 'in-cluster', 'postgres.zone-copy'),
        writeSeconds: 2,
        controlPatienceSeconds: 3,
      },
    );
    expect(record.reasons).toEqual([]);
    const [on, off] = record.runs;
    expect(on?.measured).toMatchObject({ lost: 0, duplicated: 0 });
    expect(on?.measured.acknowledged).toBeGreaterThan(100);
    expect([off?.measured.survived, off?.measured.rtoSeconds]).toEqual([0, undefined]);
    // Even before anybody told it that it is no primary any more: no copy confirms what it writes.
    expect(grounds[0]?.forgotten).toEqual({ taken: false, saw: 'no answer within 2 s' });
    expect(keepEvidence(record).verdict).toBe('passed');
  });

  it('of a site: what the copy elsewhere had not yet is lost, within the promise; the old primary is fenced', async () => {
    const cluster = rendered(false);
    expect(cluster.postgresql.synchronous).toBeUndefined();
    const grounds: DatabaseGround[] = [];
    const record = await runDrill(
      {
        scenario: siteLoss,
        ground: 'test',
        from: 'the primary site',
        to: 'the recovery site',
        open: async (mechanism) => {
          const ground = await DatabaseGround.open({
            cluster,
            names: [`${name}-1`, `${name}-elsewhere`],
            delayMilliseconds: 80,
            mechanism,
            losesLine: true,
          });
          grounds.push(ground);
          return ground;
        },
      },
      {
        environment: 'proof',
        releaseSha256: contentSha256(cluster),
        // A copy that follows without being waited for is promised alike by every cloud.
        promised: mechanismPromise('postgres', 'aws', 'postgres.cross-region-replica'),
        writeSeconds: 2,
        controlPatienceSeconds: 3,
      },
    );
    expect(record.reasons).toEqual([]);
    const [on, off] = record.runs;
    expect(on?.measured.lost).toBeGreaterThan(0);
    expect(on?.measured.rpoSeconds).toBeGreaterThan(0);
    expect(off?.measured.survived).toBe(0);
    // It is the fence that keeps it from writing: as it fell, it would.
    expect(grounds[0]?.forgotten).toEqual({ taken: true, saw: 'taken' });
    expect(keepEvidence(record).verdict).toBe('passed');
  });
});
