import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppliedByGitops, PromotionFacts } from '../../delivery/promotion/promotion-facts';
import type { Site } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { siteInputs } from '../fixtures/environment';
import { appliedByFlux } from './applied-by-flux';
import { type GitopsGround, groundTools, startGitopsGround } from './gitops-ground';
import { PromotionGround, type Told } from './promotion-ground';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import { makeCertificates } from './tools/certificates';
import { type GitServer, startGitServer } from './tools/git-server';
import { recordedWay, WayRecord } from './way-record';

const hourMs = 3_600_000;
const { aws, google, azure } = siteInputs;
const [primary, firstStandby, secondStandby] = [aws, google, azure].map(
  ({ cloud, region }) => `prod-${cloud}-${region}`,
) as [string, string, string];
const standbys = [firstStandby, secondStandby];
const sites = [primary, ...standbys];

/** What production says beside the others: three clouds. It asks for soak time, approval and time between waves as any does. */
const production = { sites: [aws, google, azure], recovery: undefined, maintenance: undefined };
/** What a cloud needs and a machine of one's own does not. */
const own = ['charts/*', 'operators/*', 'providers/*'];

/**
 * A commit on its way to three clusters. Real: Git and its server, the command line, three API servers with their
 * controllers, Flux, and what it says to the gate on waves. See {@link startGitopsGround} for what is played; digests are
 * not those of a registry, dev and staging have no cluster, and the time that gates wait for passes by `--now`.
 */
