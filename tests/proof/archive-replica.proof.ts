import { renderSiteOutput } from '../../delivery/site-output';
import { mechanismTable } from '../../environments/facts/recovery';
import { type Cloud, type CloudSite, followedDatabase, isSitePublicCloud } from '../../environments/model';
import type { Manifest } from '../../policies/site-output';
import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { followingEnvironment } from '../fixtures/following-databases';
import { ArchiveGround, type ArchiveGroundProps, type FollowingSide, type RenderedJob } from './archive-ground';
import { contentSha256, keepEvidence } from './drill-records';
import type { PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import type { RenderedPostgres } from './rendered-postgres';
import { proof } from './skips';

const orders = { service: 'databases', need: 'postgres-orders' };

interface RenderedSide {
  readonly site: CloudSite;
  one(kind: string, name: RegExp): Manifest;
  job(name: RegExp): RenderedJob;
}

/** The two sites of an environment, as rendered. */
async function rendered(
  pair: readonly [Cloud, Cloud],
  lineage: number,
): Promise<readonly [RenderedSide, RenderedSide]> {
  const sites = followingEnvironment(pair, {}, lineage).sites.filter(isSitePublicCloud);
  const [from, to] = await Promise.all(
    sites.map(async (site): Promise<RenderedSide> => {
      const { output } = await renderSiteOutput(site);
      const one = (kind: string, name: RegExp): Manifest => {
        const found = output.manifests.find((each) => each.kind === kind && name.test(each.metadata.name));
        if (!found) throw new Error(`${site.name} has no ${kind} ${name}`);
        return found;
      };
      const job = (name: RegExp): RenderedJob => {
        const spec = podTemplateOf(one('CronJob', name))?.spec as unknown as PodSpec;
        const mounts = spec.volumes?.some(({ configMap }) => configMap) ?? false;
        const files = mounts ? (one('ConfigMap', name) as unknown as { data: Record<string, string> }).data : {};
        return { spec, files };
      };
      return { site, one, job };
    }),
  );
  if (!from || !to) throw new Error('two sites are needed');
  return [from, to];
}

function following({ site, job }: RenderedSide): FollowingSide {
  const { own = '', source = '' } = followedDatabase(site, orders) ?? {};
  return { own, source, copy: job(/-archive-copy-/) };
}

proof('A database that follows an archive', ['postgres', 'rclone'], () => {
  let props: Omit<ArchiveGroundProps, 'mechanism'>;

  beforeAll(async () => {
    const [primary, standby] = await rendered(['aws', 'google'], 1);
    // Roles the other way round, and the job on the site that pulls again.
    const [, returned] = await rendered(['google', 'aws'], 2);
    props = {
      cluster: (primary.one('Cluster', /orders$/) as unknown as { spec: RenderedPostgres }).spec,
      heartbeat: primary.job(/-heartbeat$/),
      standby: following(standby),
      returned: following(returned),
    };
  });

  it('loses what was not carried over yet, within the promise, and the lost site follows it when it is back', async () => {
    const grounds: ArchiveGround[] = [];
    const found = mechanismTable.postgres['in-cluster']?.find(({ id }) => id === 'postgres.archive-replica');
    const record = await runDrill(
      {
        scenario: drillScenarioDetails['database-site-loss'],
        ground: 'test',
        from: 'the primary site',
        to: 'the recovery site',
        open: async (mechanism) => {
          const ground = await ArchiveGround.open({ ...props, mechanism });
          grounds.push(ground);
          return ground;
        },
      },
      {
        environment: 'proof',
        releaseSha256: contentSha256(props.cluster),
        promised: { rpoSeconds: 45 * 60, rtoSeconds: 60 * (found?.restore.minutes ?? 0) },
        writeSeconds: 2,
        controlPatienceSeconds: 3,
      },
    );
    expect(record.reasons).toEqual([]);
    const [on, off] = record.runs;
    expect(on?.measured.lost).toBeGreaterThan(0);
    expect(on?.measured.survived).toBeGreaterThan(0);
    expect(off?.measured.survived).toBe(0);
    expect(keepEvidence(record).verdict).toBe('passed');
  });

  it('knows its age though nobody writes, and leaves what each lineage archived to itself', async () => {
    const ground = await ArchiveGround.open({ ...props, mechanism: 'on' });
    try {
      const { standby, returned } = props;
      const before = await ground.age();
      await ground.pass(standby, 'there');
      // Nothing was committed, so nothing can be known to be there.
      expect(await ground.age()).toBeGreaterThan(before + 10);
      await ground.protect();
      expect(await ground.age()).toBeLessThan(before + 10);
      await ground.lose();
      await ground.recover(() => undefined);
      expect(await ground.age()).toBe(0);
      await ground.checks();
      expect(ground.folders('there')).toEqual(['.evenkeel', standby.own, standby.source].sort());
      // Of the copy that came back it has no more than what it follows, and a place for its own next life.
      expect(ground.folders('here')).toEqual(['.evenkeel', returned.own, returned.source].sort());
      expect(returned.source).toBe(standby.own);
    } finally {
      await ground.close();
    }
  });
});
