import { evidenceInside } from '../../constructs/in-cluster';
import { renderSiteOutput } from '../../delivery/site-output';
import { type Cloud, isSitePublicCloud } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { Manifest } from '../../policies/site-output';
import { followingEnvironment } from '../fixtures/following-databases';

const name = 'databases-postgres-orders';

async function rendered(pair: readonly [Cloud, Cloud]) {
  const sites = followingEnvironment(pair, {
    services: { databases: { postgres: { orders: {} } }, monitoring: {} },
  }).sites.filter(isSitePublicCloud);
  return Promise.all(
    sites.map(async (site) => {
      const { output } = await renderSiteOutput(site);
      const one = (kind: string, called: RegExp): Manifest | undefined =>
        output.manifests.find((manifest) => manifest.kind === kind && called.test(manifest.metadata.name));
      return { site, output, one };
    }),
  );
}

/** Each cloud once on either side. */
const pairs = [
  ['aws', 'google'],
  ['google', 'azure'],
  ['azure', 'aws'],
] as const;

describe.each(pairs)('a database of %s that follows on %s', (...pair) => {
  const built = rendered(pair);

  it('is made of what the primary archived, and has a folder of its own that it leaves alone until it is promoted', async () => {
    const [primary, standby] = await built;
    const folders = [`${primary?.site.name}-1`, `${standby?.site.name}-2`];
    expect(primary?.one('Cluster', /orders$/)).toMatchObject({
      spec: { plugins: [{ isWALArchiver: true, parameters: { barmanObjectName: name, serverName: folders[0] } }] },
    });
    expect(standby?.one('Cluster', /orders$/)).toMatchObject({
      spec: {
        bootstrap: { recovery: { source: folders[0], database: 'orders', owner: 'orders' } },
        replica: { enabled: true, source: folders[0] },
        externalClusters: [
          { name: folders[0], plugin: { parameters: { barmanObjectName: name, serverName: folders[0] } } },
        ],
        plugins: [{ isWALArchiver: false, parameters: { barmanObjectName: name, serverName: folders[1] } }],
      },
    });
    expect([primary, standby].map((side) => side?.one('ScheduledBackup', /orders$/)?.metadata.name)).toEqual([
      name,
      undefined,
    ]);
  });

  it('is fed by the one job that copies the folder of the primary', async () => {
    const jobs = (await built).flatMap((side) => side.one('CronJob', /-archive-copy-/) ?? []);
    expect(jobs).toHaveLength(1);
    expect(JSON.stringify(jobs)).toContain(`{"name":"PART","value":"/${(await built)[0]?.site.name}-1"}`);
  });

  it('is told how old it is: by a commit every five minutes on the primary, and an alert on the standby', async () => {
    const [primary, standby] = await built;
    expect(primary?.one('CronJob', /-heartbeat$/)).toMatchObject({
      spec: { schedule: expect.stringMatching(/^0,5,10/), concurrencyPolicy: 'Forbid' },
    });
    expect(standby?.one('CronJob', /-heartbeat$/)).toBeUndefined();
    const rules = JSON.stringify(standby?.output.manifests.filter(({ kind }) => kind === 'PrometheusRule'));
    expect(rules).toContain(`max(cnpg_pg_replication_lag{pod=~\\"${name}-[0-9]+\\"})`);
  });

  it('keeps its promise, and breaks it as soon as it writes into an archive', async () => {
    const [, standby] = await built;
    if (!standby) throw new Error('no standby');
    const status = (manifests: readonly Manifest[]) =>
      checkParity({ stacks: {}, manifests }, evidenceInside(standby.site), promises(standby.site)).find(
        ({ capability }) => capability === 'postgres.site-archives',
      )?.status;
    expect(status(standby.output.manifests)).toBe('kept');
    const writing = structuredClone(standby.output.manifests) as Manifest[];
    for (const { kind, spec } of writing as unknown as { kind: string; spec: { plugins: object[] } }[]) {
      if (kind === 'Cluster') Object.assign(spec.plugins[0] ?? {}, { isWALArchiver: true });
    }
    expect(status(writing)).toBe('broken');
  });
});
