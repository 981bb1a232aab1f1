import { parse } from 'yaml';
import { documents } from '../../../constructs/in-cluster/documents';
import type { DocumentsNeed } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { archiveAt } from './archive-objects';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

const need: DocumentsNeed = {
  kind: 'documents',
  database: 'shop',
  size: 'standard',
  storageGiB: 40,
  backupRetentionDays: 14,
  highlyAvailable: true,
};

const request = (changes: Partial<DocumentsNeed> = {}, site = localSite()) =>
  requestFor<'documents'>({ ...need, ...changes }, 'catalogue', site);
const objects = (changes: Partial<DocumentsNeed> = {}, archive?: ReturnType<typeof archiveAt>) =>
  objectsOf(documents, request(changes), archive);
const cluster = (...args: Parameters<typeof objects>) => one(objects(...args), 'PerconaServerMongoDB').spec;

test('makes a replica set, its certificate, a password and the Secret that clients read', () => {
  expect(kindsAndNames(objects())).toEqual([
    'Certificate/tracking-catalogue-tls',
    'ExternalSecret/tracking-catalogue',
    'ExternalSecret/tracking-catalogue-password',
    'NetworkPolicy/tracking-catalogue',
    'Password/tracking-catalogue-password',
    'PerconaServerMongoDB/tracking-catalogue',
    'Role/tracking-catalogue-reader',
    'RoleBinding/tracking-catalogue-reader',
    'SecretStore/tracking-catalogue-reader',
    'ServiceAccount/tracking-catalogue-reader',
  ]);
});

test('binds to what it makes', () => {
  expect(documents.bind(request())).toEqual({
    secretName: 'tracking-catalogue',
    replicaSet: 'rs0',
    egress: [
      {
        namespace: 'tracking',
        podLabels: {
          'app.kubernetes.io/name': 'percona-server-mongodb',
          'app.kubernetes.io/instance': 'tracking-catalogue',
          'app.kubernetes.io/component': 'mongod',
        },
        ports: [{ port: 27017, protocol: 'TCP' }],
      },
    ],
  });
});

