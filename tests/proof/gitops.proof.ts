import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { GitOpsEngine } from '../../environments/model';
import { accepted } from './api-server-objects';
import { enginesOnGround, type WaveState } from './gitops-engines';
import { type GitopsGround, groundTools, startGitopsGround } from './gitops-ground';
import { edit, type GitopsSite, gitopsSite } from './gitops-site';
import { session } from './session';
import { proof } from './skips';
import { makeCertificates } from './tools/certificates';
import { type GitServer, startGitServer } from './tools/git-server';

/** A chart is fetched from elsewhere: Argo CD is told to leave it, and it is played. Flux watches marked sources only. */
const leftAlone = ['annotations:\n', "annotations:\n    argocd.argoproj.io/skip-reconcile: 'true'\n"] as const;

/** A database that its operator cannot bring up. */
const broken = { from: /instances: 1\b/, to: 'instances: 2' };
const DATABASE = ['30-tracking-data', 'cluster-tracking-database.yaml'];

/** See {@link startGitopsGround} for what is real and what is played. */
function synced(engine: GitOpsEngine): void {
  const on = enginesOnGround[engine];
  const folder = join(session().folder, `gitops-${engine}`);
  let git: GitServer;
  let ground: GitopsGround;
  let site: GitopsSite;
  let first: string;

  const replicas = async (): Promise<number> =>
    (await ground.get('deployment', 'mlflow', '-n', 'tracking')).spec.replicas;
  const instances = async (): Promise<number> =>
    (await ground.get('clusters.postgresql.cnpg.io', 'tracking-database', '-n', 'tracking')).spec.instances;

  const release = async (...words: Parameters<GitopsSite['release']>): Promise<string> => {
    const commit = await site.release(...words);
    await ground.notice();
    return commit;
  };
  const withoutCharts = (tree: string): void => {
    const wave = join(tree, 'k8s', '15-operators');
    for (const name of readdirSync(wave)) if (name.startsWith('application-')) edit(join(wave, name), ...leftAlone);
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const certificates = await makeCertificates(folder);
    git = await startGitServer(join(folder, 'repositories'), certificates);
    site = await gitopsSite({ dir: folder, engine, url: git.urlOf('site.git') });
    ground = await startGitopsGround({ dir: folder, site: site.site, rendered: site.rendered, certificates });
  });
  afterAll(async () => {
    await ground?.stop();
    await git?.stop();
  });

  const change =
    (more: (tree: string) => void = () => undefined) =>
    (tree: string): void => {
      withoutCharts(tree);
      more(tree);
    };

  it('takes an empty site to what Git holds', async () => {
    first = await release({ replicas: 2 }, 'First release', change());
    await ground.syncedTo(first);
    expect(await replicas()).toBe(2);
  });

  it('makes nothing of a wave before all of the waves that it waits for were healthy', async () => {
    const states = await ground.waves();
    const created = new Map<string, number>();
    for (const wave of site.rendered.waves.filter(({ name }) => name.startsWith('k8s/'))) {
      const found = await ground.get('-f', wave.folder);
      const items = found.items ?? [found];
      const name = wave.name.replace(/^k8s\/\d+-/, '');
      created.set(
        name,
        Math.min(
          ...items.map((item: { metadata: { creationTimestamp: string } }) =>
            Date.parse(item.metadata.creationTimestamp),
          ),
        ),
      );
    }
    const early = (before: (wave: WaveState) => readonly string[]): string[] =>
      states.flatMap((wave) =>
        before(wave)
          .map((name) => states.find((other) => other.name === name))
          .filter((other) => other === undefined || (created.get(wave.name) ?? 0) < other.readySince)
          .map((other) => `${wave.name} before ${other?.name}`),
      );
    expect(states.flatMap(({ after }) => after).length).toBeGreaterThan(5);
    expect(early(({ after }) => after)).toEqual([]);
    // The other way round it is not so (negative control).
    const reversed = early(({ name }) => states.filter(({ after }) => after.includes(name)).map((other) => other.name));
    expect(reversed.length).toBeGreaterThan(5);
  });

  it('puts back what is changed by hand', async () => {
    await accepted(ground.server, ['scale', 'deployment/mlflow', '-n', 'tracking', '--replicas=5']);
    await on.compare(ground.server, 'tracking');
    await ground.until('the change by hand is put back', async () => (await replicas()) === 2);
  });

  it('removes what is gone from Git, but never what holds data', async () => {
    const gone = ['networkpolicy', 'tracking-database', '-n', 'tracking'];
    expect((await ground.server.kubectl(['get', ...gone])).exitCode).toBe(0);
    const commit = await release(
      { replicas: 2 },
      'Take the database out',
      change((tree) => {
        for (const name of ['networkpolicy-tracking-database.yaml', 'cluster-tracking-database.yaml']) {
          rmSync(join(tree, 'k8s', '30-tracking-data', name));
        }
      }),
    );
    await ground.until(
      'the policy is removed',
      async () => (await ground.server.kubectl(['get', ...gone])).exitCode !== 0,
    );
    expect(await instances()).toBe(1);
    if (engine === 'flux') await ground.syncedTo(commit);
  });

  it('stops at the wave of a bad commit: the release before stays in all later waves', async () => {
    const well = await release({ replicas: 2 }, 'Bring it back', change());
    await ground.syncedTo(well);
    ground.operators.say(({ kind, spec }) => ({ ready: kind !== 'Cluster' || spec.instances === 1 }));
    const bad = await release(
      { replicas: 3 },
      'Bad release',
      change((tree) => edit(join(tree, 'k8s', ...DATABASE), broken.from, broken.to)),
    );
    await ground.until('the bad wave is begun', async () => (await instances()) === 2);
    await pause(15_000);
    const states = await ground.waves();
    const of = (name: string) => states.find((wave) => wave.name === name);
    expect(of('shared')).toMatchObject({ ready: true, revision: bad });
    expect(of('tracking-data')?.ready).toBe(false);
    expect([of('tracking-migration')?.revision, of('tracking')?.revision]).toEqual([well, well]);
    expect(await replicas()).toBe(2);
  });

  it('goes on when the commit is mended in Git', async () => {
    const mended = await release({ replicas: 3 }, 'Mended release', change());
    await ground.syncedTo(mended);
    expect([await instances(), await replicas()]).toEqual([1, 3]);
  });

  it('stops at an object that the API server refuses, and goes on when that is mended', async () => {
    const refused = await release(
      { replicas: 2 },
      'Refused release',
      change((tree) => edit(join(tree, 'k8s', ...DATABASE), broken.from, 'instances: -1')),
    );
    await ground.until('the wave before has gone on', async () =>
      (await ground.waves()).some(({ name, revision, ready }) => name === 'shared' && revision === refused && ready),
    );
    await pause(10_000);
    expect([await instances(), await replicas()]).toEqual([1, 3]);
    const mended = await release({ replicas: 2 }, 'Mended again', change());
    await ground.syncedTo(mended);
    expect(await replicas()).toBe(2);
  });

  it("refuses what would apply another site's folder, another repository or another branch", async () => {
    const objects = on.objects(site.site) as { kind: string; metadata: { name: string } }[];
    const root = objects.find(({ kind }) => ['Application', 'Kustomization'].includes(kind));
    const source = objects.find(({ kind }) => ['Application', 'GitRepository'].includes(kind));
    const tried = async (object: unknown, from: string, to: string) => {
      const text = JSON.stringify(object).replaceAll(from, to).replace('"name":"root"', '"name":"stranger"');
      return (await ground.server.kubectl(['create', '--dry-run=server', '-f', '-'], text)).stderr;
    };
    expect(await tried(root, '/synced-local/', '/other/')).toMatch(/denied request: .*dist\/synced\/synced-local\//);
    expect(await tried(root, '/synced-local/', '/synced-local/../other/')).toContain('denied request');
    expect(await tried(source, 'site.git', 'other.git')).toContain('denied request');
    expect(await tried(source, '"main"', '"other"')).toContain('denied request');
    // As it is, it is taken (negative control).
    expect(await tried(root, 'nothing', 'nothing')).toBe('');
  });
}

proof('a site synced by Flux', groundTools('flux'), () => synced('flux'));
proof('a site synced by Argo CD', groundTools('argo-cd'), () => synced('argo-cd'));
