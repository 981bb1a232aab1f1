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

describe('a database whose changes may be captured', () => {
  const captured = (changes: Partial<PostgresNeed> = {}) => request({ capture: true, ...changes });
  const objects = objectsOf(postgres, captured());

  test('the operator makes a second user that may replicate and nothing else', () => {
    const { managed } = one(objects, 'Cluster').spec;
    expect(managed.roles).toEqual([
      {
        name: 'mlflow_capture',
        comment: expect.any(String),
        ensure: 'present',
        login: true,
        replication: true,
        passwordSecret: { name: 'tracking-database-capture' },
      },
    ]);
    expect(postgres.bind(captured()).users?.capture).toEqual({
      username: 'mlflow_capture',
      secretName: 'tracking-database-capture',
    });
  });

  test('its password is made in the cluster, and its Secret is one that the operator reads', () => {
    expect(one(objects, 'Password').metadata.name).toBe('tracking-database-capture-password');
    expect(one(objects, 'ExternalSecret', 'tracking-database-capture').spec.target.template).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      metadata: { labels: { 'cnpg.io/reload': 'true' } },
      data: {
        host: 'tracking-database-rw.tracking.svc',
        port: '5432',
        username: 'mlflow_capture',
        password: '{{ .password }}',
        dbname: 'mlflow',
      },
    });
  });

  test('a slot neither fills the volume of the log nor is lost when a standby takes over', () => {
    const { postgresql, replicationSlots, walStorage } = one(objects, 'Cluster').spec;
    expect(walStorage.size).toBe('10Gi');
    expect(postgresql.parameters).toMatchObject({ max_slot_wal_keep_size: '5GB', sync_replication_slots: 'on' });
    expect(replicationSlots).toEqual({ highAvailability: { enabled: true, synchronizeLogicalDecoding: true } });
    for (const changes of [{ highlyAvailable: false }, { majorVersion: 16 } as const]) {
      expect(one(objectsOf(postgres, captured(changes)), 'Cluster').spec).not.toHaveProperty('replicationSlots');
    }
  });

  test('pods that say they follow its changes come in, and nobody does where it is off', () => {
    const follower = { 'evenkeel.dev/uses-tracking-database': 'true' };
    const admitted = (all: typeof objects) => JSON.stringify(one(all, 'NetworkPolicy').spec.ingress);
    expect(admitted(objects)).toContain(
      JSON.stringify({ namespaceSelector: {}, podSelector: { matchLabels: follower } }),
    );
    expect(admitted(objectsOf(postgres, request()))).not.toContain('evenkeel.dev/uses-');
  });

  test('without it there is one user', () => {
    expect(clusterOf().spec).not.toHaveProperty('managed');
    expect(postgres.bind(request())).not.toHaveProperty('users');
  });
});

describe('copies for reads', () => {
  it('are instances beyond those that take over, as even over the zones as can be', () => {
    const zones = ['a', 'b', 'c'];
    expect(clusterOf({ readReplicas: 2 }, localSite({ zones })).spec).toMatchObject({
      instances: 3,
      affinity: { podAntiAffinityType: 'required' },
    });
    const { spec } = clusterOf({ readReplicas: 4 }, localSite({ zones }));
    expect(spec).toMatchObject({
      instances: 5,
      affinity: { podAntiAffinityType: 'preferred' },
      topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
    });
    expect(clusterOf({ readReplicas: 1, highlyAvailable: false }).spec).toMatchObject({
      instances: 2,
      enablePDB: true,
    });
  });

  it("have one address, which stands beside the owner's in a Secret of its own", () => {
    const asked = request({ readReplicas: 1 });
    expect(postgres.bind(asked).secretName).toBe('tracking-database-owner');
    const secret = objectsOf(postgres, asked).find(({ kind }) => kind === 'ExternalSecret');
    expect(secret?.spec).toMatchObject({
      target: {
        template: { data: { host: '{{ .host }}', readHosts: 'tracking-database-ro.tracking.svc' } },
      },
    });
  });
});

test('parameters are those of the size and of the environment, with their units', () => {
  const { parameters } = clusterOf({ parameters: { work_mem: '64MB', jit: false, max_connections: 200 } }).spec
    .postgresql;
  expect(parameters).toMatchObject({
    work_mem: '65536kB',
    jit: 'off',
    max_connections: '200',
    idle_in_transaction_session_timeout: '3600000ms',
    // Slow statements are counted without their values.
    'pg_stat_statements.track': 'top',
  });
  expect(parameters).not.toHaveProperty('log_min_duration_statement');
});
