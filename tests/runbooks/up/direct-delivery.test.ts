import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inOrder } from '../../../delivery/pulumi/in-order';
import type { SiteStack } from '../../../delivery/pulumi/site-stack';
import type { Site } from '../../../environments/model';
import type { Command } from '../../../runbooks/engine/command';
import type { CommandRunner } from '../../../runbooks/engine/command-runner';
import { Journal } from '../../../runbooks/engine/journal';
import { directDelivery } from '../../../runbooks/up/direct-delivery';
import { lastGoodTree } from '../../../runbooks/up/kept-release';
import { upFolder } from '../../../runbooks/up/reached-site';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'direct-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const site = { environment: 'test', name: 'one', cloud: 'aws', addresses: {} } as unknown as Site;

const write = (path: string, object: object): void => {
  const file = join(root, 'dist/test/one', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(object));
};

const wave = (number: string, name: string, kind: string, apiVersion = 'v1'): void => {
  write(`gitops/${name}.yaml`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, annotations: { 'argocd.argoproj.io/sync-wave': number } },
    spec: { project: 'site', source: { path: `dist/test/one/k8s/${number}-${name}` } },
  });
  write(`k8s/${number}-${name}/object.yaml`, { apiVersion, kind, metadata: { namespace: name, name } });
};

/** A cluster and the state of the second engine: what is delivered is in both, and a new cluster has nothing. */
function ground() {
  wave('10', 'settings', 'ConfigMap');
  wave('20', 'cluster-state', 'BackupStorageLocation', 'velero.io/v1');
  wave('30', 'data', 'ConfigMap');
  wave('50', 'tracking', 'ConfigMap');
  const cluster = new Map<string, string>();
  const state = new Map<string, string>();
  const told: string[][] = [];
  let program: readonly string[] = [];
  const identityOf = (name: string): string =>
    name === 'cluster-state'
      ? 'kubernetes:velero.io:BackupStorageLocation cluster-state/cluster-state'
      : `kubernetes:core:ConfigMap ${name}/${name}`;
  const stack = {
    formerTypes: async () => state,
    mend: async () => undefined,
    forgetGone: async (present: ReadonlySet<string>) => {
      for (const one of [...state.keys()]) if (!present.has(one)) state.delete(one);
    },
    up: async () => {
      told.push([...program]);
      for (const name of program) {
        if (!state.has(identityOf(name))) cluster.set(name, name);
        state.set(identityOf(name), 't');
      }
      return {};
    },
    forget: async () => state.clear(),
  } as unknown as SiteStack;
  const answered = ({ stdin = '' }: Command): string =>
    stdin
      .split('\n---\n')
      .map((text) => JSON.parse(text) as { apiVersion: string; kind: string; metadata: { name: string } })
      .filter(({ metadata }) => cluster.has(metadata.name))
      .map(({ apiVersion, kind, metadata: { name } }) => `${apiVersion}   ${kind}   ${name}   ${name}\n`)
      .join('');
  let stderr = '';
  const commands: CommandRunner = {
    run: async (command) => ({ exitCode: stderr === '' ? 0 : 1, stdout: answered(command), stderr }),
  };
  const folder = join(root, 'work', 'kept');
  const direct = directDelivery({
    path: join(root, 'environments/test.ts'),
    sites: [site],
    out: join(root, 'dist'),
    root: join(root, 'work'),
    commands,
    reach: async () => ({
      site: 'one',
      tree: join(root, 'dist/test/one'),
      folder,
      stack,
      connection: {},
      isProtected: true,
      platform: false,
      isOwnState: true,
      journal: new Journal(join(folder, 'journal.jsonl')),
      programOf: async ({ waves }) => {
        program = inOrder(waves).map(({ name }) => name);
        return async () => undefined;
      },
    }),
  });
  return {
    direct,
    cluster,
    state,
    told,
    folder,
    fail: (text: string) => {
      stderr = text;
    },
  };
}

const quiet = (): void => undefined;

it('delivers no data service before the restore, and keeps no half of a release', async () => {
  const { direct, told, folder } = ground();
  expect(await direct.look('one', 'before-restore')).toMatchObject({ holds: false, untouched: true });
  await direct.deliver('one', 'before-restore', quiet);
  expect(told).toEqual([['settings', 'cluster-state']]);
  expect(lastGoodTree(folder)).toBeUndefined();
  expect(await direct.look('one', 'before-restore')).toMatchObject({ holds: true });
  expect(await direct.look('one', 'all')).toMatchObject({
    holds: false,
    saw: 'missing: ConfigMap data/data, ConfigMap tracking/tracking',
  });
  await direct.deliver('one', 'all', quiet);
  expect(await direct.look('one', 'all')).toMatchObject({ holds: true, facts: { objects: 4 } });
  expect(lastGoodTree(folder)).toBeDefined();
});

it('does not believe what the state says of the cluster that is lost', async () => {
  const { direct, cluster } = ground();
  await direct.deliver('one', 'all', quiet);
  cluster.clear();
  await direct.deliver('one', 'before-restore', quiet);
  expect([...cluster.keys()]).toEqual(['settings', 'cluster-state']);
});

it('begun anew on a cluster that has everything, leaves out nothing: it would be deleted', async () => {
  const { direct, told } = ground();
  await direct.deliver('one', 'all', quiet);
  await direct.deliver('one', 'before-restore', quiet);
  expect(told.at(-1)).toEqual(['settings', 'cluster-state', 'data', 'tracking']);
});

it('takes kinds that nobody knows yet for missing, and an API server that is silent for a failure', async () => {
  const { direct, fail } = ground();
  fail('error: resource mapping not found for name: "x": no matches for kind "BackupStorageLocation"');
  expect(await direct.look('one', 'all')).toMatchObject({ holds: false, untouched: true });
  fail('Unable to connect to the server: dial tcp: connection refused');
  await expect(direct.deliver('one', 'all', quiet)).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
});

it('forgets, and leaves what is there', async () => {
  const { direct, cluster } = ground();
  await direct.deliver('one', 'all', quiet);
  expect(await direct.forgotten('one')).toMatchObject({ holds: false });
  await direct.forget('one');
  expect(await direct.forgotten('one')).toMatchObject({ holds: true });
  expect(cluster.size).toBe(4);
});

it('works on one site at a time', async () => {
  const { direct } = ground();
  const { takeLock } = await import('../../../runbooks/engine/run-lock');
  const release = takeLock(`${upFolder(join(root, 'work'), site)}/lock`, { name: 'one', code: 'PULUMI_RUNNING' });
  await expect(direct.deliver('one', 'all', quiet)).rejects.toThrow('PULUMI_RUNNING');
  release();
  await direct.deliver('one', 'all', quiet);
});