test('the Secret of clients has every key of the contract, and an address of every member', () => {
  const { data } = one(objects(), 'ExternalSecret', 'tracking-catalogue').spec.target.template;
  expect(Object.keys(data).sort()).toEqual(['ca.crt', 'dbname', 'host', 'password', 'port', 'uri', 'username']);
  const { hostname, searchParams } = new URL(data.uri.replace(/,[^/]*\//, '/').replace('{{ .password }}', 'secret'));
  expect(hostname).toBe('tracking-catalogue-rs0-0.tracking-catalogue-rs0.tracking.svc.cluster.local');
  expect(Object.fromEntries(searchParams)).toEqual({
    authSource: 'shop',
    replicaSet: 'rs0',
    tls: 'true',
    w: 'majority',
  });
  expect(data.uri.match(/:27017/g)).toHaveLength(3);
});

test('its certificate holds for every address in that Secret', () => {
  const { dnsNames } = one(objects(), 'Certificate').spec;
  expect(dnsNames).toContain('*.tracking-catalogue-rs0.tracking.svc.cluster.local');
  expect(dnsNames).toContain('tracking-catalogue-rs0.tracking.svc.cluster.local');
});

test('nothing but TLS, with certificates of the site alone', () => {
  const { tls, secrets } = cluster();
  expect(tls).toEqual({
    mode: 'requireTLS',
    allowInvalidCertificates: false,
    certManagementPolicy: 'userProvidedOnly',
  });
  expect(secrets).toMatchObject({ ssl: 'tracking-catalogue-tls', sslInternal: 'tracking-catalogue-tls' });
});

test('the user may use its own database and no other', () => {
  expect(cluster().users).toEqual([
    {
      name: 'shop',
      db: 'shop',
      passwordSecretRef: { name: 'tracking-catalogue-password', key: 'value' },
      roles: [
        { name: 'readWrite', db: 'shop' },
        { name: 'dbAdmin', db: 'shop' },
      ],
    },
  ]);
});

test('highly available: three members over the zones; else one, which the operator has to be told', () => {
  const site = localSite({ zones: ['a', 'b', 'c'] });
  const three = one(objectsOf(documents, request({}, site)), 'PerconaServerMongoDB').spec;
  expect(three.replsets[0]).toMatchObject({
    size: 3,
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: [
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
      { topologyKey: 'kubernetes.io/hostname' },
    ],
  });
  expect(three).not.toHaveProperty('unsafeFlags');
  expect(cluster({ highlyAvailable: false })).toMatchObject({
    unsafeFlags: { replsetSize: true },
    replsets: [{ size: 1 }],
  });
});

test('every container passes Pod Security restricted', () => {
  const { replsets, initContainerSecurityContext, backup } = cluster({}, archiveAt('gs://acme-backups'));
  const contexts = [
    replsets[0].containerSecurityContext,
    replsets[0].sidecars[0].securityContext,
    initContainerSecurityContext,
    backup.containerSecurityContext,
  ];
  for (const context of contexts) {
    expect(context).toMatchObject({
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  }
});

test('clients need no certificate, and changes stay a day for whoever captures them', () => {
  expect(parse(cluster().replsets[0].configuration)).toEqual({
    net: { tls: { allowConnectionsWithoutCertificates: true } },
    storage: { oplogMinRetentionHours: 24 },
  });
});

test.each([
  ['small', '500m', '3072Mi'],
  ['standard', '1000m', '6144Mi'],
  ['large', '2000m', '12288Mi'],
] as const)('size %s: %s guaranteed and %s of memory', (size, cpu, memory) => {
  expect(cluster({ size }).replsets[0].resources).toMatchObject({ requests: { cpu, memory }, limits: { memory } });
});

test('without an archive no backups are promised', () => {
  expect(cluster().backup).toMatchObject({ enabled: false });
  expect(cluster().backup).not.toHaveProperty('tasks');
});

describe('with an archive', () => {
  test.each([
    [
      's3://acme-backups',
      { AWS_REGION: 'eu-west-1' },
      { type: 's3', s3: { bucket: 'acme-backups', region: 'eu-west-1' } },
    ],
    ['gs://acme-backups', {}, { type: 'gcs', gcs: { bucket: 'acme-backups' } }],
  ])('%s is written to under the identity of the pods', (uri, env, storage) => {
    const { backup, replsets } = cluster({}, archiveAt(uri, env));
    expect(backup.storages).toEqual({ archive: { main: true, ...storage } });
    expect(JSON.stringify(backup)).not.toContain('credentialsSecret');
    expect(replsets[0]).toMatchObject({
      serviceAccountName: 'tracking-database',
      labels: { 'identity.example.com/use': 'true' },
    });
  });

  test('any point in time of the retention comes back, give or take five minutes', () => {
    const { backup } = cluster({}, archiveAt('gs://acme-backups'));
    expect(backup.pitr).toMatchObject({ enabled: true, oplogSpanMin: 5 });
    // The operator only forgets; it may delete in no bucket.
    expect(backup.tasks[0].retention).toEqual({ type: 'count', count: 15, deleteFromStorage: false });
  });

  test('what is older is deleted by the agents, which a job tells to', () => {
    const job = one(objects({}, archiveAt('gs://acme-backups')), 'CronJob', 'tracking-catalogue-cleanup');
    const [container] = job.spec.jobTemplate.spec.template.spec.containers;
    expect(container.args[0]).toContain('pbm cleanup --older-than=14d --yes');
  });
});

test('is reached by its service, its own members, its operator and monitoring', () => {
  const { ingress } = one(objects(), 'NetworkPolicy').spec;
  const from = ingress.map(
    ({ from: [peer] }: { from: [{ namespaceSelector: { matchLabels: object } }] }) =>
      Object.values(peer.namespaceSelector.matchLabels)[0],
  );
  expect(from).toEqual(['tracking', 'tracking', 'percona-mongodb', 'monitoring']);
});

describe('a database whose changes may be captured', () => {
  test('has a second user that may read it, with a password of its own', () => {
    const [, follower, ...others] = cluster({ capture: true }).users;
    expect(others).toEqual([]);
    expect(follower).toEqual({
      name: 'shop_capture',
      db: 'shop',
      passwordSecretRef: { name: 'tracking-catalogue-capture-password', key: 'value' },
      roles: [{ name: 'read', db: 'shop' }],
    });
    expect(cluster().users).toHaveLength(1);
  });

  test('has a Secret for it with the same keys', () => {
    const all = objects({ capture: true });
    const dataOf = (name: string) => one(all, 'ExternalSecret', name).spec.target.template.data;
    const own = dataOf('tracking-catalogue-capture');
    expect(Object.keys(own)).toEqual(Object.keys(dataOf('tracking-catalogue')));
    expect(own).toMatchObject({ username: 'shop_capture', dbname: 'shop' });
    expect(own.uri).toMatch(/^mongodb:\/\/shop_capture:/);
  });

  test('lets the pods in that say they follow its changes', () => {
    const policy = one(objects({ capture: true }), 'NetworkPolicy').spec.ingress;
    expect(JSON.stringify(policy)).toContain('"evenkeel.dev/uses-tracking-catalogue":"true"');
  });
});
