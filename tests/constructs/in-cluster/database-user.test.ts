import type { NeedBinder } from '../../../constructs/contracts';
import { inClusterNeeds } from '../../../constructs/in-cluster';
import { databaseUser } from '../../../constructs/in-cluster/database-user';
import { type DatabaseUserNeed, databases, type NeedKind } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { kindsAndNames, objectsOf, one } from './in-cluster-objects';

const site = localSite({
  services: {
    databases: databases.config.parse({
      postgres: { shop: { capture: true }, ledger: {} },
      documents: { notes: { capture: true } },
    }),
  },
});

const request = (changes: Partial<DatabaseUserNeed> = {}, at = site) => ({
  site: at,
  service: 'streaming',
  namespace: 'streaming',
  name: 'capture-orders',
  need: {
    kind: 'databaseUser',
    service: 'databases',
    need: 'postgresShop',
    of: 'postgres',
    as: 'capture',
    ...changes,
  } as const,
});

const others = { providerOf: <K extends NeedKind>(kind: K) => inClusterNeeds[kind] as NeedBinder<K> };

test('binds to a Secret beside the caller, and to the way that the database itself states', () => {
  expect(databaseUser.bind(request(), others)).toEqual({
    secretName: 'streaming-capture-orders',
    sslMode: 'require',
    podLabels: { 'evenkeel.dev/uses-databases-postgres-shop': 'true' },
    egress: [
      {
        namespace: 'databases',
        podLabels: { 'cnpg.io/cluster': 'databases-postgres-shop' },
        ports: [{ port: 5432, protocol: 'TCP' }],
      },
    ],
  });
});

test('copies one Secret, under an account that may read that one', () => {
  const objects = objectsOf(databaseUser, request());
  expect(kindsAndNames(objects)).toEqual([
    'ExternalSecret/streaming-capture-orders',
    'Role/streaming-capture-orders-reader',
    'RoleBinding/streaming-capture-orders-reader',
    'SecretStore/streaming-capture-orders-reader',
    'ServiceAccount/streaming-capture-orders-reader',
  ]);
  const role = one(objects, 'Role') as unknown as { metadata: object; rules: { resourceNames?: string[] }[] };
  expect(role.metadata).toMatchObject({ namespace: 'databases' });
  expect(role.rules[0]?.resourceNames).toEqual(['databases-postgres-shop-capture']);
  expect(one(objects, 'SecretStore').spec.provider.kubernetes.remoteNamespace).toBe('databases');
  expect(Object.keys(one(objects, 'ExternalSecret').spec.target.template.data).sort()).toEqual([
    'dbname',
    'host',
    'password',
    'port',
    'username',
  ]);
});

test('brings the authority of a database whose certificate is of the site', () => {
  const objects = objectsOf(databaseUser, request({ need: 'documentsNotes', of: 'documents' }));
  expect(one(objects, 'ExternalSecret').spec.target.template.data).toMatchObject({ 'ca.crt': '{{ .ca_crt }}' });
});

test('names what is missing, with the choices', () => {
  const unmet = (...args: Parameters<typeof request>) => databaseUser.unmet?.(request(...args));
  expect(unmet()).toBeUndefined();
  expect(unmet({}, localSite({ services: {} }))).toMatchObject({ code: 'SERVICE_MISSING' });
  expect(unmet({ need: 'postgresShoop' })).toMatchObject({
    code: 'UNKNOWN_VALUE',
    value: 'postgres-shoop',
    allowed: ['postgres-shop'],
  });
  expect(unmet({ need: 'postgresLedger' })).toMatchObject({
    code: 'SERVICE_CONFLICT',
    value: 'postgres-ledger',
    allowed: ['postgres-shop'],
    fix: 'set capture: true for the database under services.databases.postgres',
  });
});
