import { platform as aws } from '../../constructs/aws';
import { backupWindow, maintenanceWindow } from '../../constructs/aws/data/store-maintenance';
import { platform as azure } from '../../constructs/azure';
import { platform as google } from '../../constructs/google';
import { type Json, resourcesOf, synthesizeCloud } from '../fixtures/cloud-stacks';
import { awsSite, azureSite, googleSite, withStoreWords } from '../fixtures/sites';

/** Of the databases service: what operations may ask is asked there. */
const own = (stack: Json, type: string, text: RegExp): Json[] =>
  Object.entries<Json>(stack.resource?.[type] ?? {}).flatMap(([id, body]) => (text.test(id) ? [body] : []));

describe('AWS', () => {
  const { data, state } = synthesizeCloud(withStoreWords(awsSite()), aws);
  const databases = own(data, 'aws_db_instance', /^databases_postgres/);
  const replicas = databases.filter(({ replicate_source_db }) => replicate_source_db);

  it('copies a database for reads: same key, group and parameters, in other zones, nothing to keep', () => {
    expect(databases).toHaveLength(3);
    expect(replicas.map(({ availability_zone }) => availability_zone)).toEqual(['eu-west-1c', 'eu-west-1b']);
    const [source] = databases.filter((one) => !replicas.includes(one));
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        publicly_accessible: false,
        storage_encrypted: true,
        parameter_group_name: source.parameter_group_name,
        vpc_security_group_ids: source.vpc_security_group_ids,
        monitoring_interval: 60,
        deletion_protection: true,
        skip_final_snapshot: true,
      });
      // RDS takes these over from the source, and refuses to be asked for them.
      for (const inherited of ['kms_key_id', 'db_subnet_group_name', 'username', 'password_wo', 'engine']) {
        expect(replica).not.toHaveProperty(inherited);
      }
    }
  });

  it('hands both addresses out beside the first', () => {
    const [secret] = own(data, 'aws_secretsmanager_secret_version', /^databases_postgres/);
    expect(secret.secret_string_wo).toMatch(/"readHosts" = join\(",", \[aws_db_instance\.[^,]+read-1[^,]+, aws_db_/);
  });

  it('states parameters in the units of PostgreSQL, those of the size and those of the environment', () => {
    const [group] = own(data, 'aws_db_parameter_group', /^databases_postgres/);
    expect(group.parameter).toEqual(
      expect.arrayContaining([
        { name: 'work_mem', value: '65536', apply_method: 'immediate' },
        { name: 'effective_cache_size', value: '1048576', apply_method: 'immediate' },
        { name: 'max_connections', value: '600', apply_method: 'pending-reboot' },
        { name: 'jit', value: '0', apply_method: 'immediate' },
        { name: 'idle_in_transaction_session_timeout', value: '3600000', apply_method: 'immediate' },
        { name: 'autovacuum_vacuum_scale_factor', value: '0.05', apply_method: 'immediate' },
      ]),
    );
    expect(group.parameter.map(({ name }: Json) => name)).toEqual([
      ...new Set(group.parameter.map(({ name }: Json) => name)),
    ]);
  });

  it('patches in the window of the site, and backs up outside of it', () => {
    for (const one of databases) expect(one.maintenance_window).toBe('wed:22:00-thu:02:00');
    const window = (startHour: number, hours: number) => ({
      maintenance: { window: { days: ['sunday'] as const, startHour, hours }, freezes: [] },
    });
    expect(maintenanceWindow(window(6, 24))).toBe('sun:06:00-mon:02:00');
    expect(backupWindow(window(6, 24))).toBe('04:00-05:00');
    expect(backupWindow(window(0, 6))).toBe('22:00-23:00');
  });

  it('locks and lists a bucket, and lets S3 deliver lists beside access logs', () => {
    const [lock] = resourcesOf(data, 'aws_s3_bucket_object_lock_configuration');
    expect(lock.rule).toEqual({ default_retention: { days: 365, mode: 'COMPLIANCE' } });
    const buckets = resourcesOf(data, 'aws_s3_bucket');
    const inventories = resourcesOf(data, 'aws_s3_bucket_inventory');
    expect(inventories).toHaveLength(buckets.length);
    for (const { destination, schedule } of inventories) {
      expect(schedule).toEqual({ frequency: 'Weekly' });
      expect(destination.bucket).toMatchObject({ prefix: 'inventory', account_id: '123456789012', format: 'Parquet' });
    }
    const policies = resourcesOf(state, 'aws_s3_bucket_policy').map(({ policy }) => policy);
    expect(policies.filter((policy) => policy.includes('"Sid":"Inventories"'))).toEqual([
      expect.stringMatching(/access-logs[^"]*\/inventory\/\*"/),
    ]);
  });

  it('lists nothing where the environment says so', () => {
    const off = synthesizeCloud(awsSite({ bucketInventory: 'off' }), aws);
    expect(resourcesOf(off.data, 'aws_s3_bucket_inventory')).toEqual([]);
    expect(JSON.stringify(off.state)).not.toContain('Inventories');
  });
});

describe('Google Cloud', () => {
  const { data, state } = synthesizeCloud(withStoreWords(googleSite()), google);
  const databases = own(data, 'google_sql_database_instance', /^databases_postgres/);

  it('copies a database for reads, each behind an address of its own', () => {
    const replicas = databases.filter(({ instance_type }) => instance_type === 'READ_REPLICA_INSTANCE');
    expect(replicas.map(({ settings }) => settings.location_preference.zone)).toEqual([
      'europe-west1-d',
      'europe-west1-c',
    ]);
    for (const { settings, master_instance_name, encryption_key_name } of replicas) {
      expect(master_instance_name).toMatch(/google_sql_database_instance\.databases_postgres/);
      expect(encryption_key_name).toBe(databases[0].encryption_key_name);
      expect(settings).toMatchObject({
        availability_type: 'ZONAL',
        database_flags: databases[0].settings.database_flags,
      });
      expect(settings).not.toHaveProperty('backup_configuration');
      expect(settings).not.toHaveProperty('maintenance_window');
    }
    expect(own(data, 'google_compute_forwarding_rule', /^databases_postgres/)).toHaveLength(3);
  });

  it('states flags in the units of PostgreSQL', () => {
    expect(databases[0].settings.database_flags).toEqual(
      expect.arrayContaining([
        { name: 'work_mem', value: '65536' },
        { name: 'jit', value: 'off' },
        { name: 'autovacuum_analyze_scale_factor', value: '0.02' },
      ]),
    );
  });

  it('keeps the window and the first freeze', () => {
    expect(databases[0].settings).toMatchObject({
      maintenance_window: { day: 3, hour: 22, update_track: 'stable' },
      deny_maintenance_period: { start_date: '2026-12-19', end_date: '2027-01-05', time: '00:00:00' },
    });
  });

  it('locks a bucket by its policy, which takes the place of versions', () => {
    const locked = resourcesOf(data, 'google_storage_bucket').filter(({ retention_policy }) => retention_policy);
    expect(locked).toEqual([
      expect.objectContaining({
        versioning: { enabled: false },
        retention_policy: { is_locked: true, retention_period: 365 * 86_400 },
      }),
    ]);
  });

  it('lists every bucket of a service into one of the site, as an account that may do no more', () => {
    const reports = resourcesOf(data, 'google_storage_insights_report_config');
    const buckets = resourcesOf(data, 'google_storage_bucket');
    expect(reports).toHaveLength(buckets.length - 1);
    for (const { frequency_options: options, lifecycle, depends_on } of reports) {
      expect(options).toMatchObject({ frequency: 'WEEKLY', end_date: { day: 31, month: 12, year: 2050 } });
      // Days are Terraform's, when it makes the report; nothing here reads a clock.
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform's.
      expect(options.start_date.day).toBe('${tonumber(formatdate("D", timeadd(plantimestamp(), "48h")))}');
      expect(lifecycle.ignore_changes).toEqual(['frequency_options[0].start_date']);
      expect(depends_on).toHaveLength(2);
    }
    const roles = resourcesOf(data, 'google_storage_bucket_iam_member').filter(({ member }) =>
      member.endsWith('@gcp-sa-storageinsights.iam.gserviceaccount.com'),
    );
    expect([...new Set(roles.map(({ role }) => role))].sort()).toEqual([
      'roles/storage.insightsCollectorService',
      'roles/storage.objectCreator',
    ]);
    expect(JSON.stringify(state)).toContain('serviceProducers/storageinsights.googleapis.com');
  });

  it('makes nothing of that where the environment says so', () => {
    const off = synthesizeCloud(googleSite({ bucketInventory: 'off' }), google);
    expect(JSON.stringify(off)).not.toContain('storageinsights');
    expect(resourcesOf(off.data, 'google_storage_insights_report_config')).toEqual([]);
  });
});

describe('Azure', () => {
  const { data } = synthesizeCloud(withStoreWords(azureSite()), azure);
  const servers = own(data, 'azurerm_postgresql_flexible_server', /^databases_postgres/);
  const replicas = servers.filter(({ create_mode }) => create_mode === 'Replica');

  it('copies a database for reads, one after the other, behind private endpoints and locks', () => {
    expect(replicas.map(({ zone }) => zone)).toEqual(['3', '2']);
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        source_server_id: expect.stringMatching(/azurerm_postgresql_flexible_server\.databases_postgres/),
        public_network_access_enabled: false,
        customer_managed_key: servers[0].customer_managed_key,
        sku_name: 'GP_Standard_D4ds_v5',
      });
      expect(replica).not.toHaveProperty('high_availability');
      expect(replica).not.toHaveProperty('administrator_login');
    }
    expect(replicas[1].depends_on.join()).toMatch(/read-1/);
    expect(own(data, 'azurerm_private_endpoint', /^databases_postgres/)).toHaveLength(3);
    expect(own(data, 'azurerm_management_lock', /^databases_postgres/)).toHaveLength(3);
  });

  it('states every parameter on the server and on each copy', () => {
    const parameters = own(data, 'azurerm_postgresql_flexible_server_configuration', /^databases_postgres/);
    for (const [name, value] of [
      ['work_mem', '65536'],
      ['require_secure_transport', 'on'],
      ['max_connections', '600'],
    ]) {
      expect(parameters.filter((one) => one.name === name).map((one) => one.value)).toEqual([value, value, value]);
    }
  });

  it('keeps the window, and has no burstable machine where copies are asked for', () => {
    for (const { maintenance_window } of servers) {
      expect(maintenance_window).toEqual({ day_of_week: 3, start_hour: 22, start_minute: 0 });
    }
    const small = withStoreWords(azureSite());
    const { databases } = small.services;
    if (!databases) throw new Error('no databases');
    const [orders] = Object.values(databases.postgres);
    if (!orders) throw new Error('no database');
    const sku = (readReplicas: number) =>
      own(
        synthesizeCloud(
          {
            ...small,
            services: {
              databases: {
                ...databases,
                buckets: {},
                postgres: { orders: { ...orders, size: 'small', highlyAvailable: false, readReplicas } },
              },
            },
          },
          azure,
        ).data,
        'azurerm_postgresql_flexible_server',
        /^databases_postgres/,
      ).map(({ sku_name }) => sku_name);
    expect(sku(0)).toEqual(['B_Standard_B2s']);
    expect(sku(1)).toEqual(['GP_Standard_D2ds_v5', 'GP_Standard_D2ds_v5']);
  });

  it('locks the container of objects, and not that of lists', () => {
    const [lock, ...others] = resourcesOf(data, 'azurerm_storage_container_immutability_policy');
    expect(others).toEqual([]);
    expect(lock).toMatchObject({ immutability_period_in_days: 365, locked: true });
    expect(lock.storage_container_resource_manager_id).not.toMatch(/inventory/);
  });

  it('lists every account with versions, and lets old lists go', () => {
    const accounts = resourcesOf(data, 'azurerm_storage_blob_inventory_policy');
    expect(accounts).toHaveLength(resourcesOf(data, 'azurerm_storage_account').length);
    for (const { rules } of accounts) {
      expect(rules[0]).toMatchObject({ schedule: 'Weekly', filter: { include_blob_versions: true } });
    }
    for (const { rule } of resourcesOf(data, 'azurerm_storage_management_policy')) {
      expect(rule.at(-1)).toMatchObject({ name: 'old-lists', filters: { prefix_match: ['inventory/'] } });
    }
  });
});
