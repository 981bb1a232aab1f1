import { Testing } from 'cdk8s';
import { postgres } from '../../../../constructs/google/data/postgres';
import { sqlMachine } from '../../../../constructs/google/data/postgres-sizes';
import { databases, type Services, tracking } from '../../../../services';
import type { ConfigOf } from '../../../../services/define-service';
import { googleSite } from '../../../fixtures/sites';
import { resourcesOf, synthesize, theOnly } from '../google-stacks';

type Config = ConfigOf<Services['tracking']>;

const dataOf = (config: Partial<Config> = {}, deletionProtection = true) =>
  synthesize({ deletionProtection, services: { tracking: tracking.config.parse(config) } }).data;

const request = {
  site: googleSite(),
  service: 'tracking',
  namespace: 'tracking',
  name: 'database',
  need: tracking.needs(tracking.config.parse({}), new Set()).database,
} as const;

const data = dataOf();
const instance = theOnly(data, 'google_sql_database_instance');

describe('postgres', () => {
  it('has no public address, refuses connections without TLS and answers in the endpoint subnet', () => {
    expect(instance.settings.ip_configuration).toEqual({
      ipv4_enabled: false,
      ssl_mode: 'ENCRYPTED_ONLY',
      psc_config: [{ psc_enabled: true, allowed_consumer_projects: ['acme-ml-test'] }],
    });
    expect(theOnly(data, 'google_compute_address')).toMatchObject({
      address_type: 'INTERNAL',
      subnetwork: expect.stringContaining('endpoints-subnet'),
    });
    expect(theOnly(data, 'google_compute_forwarding_rule')).toMatchObject({
      load_balancing_scheme: '',
      target: expect.stringContaining('psc_service_attachment_link'),
    });
  });

  it('fails over to another zone and restores any second of the retention', () => {
    expect(instance.settings).toMatchObject({
      availability_type: 'REGIONAL',
      backup_configuration: {
        enabled: true,
        location: 'europe-west1',
        point_in_time_recovery_enabled: true,
        transaction_log_retention_days: 14,
        backup_retention_settings: { retained_backups: 14 },
      },
    });
    expect(theOnly(dataOf({ highlyAvailable: false }), 'google_sql_database_instance').settings).toMatchObject({
      availability_type: 'ZONAL',
    });
  });

  it('cannot be deleted by accident, and leaves a backup if it is deleted after all', () => {
    expect(instance).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      settings: {
        deletion_protection_enabled: true,
        retain_backups_on_delete: true,
        final_backup_config: { enabled: true, retention_days: 30 },
      },
    });
    const free = theOnly(dataOf({}, false), 'google_sql_database_instance');
    expect(free).toMatchObject({
      deletion_protection: false,
      settings: { deletion_protection_enabled: false, retain_backups_on_delete: false },
    });
    expect(free.settings).not.toHaveProperty('final_backup_config');
  });

  it('grows by itself, is maintained in the window of the site, labelled and watched', () => {
    expect(instance.settings).toMatchObject({
      disk_size: 100,
      disk_autoresize: true,
      maintenance_window: { day: 6, hour: 0 },
      insights_config: { query_insights_enabled: true },
      user_labels: { ...googleSite().tags, service: 'tracking' },
    });
    expect(instance.settings.database_flags).toContainEqual({ name: 'log_connections', value: 'on' });
  });

  it('writes the password to the database and to the secret store, and to no state', () => {
    const user = theOnly(data, 'google_sql_user');
    expect(user).toMatchObject({ name: 'mlflow', password_wo_version: 1 });
    expect(user.password_wo).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    const [connection] = resourcesOf(data, 'google_secret_manager_secret_version');
    const password = user.password_wo.slice(2, -1);
    expect(connection.secret_data_wo).toContain(`"password" = ${password}`);
    for (const key of ['host', 'port', 'username', 'dbname']) expect(connection.secret_data_wo).toContain(`"${key}" =`);
  });

  it.each([
    ['small', 7, 'ENTERPRISE', 'db-custom-2-4096'],
    ['standard', 7, 'ENTERPRISE', 'db-custom-2-8192'],
    ['large', 7, 'ENTERPRISE', 'db-custom-4-16384'],
    ['small', 8, 'ENTERPRISE_PLUS', 'db-perf-optimized-N-2'],
    ['large', 35, 'ENTERPRISE_PLUS', 'db-perf-optimized-N-4'],
  ] as const)('sizes %s with %i days of recovery as %s %s', (size, backupRetentionDays, edition, tier) => {
    expect(sqlMachine({ size, backupRetentionDays })).toEqual({ edition, tier });
  });

  it('decodes its log and keeps a second connection where changes may be captured', () => {
    const services = { databases: databases.config.parse({ postgres: { shop: { capture: true } } }) };
    const stack = synthesize({ services }).data;
    const { settings } = theOnly(stack, 'google_sql_database_instance');
    expect(settings.database_flags).toContainEqual({ name: 'cloudsql.logical_decoding', value: 'on' });
    expect(instance.settings.database_flags).not.toContainEqual({ name: 'cloudsql.logical_decoding', value: 'on' });
    // Cloud SQL would make an administrator: SQL makes the user.
    expect(theOnly(stack, 'google_sql_user').name).toBe('shop');
    const written = resourcesOf(stack, 'google_secret_manager_secret_version').map((one) => one.secret_data_wo);
    expect(written.filter((text) => text.includes('"username" = "shop_capture"'))).toHaveLength(1);
    expect(new Set(written.map((text) => /"password" = (\S+?)[,}]/.exec(text)?.[1])).size).toBe(2);
    expect(postgres.bind({ ...request, need: { ...request.need, capture: true } }).users?.capture).toEqual({
      username: 'mlflow_capture',
      secretName: 'tracking-database-capture',
      rights: ['ALTER ROLE "mlflow_capture" REPLICATION'],
    });
  });

  it('binds to names that are known before anything is made', () => {
    expect(postgres.bind(request)).toEqual({
      secretName: 'tracking-database',
      sslMode: 'require',
      egress: [{ cidr: '10.4.192.0/22', ports: [{ port: 5432, protocol: 'TCP' }] }],
    });
  });

  it('fetches the connection from the secret store', () => {
    const chart = Testing.chart();
    postgres.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.metadata).toMatchObject({ name: 'tracking-database', namespace: 'tracking' });
    expect(manifest.spec.data.map(({ remoteRef }: { remoteRef: unknown }) => remoteRef)).toEqual(
      ['host', 'port', 'username', 'password', 'dbname'].map((property) => ({
        key: 'evenkeel_test-google-europe-west1_tracking_database',
        property,
      })),
    );
  });
});
