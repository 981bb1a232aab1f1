import { postgres } from '../../../constructs/in-cluster/postgres';
import type { PostgresNeed } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

const need: PostgresNeed = {
  kind: 'postgres',
  database: 'mlflow',
  majorVersion: 17,
  size: 'small',
  storageGiB: 40,
  backupRetentionDays: 14,
  highlyAvailable: true,
};

const request = (changes: Partial<PostgresNeed> = {}, site = localSite()) =>
  requestFor<'postgres'>({ ...need, ...changes }, 'database', site);

const clusterOf = (...args: Parameters<typeof request>) => one(objectsOf(postgres, request(...args)), 'Cluster');

test('makes a cluster and the policy around it', () => {
  expect(kindsAndNames(objectsOf(postgres, request()))).toEqual([
    'Cluster/tracking-database',
    'NetworkPolicy/tracking-database',
  ]);
});

test('binds to the Secret that the operator makes for the owner of the database', () => {
  expect(postgres.bind(request())).toEqual({
    secretName: 'tracking-database-app',
    sslMode: 'require',
    egress: [
      {
        namespace: 'tracking',
        podLabels: { 'cnpg.io/cluster': 'tracking-database' },
        ports: [{ port: 5432, protocol: 'TCP' }],
      },
    ],
  });
});

test('highly available: three instances apart from each other, one synchronous copy that is waited for', () => {
  const { spec } = clusterOf({}, localSite({ zones: ['a', 'b', 'c'] }));
  expect(spec).toMatchObject({
    instances: 3,
    enablePDB: true,
    primaryUpdateMethod: 'switchover',
    affinity: { topologyKey: 'topology.kubernetes.io/zone', podAntiAffinityType: 'required' },
    postgresql: { synchronous: { method: 'any', number: 1, dataDurability: 'required' } },
  });
});

test('one instance waits for nobody and does not block the drain of its machine', () => {
  const { spec } = clusterOf({ highlyAvailable: false });
  expect(spec).toMatchObject({ instances: 1, enablePDB: false, affinity: { podAntiAffinityType: 'preferred' } });
  expect(spec.postgresql).not.toHaveProperty('synchronous');
});

test('connections without TLS are refused before any other rule is read', () => {
  expect(clusterOf().spec.postgresql.pg_hba).toEqual([
    'hostssl all all all scram-sha-256',
    'hostnossl all all all reject',
  ]);
});

test('neither engine deletes it, whatever Git says', () => {
  expect(clusterOf().metadata.annotations).toEqual({
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  });
});

test('no password is handed in, and the superuser cannot sign in', () => {
  const { spec } = clusterOf();
  expect(spec.bootstrap.initdb).toEqual({ database: 'mlflow', owner: 'mlflow', encoding: 'UTF8', dataChecksums: true });
  expect(spec.enableSuperuserAccess).toBe(false);
});

test.each([
  ['small', '3Gi', '768MB'],
  ['standard', '6Gi', '1536MB'],
  ['large', '12Gi', '3072MB'],
] as const)('size %s: %s of memory, a quarter of it shared buffers', (size, memory, sharedBuffers) => {
  const { spec } = clusterOf({ size });
  expect(spec.resources).toMatchObject({ requests: { memory }, limits: { memory } });
  expect(spec.postgresql.parameters.shared_buffers).toBe(sharedBuffers);
});

test('volumes: as asked, the log on its own, in the class of the site', () => {
  expect(clusterOf().spec).toMatchObject({ storage: { size: '40Gi' }, walStorage: { size: '10Gi' } });
  expect(clusterOf().spec.storage).not.toHaveProperty('storageClass');
  expect(clusterOf({}, localSite({ storageClass: 'fast' })).spec.storage.storageClass).toBe('fast');
});

test.each([16, 17] as const)('version %i is pinned to a minor', (majorVersion) => {
  expect(clusterOf({ majorVersion }).spec.imageName).toMatch(
    new RegExp(`^ghcr.io/cloudnative-pg/postgresql:${majorVersion}\\.\\d+-standard-trixie$`),
  );
});

test('is reached by its service, its operator, itself and monitoring', () => {
  const { spec } = one(objectsOf(postgres, request()), 'NetworkPolicy');
  const from = spec.ingress.map(
    ({ from: [peer] }: { from: [{ namespaceSelector: { matchLabels: object }; podSelector?: object }] }) =>
      Object.values(peer.namespaceSelector.matchLabels)[0],
  );
  expect(from).toEqual(['tracking', 'tracking', 'cnpg-system', 'monitoring']);
  expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
});
