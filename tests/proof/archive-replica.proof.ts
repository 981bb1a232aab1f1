import { join } from 'node:path';
import type { Command } from '../../constructs/contracts/command';
import {
  followsArchive,
  promotedFromArchive,
  removedUnlessFollowing,
} from '../../constructs/kubernetes/recovery-commands';
import { renderSiteOutput } from '../../delivery/site-output';
import { mechanismTable } from '../../environments/facts/recovery';
import { type Cloud, type CloudSite, followedDatabase, isSitePublicCloud } from '../../environments/model';
import type { Manifest } from '../../policies/site-output';
import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { followingEnvironment } from '../fixtures/following-databases';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { ArchiveGround, type ArchiveGroundProps, type FollowingSide, type RenderedJob } from './archive-ground';
import { contentSha256, keepEvidence } from './drill-records';
import type { PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import type { RenderedPostgres } from './rendered-postgres';
import { session } from './session';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

const orders = { service: 'databases', need: 'postgres-orders' };

interface RenderedSide {
  readonly site: CloudSite;
  readonly all: readonly Manifest[];
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
      return { site, all: output.manifests, one, job };
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
      expect(ground.folders('there', '.evenkeel')).toEqual(['copied', `names-${standby.source}.gz`]);
      expect(ground.folders('there')).toEqual(['.evenkeel', standby.own, standby.source].sort());
      // Of the copy that came back it has no more than what it follows, and a place for its own next life.
      expect(ground.folders('here')).toEqual(['.evenkeel', returned.own, returned.source].sort());
      expect(returned.source).toBe(standby.own);
    } finally {
      await ground.close();
    }
  });
});

proof('Objects of a database that follows', ['kube-apiserver', 'etcd', 'kubectl'], () => {
  const kinds = /^(Cluster|ObjectStore|ScheduledBackup)$/;
  let server: KubeApiServer;

  const objectsOf = async (pair: readonly [Cloud, Cloud], index: 0 | 1): Promise<readonly Manifest[]> =>
    (await rendered(pair, 1))[index].all.filter(({ kind }) => kinds.test(kind));
  const apply = async (objects: readonly Manifest[]): Promise<void> => {
    const words = ['apply', '--server-side', '--validate=strict', '--field-manager=evenkeel-proof', '-f', '-'];
    await accepted(server, words, listOf(objects));
  };

  beforeAll(async () => {
    server = await startKubeApiServer({ dir: join(session().folder, 'following') });
    await loadDefinitions(server, await objectsOf(['aws', 'google'], 0));
    await accepted(server, ['create', 'namespace', 'databases']);
  });
  afterAll(() => server?.kill());

  it('are accepted on every cloud, in both roles', async () => {
    for (const pair of [
      ['aws', 'google'],
      ['google', 'azure'],
      ['azure', 'aws'],
    ] as const) {
      for (const index of [0, 1] as const) {
        const objects = await objectsOf(pair, index);
        expect(objects.map(({ kind }) => kind)).toContain('Cluster');
        await apply(objects);
        await accepted(server, ['delete', 'clusters.postgresql.cnpg.io', '--all', '-n', 'databases']);
      }
    }
  });

  it('are promoted and removed by the words of the runbooks', async () => {
    const cluster = { site: 'proof', kubeconfig: server.kubeconfigPath };
    const name = 'databases-postgres-orders';
    const [program, environment] = [toolPath('kubectl') ?? '', process.env];
    const run = async ({ args }: Command): Promise<string> => {
      const ended = await runCommand(program, [...args], { env: environment });
      if (ended.exitCode !== 0) throw new Error(lastWords(ended));
      return ended.stdout;
    };
    const removal = removedUnlessFollowing(cluster, 'databases', name);
    const promotion = promotedFromArchive(cluster, 'databases', name);
    const standby = await objectsOf(['aws', 'google'], 1);

    await apply(standby);
    expect(await run(removal.check.command)).toMatch(removal.check.expects);
    for (const command of promotion.commands) await run(command);
    const promoted = JSON.parse(
      await accepted(server, ['get', 'clusters.postgresql.cnpg.io', name, '-n', 'databases', '-o', 'json']),
    );
    expect(promoted.spec).toMatchObject({ replica: { enabled: false }, plugins: [{ isWALArchiver: true }] });

    // Now it has a history of its own, and goes before it may follow.
    expect(await run(removal.check.command)).not.toMatch(removal.check.expects);
    expect(await run(removal.check.command)).toMatch(removal.check.untouched ?? /$^/);
    for (const command of removal.commands) await run(command);
    expect(await run(removal.check.command)).toMatch(removal.check.expects);
    const follows = followsArchive(cluster, 'databases', name);
    expect(await run(follows.command)).not.toMatch(follows.expects);
    await apply(standby);
    const status = JSON.stringify({ status: { readyInstances: 3 } });
    await accepted(server, [
      'patch',
      'clusters.postgresql.cnpg.io',
      name,
      '-n',
      'databases',
      '--subresource=status',
      '--type=merge',
      '-p',
      status,
    ]);
    expect(await run(follows.command)).toMatch(follows.expects);
  });
});