proof('from a commit to three clouds', groundTools('flux'), () => {
  const folder = join(session().folder, 'whole-way');
  const bare = join(folder, 'repositories', 'site.git');
  const grounds = new Map<string, GitopsGround>();
  const record = new WayRecord();
  const coming: Promise<void>[] = [];
  let git: GitServer;
  let team: PromotionGround;
  let release: string;
  let before: string;

  const the = (site: string): GitopsGround => {
    const ground = grounds.get(site);
    if (!ground) throw new Error(`no cluster for ${site}`);
    return ground;
  };
  /** Image of MLflow that a cluster runs, by its digest. */
  const runs = async (site: string): Promise<string> => {
    const { spec } = await the(site).get('deployment', 'mlflow', '-n', 'tracking');
    return /@(sha256:[0-9a-f]{64})$/.exec(spec.template.spec.containers[0].image)?.[1] ?? 'no digest';
  };
  const digestIn = (environment: string): string => {
    const found = Object.entries(team.lock(environment).images).find(([name]) => name.includes('mlflow'));
    return found?.[1] ?? 'none';
  };
  /** Waits until every wave of a site is what the commit says, and Flux says so of all of it. */
  const reached = async (site: string, commit: string): Promise<void> => {
    await the(site).syncedTo(commit);
    await the(site).until('Flux says so of its root', async () =>
      (await appliedByFlux(the(site), site)).every((one) => one.isHealthy && one.commit === commit),
    );
  };
  /** Pushes what is committed, and waits until all clusters are there. */
  const push = async (): Promise<void> => {
    const commit = await team.head();
    await record.step('Git', 'git push', () => team.git('push', '--quiet', 'origin', 'main'));
    await Promise.all([...grounds.values()].map((ground) => ground.notice()));
    await Promise.all(sites.map((site) => record.step(site, 'runs what the commit says', () => reached(site, commit))));
  };
  /** How everything is: what production applies is told by its clusters, at this moment. */
  const facts = async (now: Date): Promise<string> => {
    const applied = await Promise.all(sites.map((site) => appliedByFlux(the(site), site)));
    const one = (gitops: AppliedByGitops[]) => ({
      at: now.toISOString(),
      watched: { hours: 48, share: 1 },
      alerts: [],
      budgets: [{ service: 'tracking', slo: 'availability', remaining: 0.8 }],
      gitops,
    });
    const environments: PromotionFacts = { staging: one([]), prod: one(applied.flat()) };
    const path = join(folder, 'facts.json');
    writeFileSync(path, JSON.stringify({ environments }));
    return path;
  };
  /** Staging to prod, as of some hours from now. */
  const promoted = async (where: string, hours: number, ...more: string[]) => {
    const now = new Date(Date.now() + hours * hourMs);
    const words = ['promote', 'staging', 'prod', ...more];
    const unseen = ['--now', now.toISOString(), '--facts', await facts(now)];
    return record.step(where, `evenkeel ${words.join(' ')}`, () => team.told(...words, ...unseen));
  };
  const heldBy = ({ gates = [] }: Told): string[] => gates.flatMap(({ id, status }) => (status === 'held' ? [id] : []));

  beforeAll(async () => {
    mkdirSync(join(folder, 'team'), { recursive: true });
    const certificates = await makeCertificates(folder);
    git = await startGitServer(join(folder, 'repositories'), certificates);
    team = new PromotionGround(join(folder, 'team'), {
      gitops: { engine: 'flux', repository: git.urlOf('site.git') },
      services: { tracking: { replicas: 2, size: 'small', storageGiB: 20, highlyAvailable: false, ownKey: false } },
    });
    await team.git('init', '--quiet', '--initial-branch=main');
    await team.git('init', '--quiet', '--bare', '--initial-branch=main', bare);
    await team.git('remote', 'add', 'origin', bare);
    writeFileSync(join(team.folder, '.gitignore'), 'dist/.cache/\ndist/report/\n');
    await team.git('add', '.gitignore');
    team.dev();
    team.staging();
    // It was there before anybody promoted, and takes its releases from staging from now on.
    team.prod({ ...production, release: {} });
    await team.commitAll('Describe three environments');
    await team.record('dev', 'first');
    await team.record('prod', 'first');
    await team.built('dev');
    const { sites: resolved } = resolveEnvironment(
      team.prod({ ...production, release: { promotedFrom: 'staging', own } }),
    );
    await team.commitAll('Have a release in dev, and one in prod');
    await team.released('prod');
    await team.built('prod');
    await team.commitAll('Hold prod to its release');
    await team.git('push', '--quiet', 'origin', 'main');
    const rendered = renderedSites(join(team.folder, 'dist')).filter(({ environment: name }) => name === 'prod');
    const start = async (site: Site): Promise<void> => {
      const tree = rendered.find(({ name }) => name === site.name);
      if (!tree) throw new Error(`${site.name} was not rendered`);
      grounds.set(
        site.name,
        await startGitopsGround({ dir: join(folder, site.name), site, rendered: tree, certificates }),
      );
    };
    const commit = await team.head();
    for (const site of resolved) {
      await start(site);
      // The ones before are on their way while the next one starts.
      const there = record.step(site.name, 'comes up from an empty cluster', () => reached(site.name, commit));
      there.catch(() => undefined);
      coming.push(there);
    }
  });
  afterAll(async () => {
    process.stdout.write(`${record.table()}\n`);
    for (const ground of grounds.values()) await ground.stop();
    await git?.stop();
  });

  it('begins with three clusters that hold the release of production', async () => {
    await Promise.all(coming);
    expect(coming).toHaveLength(sites.length);
    expect(await Promise.all(sites.map(runs))).toEqual(sites.map(() => digestIn('prod')));
  });

  it('has a release in dev by a commit, and the same one in staging', async () => {
    await record.step('dev', 'evenkeel lock dev --release', async () => {
      release = await team.record('dev', 'second');
    });
    await record.step('dev', 'evenkeel build dev', () => team.built('dev'));
    await record.step('dev', "git commit -am 'Have another release in dev'", () =>
      team.commitAll('Have another release in dev'),
    );
    const told = await record.step('staging', 'evenkeel promote dev staging', () =>
      team.told('promote', 'dev', 'staging'),
    );
    expect(told).toMatchObject({ exitCode: 0, findings: [], release });
  });

  it('is held while staging is young and nobody agreed', async () => {
    const head = await team.head();
    expect(heldBy(await promoted('prod (held)', 1))).toEqual(['soak', 'approvals']);
    await record.step('staging', "git commit --allow-empty -m 'Agree' --trailer ...", () =>
      team.agree('agrees', release),
    );
    expect(await team.git('rev-parse', 'HEAD^')).toBe(head);
  });

  it('reaches the standbys, and leaves the primary as it was', async () => {
    before = await team.head();
    const was = digestIn('prod');
    const { exitCode, waiting, findings } = await promoted('prod', 30);
    expect({ exitCode, waiting, findings }).toEqual({ exitCode: 0, waiting: [primary], findings: [] });
    // Committed, but not applied: the next wave would go too early, whatever time has passed.
    expect(await Promise.all(sites.map(runs))).toEqual([was, was, was]);
    expect(heldBy(await promoted('prod (held)', 32, '--continue'))).toEqual(['waves']);
    await push();
    const is = digestIn('staging');
    expect(is).not.toBe(was);
    expect(await Promise.all(sites.map(runs))).toEqual([was, is, is]);
  });

  it('reaches the primary with the next wave, once the standbys run what Git holds', async () => {
    const { exitCode, waiting, findings } = await promoted('prod', 32, '--continue');
    expect({ exitCode, waiting, findings }).toEqual({ exitCode: 0, waiting: [], findings: [] });
    await push();
    expect(await Promise.all(sites.map(runs))).toEqual(sites.map(() => digestIn('staging')));
    expect(team.lock('prod').promotion?.release).toBe(release);
    await team.built('prod');
    expect(await team.status()).toBe('');
  });

  it('comes back on all three by one command, to the same bytes', async () => {
    const reason = 'predictions are wrong';
    const told = await record.step('prod', `evenkeel revert prod --reason '${reason}'`, () =>
      team.told('revert', 'prod', '--reason', reason),
    );
    expect(told).toMatchObject({ exitCode: 0 });
    expect(await team.bytes('prod')).toBe(await team.bytes('prod', before));
    await push();
    expect(await Promise.all(sites.map(runs))).toEqual(sites.map(() => digestIn('prod')));
    expect(digestIn('prod')).not.toBe(digestIn('staging'));
    record.write();
  });

  it('went the way that docs/records tells', () => {
    expect(recordedWay()).toEqual(record.way);
  });
});
