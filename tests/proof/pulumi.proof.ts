import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deployedWaves } from '../../delivery/pulumi/deployed-objects';
import { openSiteStack } from '../../delivery/pulumi/site-stack';
import { statePlace } from '../../delivery/pulumi/state-place';
import { Journal } from '../../runbooks/engine/journal';
import { deliverSite, previewSite, takeDownSite, type UpSite } from '../../runbooks/up/up-site';
import { loadDefinitions } from './api-server-objects';
import { definitionTools } from './custom-resources';
import { session } from './session';
import { proof, skippedByName, toolPath } from './skips';
import { type StandIn, standInForPlugin } from './stand-ins/pulumi-kubernetes';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

jest.setTimeout(300_000);

proof('the second engine', ['pulumi', 'etcd', 'kube-apiserver', 'kubectl', ...definitionTools()], () => {
  let server: KubeApiServer;
  let standIn: StandIn;
  let site: UpSite;
  const folder = join(session().folder, 'pulumi');
  const tree = join(folder, 'tree');
  const before = { ...process.env };

  const isThere = async (what: string): Promise<boolean> => {
    const { stdout } = await server.kubectl(['get', ...what.split(' '), '--ignore-not-found', '--output', 'name']);
    return stdout.trim() !== '';
  };

  beforeAll(async () => {
    skippedByName(
      'readiness and charts by the Kubernetes plugin of Pulumi',
      'the plugin cannot be built from published modules; a stand-in that speaks its protocol applied the objects',
    );
    cpSync(join(session().tree, 'local', 'local'), tree, { recursive: true });
    server = await startKubeApiServer({ dir: join(folder, 'server') });
    await loadDefinitions(
      server,
      deployedWaves(tree, { platform: false }).flatMap(({ objects }) => objects),
    );
    standIn = await standInForPlugin(server);
    Object.assign(process.env, {
      PATH: `${dirname(toolPath('pulumi') ?? '')}:${process.env.PATH}`,
      PULUMI_DEBUG_PROVIDERS: standIn.attach,
      PULUMI_HOME: join(folder, 'home'),
    });
    const stack = await openSiteStack({
      site: 'local',
      place: statePlace({ type: 'local', settings: {} }, folder),
    });
    site = {
      site: 'local',
      tree,
      folder,
      stack,
      connection: { kubeconfig: server.kubeconfigPath },
      isProtected: false,
      platform: true,
      isOwnState: true,
      journal: new Journal(join(folder, 'journal.jsonl')),
    };
  });

  afterAll(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    standIn?.stop();
    await server?.stop();
  });

  it('shows what it would make, and makes nothing', async () => {
    const changes = await previewSite(site);
    expect(changes.create).toBeGreaterThan(90);
    expect(standIn.applied).toEqual([]);
    expect(await isThere('namespace tracking')).toBe(false);
  });

  it('makes every object on a real API server, each wave behind those that it waits for', async () => {
    await deliverSite(site);
    const made = standIn.applied.map(({ object }) => object);
    const firstOf = (text: string): number => made.findIndex((object) => object.startsWith(text));
    const lastOf = (text: string): number => made.findLastIndex((object) => object.startsWith(text));
    expect(lastOf('Namespace')).toBeLessThan(firstOf('ServiceAccount'));
    expect(lastOf('ServiceAccount')).toBeLessThan(firstOf('NetworkPolicy'));
    expect(lastOf('Release')).toBeLessThan(firstOf('Cluster tracking/'));
    expect(firstOf('Cluster tracking/')).toBeLessThan(firstOf('Job tracking/mlflow-migration'));
    expect(lastOf('Job tracking/mlflow-migration')).toBeLessThan(firstOf('Deployment tracking/mlflow'));
    expect(await isThere('--namespace tracking deployment mlflow')).toBe(true);
  });

  it('changes nothing when nothing has changed', async () => {
    standIn.applied.length = 0;
    const changes = await deliverSite(site);
    expect(Object.keys(changes)).toEqual(['same']);
    expect(standIn.applied).toEqual([]);
  });

  it('goes back to the last good release where a new one fails', async () => {
    const wave = join(tree, 'k8s', readdirSync(join(tree, 'k8s')).find((name) => name === '50-tracking') ?? '');
    const path = join(wave, 'deployment-mlflow.yaml');
    const good = readFileSync(path, 'utf8');
    // The API server refuses it: a selector must be what its pods carry.
    writeFileSync(
      path,
      good.replace('replicas: 2', 'replicas: 3').replace(/^( +)matchLabels:$/m, '$1matchLabels:\n$1  planted: fault'),
    );
    const planted = join(wave, 'configmap-planted.yaml');
    writeFileSync(planted, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: planted\n  namespace: tracking\n');
    await expect(deliverSite(site, { rollback: true })).rejects.toMatchObject({
      code: 'PULUMI_FAILED',
      message: expect.stringContaining('tracking/mlflow'),
      fix: expect.stringContaining('the release before is delivered again'),
    });
    expect(await isThere('--namespace tracking configmap planted')).toBe(false);
    expect(site.journal.last()).toMatchObject({ step: 'rolled-back' });
    rmSync(planted);
    writeFileSync(path, good);
    expect(Object.keys(await deliverSite(site))).toEqual(['same']);
  });

  it('takes everything away but what holds data, the last wave first', async () => {
    standIn.applied.length = 0;
    await takeDownSite(site, 'keep-data');
    const gone = standIn.applied.map(({ object }) => object);
    expect(gone.indexOf('Deployment tracking/mlflow')).toBeLessThan(gone.findIndex((one) => one.startsWith('Release')));
    expect(await isThere('--namespace tracking deployment mlflow')).toBe(false);
    expect(await isThere('namespace tracking')).toBe(true);
    expect(await isThere('--namespace tracking clusters.postgresql.cnpg.io')).toBe(true);
  });
});
