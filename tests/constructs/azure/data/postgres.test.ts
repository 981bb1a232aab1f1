import { Testing } from 'cdk8s';
import { postgres } from '../../../../constructs/azure/data/postgres';
import { postgresSku, postgresStorageMib } from '../../../../constructs/azure/data/postgres-sizes';
import { databases, type Services, tracking } from '../../../../services';
import type { ConfigOf } from '../../../../services/define-service';
import { azureSite } from '../../../fixtures/sites';
import { type Json, resourcesOf, synthesize, theOnly } from '../azure-stacks';

type Config = ConfigOf<Services['tracking']>;

const dataOf = (config: Partial<Config> = {}, deletionProtection = true) =>
  synthesize({ deletionProtection, services: { tracking: tracking.config.parse(config) } }).data;

const request = {
  site: azureSite(),
  service: 'tracking',
  namespace: 'tracking',
  name: 'database',
  need: tracking.needs(tracking.config.parse({}), new Set()).database,
} as const;

const data = dataOf();
const server = theOnly(data, 'azurerm_postgresql_flexible_server');
const parameters = Object.fromEntries(
  resourcesOf(data, 'azurerm_postgresql_flexible_server_configuration').map(({ name, value }) => [name, value]),
);

describe('postgres', () => {
  it('has no public address and answers at a private endpoint', () => {
    expect(server.public_network_access_enabled).toBe(false);
    const endpoint = resourcesOf(data, 'azurerm_private_endpoint').find(
      ({ private_service_connection: { subresource_names } }) => subresource_names.includes('postgresqlServer'),
    );
    expect(endpoint).toMatchObject({
      subnet_id: expect.stringContaining('endpoints-subnet'),
      private_service_connection: { is_manual_connection: false },
      private_dns_zone_group: { private_dns_zone_ids: [expect.stringContaining('zones_postgres')] },
    });
  });

  it('refuses connections without TLS, and old TLS', () => {
    expect(parameters).toMatchObject({ require_secure_transport: 'on', ssl_min_protocol_version: 'TLSv1.2' });
  });

  it('fails over to another zone and restores any second of the retention, inside the region', () => {
    expect(server).toMatchObject({
      zone: '1',
      high_availability: { mode: 'ZoneRedundant', standby_availability_zone: '2' },
      backup_retention_days: 14,
      geo_redundant_backup_enabled: false,
    });
    expect(server.lifecycle.ignore_changes).toEqual([
      'zone',
      'high_availability[0].standby_availability_zone',
      'storage_mb',
    ]);
    expect(theOnly(dataOf({ highlyAvailable: false }), 'azurerm_postgresql_flexible_server')).not.toHaveProperty(
      'high_availability',
    );
  });

  it('writes the password to server and vault without passing through state', () => {
    const secret = resourcesOf(data, 'azurerm_key_vault_secret').find(({ name }) => name.endsWith('--database'));
    expect(server.administrator_password_wo).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    expect(server).not.toHaveProperty('administrator_password');
    expect(secret).toMatchObject({ content_type: 'application/json', value_wo_version: 1 });
    for (const key of ['host', 'port', 'username', 'password', 'dbname']) {
      expect(secret.value_wo).toContain(`"${key}" =`);
    }
    expect(secret).not.toHaveProperty('value');
  });

  it('is named, sized and encrypted as the need says, and grows', () => {
    expect(server).toMatchObject({
      administrator_login: 'mlflow',
      version: '17',
      sku_name: 'GP_Standard_D2ds_v5',
      storage_mb: 131072,
      auto_grow_enabled: true,
      identity: { type: 'UserAssigned' },
      customer_managed_key: { key_vault_key_id: expect.stringMatching(/\.versionless_id\}$/) },
    });
    expect(theOnly(data, 'azurerm_postgresql_flexible_server_database')).toMatchObject({ name: 'mlflow' });
  });

  it('records connections, slow queries and changes of the schema, in the archive of the site', () => {
    expect(parameters).toMatchObject({
      log_connections: 'on',
      log_statement: 'ddl',
      'pg_qs.query_capture_mode': 'top',
    });
    const logs = resourcesOf(data, 'azurerm_monitor_diagnostic_setting').find(({ target_resource_id }: Json) =>
      target_resource_id.includes('azurerm_postgresql_flexible_server'),
    );
    expect(logs.enabled_log).toContainEqual({ category: 'PostgreSQLLogs' });
    expect(logs.storage_account_id).toContain('logs_audit');
  });

  it('cannot be deleted by accident, unless the site says so', () => {
    expect(server.lifecycle.prevent_destroy).toBe(true);
    const free = dataOf({}, false);
    expect(theOnly(free, 'azurerm_postgresql_flexible_server').lifecycle.prevent_destroy).toBe(false);
    expect(resourcesOf(free, 'azurerm_management_lock')).toEqual([]);
  });

  it.each([
    [{ size: 'small', highlyAvailable: false }, 'B_Standard_B2s'],
    [{ size: 'small', highlyAvailable: true }, 'GP_Standard_D2ds_v5'],
    [{ size: 'large', highlyAvailable: true }, 'GP_Standard_D4ds_v5'],
  ] as const)('picks the cheapest machine for %j', (need, sku) => {
    expect(postgresSku(need)).toBe(sku);
  });

  it('rounds storage up to what Azure sells', () => {
    expect([20, 32, 33, 16000].map(postgresStorageMib)).toEqual([32768, 32768, 65536, 16777216]);
    expect(() => postgresStorageMib(20000)).toThrow(
      'POSTGRES_STORAGE storageGiB: 20000 exceeds what Azure sells; allowed: up to 16384; ask for less',
    );
  });

  it('decodes its log and keeps a second connection where changes may be captured', () => {
    const services = { databases: databases.config.parse({ postgres: { shop: { capture: true, storageGiB: 32 } } }) };
    const stack = synthesize({ services }).data;
    const set = resourcesOf(stack, 'azurerm_postgresql_flexible_server_configuration');
    expect(Object.fromEntries(set.map(({ name, value }) => [name, value]))).toMatchObject({
      wal_level: 'logical',
      max_worker_processes: '16',
      max_slot_wal_keep_size: '16384',
    });
    expect(parameters).not.toHaveProperty('wal_level');
    const written = resourcesOf(stack, 'azurerm_key_vault_secret').map((one) => String(one.value_wo));
    expect(written.filter((text) => text.includes('"username" = "shop_capture"'))).toHaveLength(1);
    expect(new Set(written.map((text) => /"password" = (\S+?)[,}]/.exec(text)?.[1])).size).toBe(2);
    expect(postgres.bind({ ...request, need: { ...request.need, capture: true } }).users?.capture).toEqual({
      username: 'mlflow_capture',
      secretName: 'tracking-database-capture',
      rights: ['ALTER ROLE CURRENT_USER REPLICATION', 'ALTER ROLE "mlflow_capture" REPLICATION'],
    });
  });

  it('binds to a secret whose host has a certificate of a public authority', () => {
    expect(postgres.bind(request)).toEqual({
      secretName: 'tracking-database',
      sslMode: 'verify-full',
      egress: [{ cidr: azureSite().addresses.endpoints, ports: [{ port: 5432, protocol: 'TCP' }] }],
    });
    const chart = Testing.chart();
    postgres.manifests(chart, request);
    expect(Testing.synth(chart)[0].spec.data).toContainEqual({
      secretKey: 'password',
      remoteRef: { key: 'evenkeel--test-azure-westeurope--tracking--database', property: 'password' },
    });
  });
});
