import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { shownCommand } from '../../constructs/contracts/command';
import { endingApis, knownUntilMinor } from '../../policies/upgrades/kubernetes-apis';
import { apiChanges, type PlacedObject } from '../../policies/upgrades/removed-apis';
import { migrationCommands, storedMigrations } from '../../policies/upgrades/stored-versions';
import { session } from './session';
import { proof } from './skips';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

const kind = 'example.com/Lamp';
const version = (name: string, storage: boolean) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
});
const definition = (...versions: object[]): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'lamps.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'lamps', singular: 'lamp', kind: 'Lamp', listKind: 'LampList' },
      versions,
    },
  });
const object = (apiVersion: string, name: string, one = 'Lamp'): PlacedObject['object'] => ({
  apiVersion,
  kind: one,
  metadata: { name, namespace: 'default' },
  spec: { minAvailable: 1, selector: { matchLabels: { app: name } } },
});

proof('upgrades on an API server', ['etcd', 'kube-apiserver', 'kubectl'], () => {
  let server: KubeApiServer;
  let minor: number;
  const kubectl = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await server.kubectl(args);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };
  const applied = (text: string) => server.kubectl(['apply', '--filename', '-'], text);
  beforeAll(async () => {
    server = await startKubeApiServer({ dir: join(session().folder, 'upgrades') });
    const { gitVersion } = JSON.parse(await kubectl('get', '--raw', '/version')) as { gitVersion: string };
    minor = Number(gitVersion.split('.')[1]);
  }, 180_000);
  afterAll(() => server?.stop());

  it('serves none of the versions that are said to be gone, and refuses the object of the finding', async () => {
    expect(minor).toBeLessThanOrEqual(knownUntilMinor);
    const served = new Set((await kubectl('api-versions')).trim().split('\n'));
    const gone = endingApis.filter(({ removedIn }) => removedIn <= minor);
    expect(gone.length).toBeGreaterThan(15);
    for (const { apiVersion, kinds, use } of gone) {
      if (use) expect([apiVersion, use, served.has(use)]).toEqual([apiVersion, use, true]);
      if (!served.has(apiVersion)) continue;
      const group = apiVersion.split('/')[0] ?? '';
      const resources = JSON.parse(await kubectl('get', '--raw', `/apis/${apiVersion}`)) as {
        readonly resources: readonly { readonly kind: string }[];
      };
      expect([group, resources.resources.filter((one) => kinds.includes(one.kind))]).toEqual([group, []]);
    }
    const old = object('policy/v1beta1', 'web', 'PodDisruptionBudget');
    expect(apiChanges([{ of: 'site', object: old }], `1.${minor}`).removed).toHaveLength(1);
    const refused = await applied(JSON.stringify(old));
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"');
    // The negative control: what the finding says to write instead is taken.
    expect((await applied(JSON.stringify({ ...old, apiVersion: 'policy/v1' }))).exitCode).toBe(0);
  });

  it('takes the definition without an old version once the commands of the plan have run, and not before', async () => {
    await applied(definition(version('v1beta1', true), version('v1', false)));
    await kubectl('wait', '--for=condition=Established', 'crd/lamps.example.com', '--timeout=60s');
    for (const name of ['one', 'two'])
      expect((await applied(JSON.stringify(object('example.com/v1beta1', name)))).exitCode).toBe(0);
    await applied(definition(version('v1beta1', false), version('v1', true)));
    const stored = JSON.parse(
      await kubectl('get', 'crd', 'lamps.example.com', '--output', 'jsonpath={.status.storedVersions}'),
    );
    expect(stored).toEqual(['v1beta1', 'v1']);

    const next = definition(version('v1', true));
    const early = await applied(next);
    expect(early.exitCode).not.toBe(0);
    expect(early.stderr).toContain('must remain in spec.versions until a storage migration');

    const recorded = { lamps: { chart: '1.0.0', kinds: { [kind]: { served: ['v1beta1', 'v1'], stored } } } };
    const [migration] = storedMigrations('lamps', recorded, {
      kinds: { [kind]: { served: ['v1'], stored: 'v1' } },
    }).migrations;
    if (!migration) throw new Error('no migration was planned');
    const { storageVersion, read, replace, settle, storedVersions } = migrationCommands(
      { site: 'site', kubeconfig: server.kubeconfigPath },
      migration,
    );
    // As it is typed from the plan, pipe and look-ups included.
    const typed = (text: string): string => {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${text}`], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${text}\n${stderr}`);
      return stdout;
    };
    expect(typed(shownCommand(storageVersion))).toBe('v1');
    typed(`${shownCommand(read)} | ${shownCommand(replace)}`);
    typed(shownCommand(settle));
    expect(JSON.parse(typed(shownCommand(storedVersions)))).toEqual(['v1']);
    expect((await applied(next)).exitCode).toBe(0);
    const left = JSON.parse(await kubectl('get', 'lamps', '--output', 'json')) as {
      readonly items: readonly { readonly apiVersion: string }[];
    };
    expect(left.items.map(({ apiVersion }) => apiVersion)).toEqual(['example.com/v1', 'example.com/v1']);
  });
});
