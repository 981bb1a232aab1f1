import { captureSql } from '../../../charts/second-users/scripts';
import { databases, streaming } from '../../../services';
import { podTemplateOf } from '../../proof/pod-templates';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const services = {
  streaming: streaming.config.parse({
    brokers: 1,
    highlyAvailable: false,
    schemaRegistry: { enabled: false },
    connect: { enabled: true },
    captures: [
      {
        name: 'orders',
        database: 'postgres',
        from: 'shop',
        tables: ['public.orders', 'audit.Log'],
        topicPrefix: 'shop',
      },
      { name: 'notes', database: 'mongodb', from: 'notes', tables: ['notes.pages'], topicPrefix: 'notes' },
    ],
  }),
  databases: databases.config.parse({
    postgres: { shop: { capture: true }, ledger: { capture: true } },
    documents: { notes: { capture: true, highlyAvailable: false } },
  }),
};
const local = renderLocal({ services });
// Its bucket is of no cloud, so what runs in the cluster is not archived.
const providers = {
  postgres: 'managed',
  bucket: 'in-cluster',
  secret: 'managed',
  credential: 'managed',
  identity: 'managed',
  key: 'managed',
  cache: 'in-cluster',
  warehouse: 'managed',
  files: 'managed',
  kafka: 'in-cluster',
  topic: 'in-cluster',
} as const;
const managed = renderManaged({ services, providers });
/** The pods of an object, loosely typed. */
const podsOf = <T>(site: typeof local, kind: string, name: string): T =>
  podTemplateOf(the(site, kind, name))?.spec as T;
const grants = 'databases-postgres-shop-grants';

interface Files {
  readonly data: Readonly<Record<string, string>>;
}
const files = (site: typeof local) => (the(site, 'ConfigMap', grants) as unknown as Files).data;

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
}
const environment = (site: typeof local) =>
  podsOf<{ containers: [Container] }>(site, 'CronJob', grants).containers[0].env;

test('a job for each captured PostgreSQL database, and none where nobody captures', () => {
  expect(places(local).filter((place) => /^k8s\/50-databases\/.*grants/.test(place))).toEqual([
    `k8s/50-databases/ConfigMap/${grants}`,
    `k8s/50-databases/CronJob/${grants}`,
    `k8s/50-databases/NetworkPolicy/${grants}`,
  ]);
});

test('grants and publishes exactly the tables, quoted as they are written', () => {
  const { 'grants.sql': sql = '' } = files(local);
  expect(sql).toContain('GRANT SELECT ON TABLE "audit"."Log", "public"."orders" TO "shop_capture";');
  expect(sql).toContain('ALTER PUBLICATION "evenkeel_shop" SET TABLE "audit"."Log", "public"."orders"');
  expect(sql.match(/^GRANT .*/gm)).toHaveLength(3);
  expect(sql).not.toMatch(/ALL TABLES|SUPERUSER|INSERT|UPDATE|DELETE/);
});

test('the order and number of times in which tables are named change nothing', () =>
  expect(captureSql('u', 'p', ['a.b', 'a.c', 'a.b'])).toBe(captureSql('u', 'p', ['a.c', 'a.b'])));

test('the user is made by SQL only where no operator makes it', () => {
  expect(Object.keys(files(local))).toEqual(['grants.sql']);
  expect(files(managed)['user.sql']).toContain('ALTER ROLE "shop_capture" REPLICATION;');
});

test('runs as the owner, and has the password of the other from its Secret: none in a script', () => {
  const named = Object.fromEntries(environment(local).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
  expect(named).toMatchObject({
    PGUSER: { secretKeyRef: { name: 'databases-postgres-shop-app', key: 'username' } },
    SECOND_PASSWORD: { secretKeyRef: { name: 'databases-postgres-shop-capture', key: 'password' } },
  });
  expect(JSON.stringify(files(managed))).not.toMatch(/password/i);
});

test('reaches its database only', () => {
  const egress = (site: typeof local) => specOf(the(site, 'NetworkPolicy', grants)).egress;
  expect(JSON.stringify(egress(local))).toContain('"cnpg.io/cluster":"databases-postgres-shop"');
  expect(egress(managed)).toEqual([
    { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }] },
  ]);
});

describe('Kafka Connect', () => {
  const connect = podTemplateOf(the(local, 'Deployment', 'kafka-connect'));
  const captures = (the(local, 'ConfigMap', 'kafka-connect-captures') as unknown as Files).data;
  const configOf = (name: string) => JSON.parse(captures[`${name}.json`] ?? '') as Readonly<Record<string, string>>;

  test('carries the labels that let it through to both databases', () => {
    expect(connect?.metadata?.labels).toMatchObject({
      'evenkeel.dev/uses-databases-postgres-shop': 'true',
      'evenkeel.dev/uses-databases-documents-notes': 'true',
    });
    const egress = JSON.stringify(specOf(the(local, 'NetworkPolicy', 'kafka-connect')).egress);
    expect(egress).toContain('"cnpg.io/cluster":"databases-postgres-shop"');
    expect(egress).toContain('"app.kubernetes.io/instance":"databases-documents-notes"');
  });

  test('uses the slot and publication that the owner made, and makes none itself', () => {
    expect(configOf('orders')).toMatchObject({
      'slot.name': 'evenkeel_shop',
      'slot.failover': 'true',
      'publication.name': 'evenkeel_shop',
      'publication.autocreate.mode': 'disabled',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Connect fills it in
      'database.port': '${env:CAPTURE_ORDERS_PORT}',
    });
  });

  test('follows one MongoDB database, and trusts the authority of the site that its Secret has', () => {
    expect(configOf('notes')).toMatchObject({
      'capture.scope': 'database',
      'capture.target': 'notes',
      'mongodb.ssl.truststore': '/kafka/authorities/notes.p12',
    });
    const { initContainers, volumes } = podsOf<{
      initContainers: { args: string[]; volumeMounts: { mountPath: string; subPath?: string }[] }[];
      volumes: { secret?: { secretName: string } }[];
    }>(local, 'Deployment', 'kafka-connect');
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0]?.args).toContain('/kafka/authorities/notes.p12');
    expect(initContainers[0]?.volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/authority/notes/ca.crt', subPath: 'ca.crt' }),
    );
    expect(volumes).toContainEqual(
      expect.objectContaining({ secret: expect.objectContaining({ secretName: 'streaming-capture-notes' }) }),
    );
  });
});
