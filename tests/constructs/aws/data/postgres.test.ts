import { Testing } from 'cdk8s';
import { postgres } from '../../../../constructs/aws/data/postgres';
import { instanceClasses, maxStorageGiB } from '../../../../constructs/aws/data/postgres-sizes';
import { databases, type Services, tracking } from '../../../../services';
import type { ConfigOf } from '../../../../services/define-service';
import { awsSite } from '../../../fixtures/sites';
import { named, resourcesOf, synthesize, theOnly } from '../aws-stacks';

type Config = ConfigOf<Services['tracking']>;

const dataOf = (config: Partial<Config> = {}, deletionProtection = true) =>
  synthesize({ deletionProtection, services: { tracking: tracking.config.parse(config) } }).data;

const request = {
  site: awsSite(),
  service: 'tracking',
  namespace: 'tracking',
  name: 'database',
  need: tracking.needs(tracking.config.parse({}), new Set()).database,
} as const;

const data = dataOf();
const instance = theOnly(data, 'aws_db_instance');

describe('postgres', () => {
  it('has no public address and refuses connections without TLS', () => {
    expect(instance).toMatchObject({ publicly_accessible: false, ca_cert_identifier: 'rds-ca-rsa2048-g1' });
    const { family, parameter } = theOnly(data, 'aws_db_parameter_group');
    expect(family).toBe('postgres17');
    expect(parameter).toContainEqual({ name: 'rds.force_ssl', value: '1', apply_method: 'immediate' });
  });

  it('answers nodes and pods of the site only', () => {
    const rules = resourcesOf(data, 'aws_vpc_security_group_ingress_rule');
    expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4).sort()).toEqual([
      '10.0.0.0/19',
      '10.0.32.0/19',
      '10.0.64.0/19',
      '10.1.0.0/16',
    ]);
    for (const rule of rules) expect(rule).toMatchObject({ from_port: 5432, to_port: 5432 });
  });

  it('fails over to another zone and restores any second of the retention', () => {
    expect(instance).toMatchObject({ multi_az: true, backup_retention_period: 14, copy_tags_to_snapshot: true });
    expect(theOnly(dataOf({ highlyAvailable: false }), 'aws_db_instance').multi_az).toBe(false);
  });

  it('cannot be deleted by accident, and leaves a snapshot if it is deleted after all', () => {
    expect(instance).toMatchObject({
      deletion_protection: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-test-aws-eu-west-1-tracking-database-fc34a14c-final',
      lifecycle: { prevent_destroy: true },
    });
    const free = theOnly(dataOf({}, false), 'aws_db_instance');
    expect(free).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
    expect(free).not.toHaveProperty('final_snapshot_identifier');
  });

  it('encrypts data, figures and logs with own keys', () => {
    expect(instance).toMatchObject({
      storage_encrypted: true,
      kms_key_id: expect.stringMatching(/aws_kms_key\.tracking_key/),
      performance_insights_enabled: true,
      performance_insights_kms_key_id: expect.stringMatching(/aws_kms_key\.tracking_key/),
    });
    const logs = resourcesOf(data, 'aws_cloudwatch_log_group');
    expect(logs.map(({ name }) => name.replace(/^.*\//, ''))).toEqual(instance.enabled_cloudwatch_logs_exports);
    for (const log of logs) expect(log).toMatchObject({ retention_in_days: 365, kms_key_id: expect.any(String) });
  });

  it('grows by itself and is maintained in the window of the site', () => {
    expect(instance).toMatchObject({
      allocated_storage: 100,
      max_allocated_storage: 1000,
      maintenance_window: 'sat:00:00-sat:06:00',
      // Its backups are made outside the window.
      backup_window: '22:00-23:00',
      allow_major_version_upgrade: false,
      apply_immediately: false,
    });
    expect(maxStorageGiB(10_000)).toBe(65_536);
  });

  it('writes the password to the database and to the secret store, and to no state', () => {
    expect(instance).toMatchObject({ username: 'mlflow', db_name: 'mlflow', password_wo_version: 1 });
    expect(instance.password_wo).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    expect(instance).not.toHaveProperty('password');
    const connection = named(data, 'aws_secretsmanager_secret_version', 'connection');
    expect(connection.secret_string_wo).toContain(`"password" = ${instance.password_wo.slice(2, -1)}`);
    for (const key of ['host', 'port', 'username', 'dbname']) {
      expect(connection.secret_string_wo).toContain(`"${key}" =`);
    }
    expect(connection).not.toHaveProperty('secret_string');
  });

  it.each(Object.entries(instanceClasses))('sizes %s as %s', (size, instanceClass) => {
    expect(theOnly(dataOf({ size: size as Config['size'] }), 'aws_db_instance').instance_class).toBe(instanceClass);
  });

  it('decodes its log and keeps a second connection where changes may be captured', () => {
    const services = { databases: databases.config.parse({ postgres: { shop: { capture: true, storageGiB: 40 } } }) };
    const stack = synthesize({ services }).data;
    const { parameter } = theOnly(stack, 'aws_db_parameter_group');
    const decoding = { name: 'rds.logical_replication', value: '1', apply_method: 'pending-reboot' };
    expect(parameter).toContainEqual(decoding);
    expect(parameter).toContainEqual({ name: 'max_slot_wal_keep_size', value: '20480', apply_method: 'immediate' });
    expect(theOnly(data, 'aws_db_parameter_group').parameter).not.toContainEqual(decoding);
    const written = resourcesOf(stack, 'aws_secretsmanager_secret_version').map((one) => one.secret_string_wo);
    expect(written.filter((text) => text.includes('"username" = "shop_capture"'))).toHaveLength(1);
    expect(new Set(written.map((text) => /"password" = (\S+?)[,}]/.exec(text)?.[1])).size).toBe(2);
    expect(postgres.bind({ ...request, need: { ...request.need, capture: true } }).users?.capture).toEqual({
      username: 'mlflow_capture',
      secretName: 'tracking-database-capture',
      rights: ['GRANT rds_replication TO "mlflow_capture"'],
    });
  });

  it('binds to names that are known before anything is made', () => {
    const ports = [{ port: 5432, protocol: 'TCP' }];
    expect(postgres.bind(request)).toEqual({
      secretName: 'tracking-database',
      sslMode: 'require',
      egress: ['10.0.176.0/22', '10.0.180.0/22', '10.0.184.0/22'].map((cidr) => ({ cidr, ports })),
    });
  });

  it('fetches the connection from the secret store', () => {
    const chart = Testing.chart();
    postgres.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.metadata).toMatchObject({ name: 'tracking-database', namespace: 'tracking' });
    expect(manifest.spec.data.map(({ remoteRef }: { remoteRef: unknown }) => remoteRef)).toEqual(
      ['host', 'port', 'username', 'password', 'dbname'].map((property) => ({
        key: 'evenkeel/test-aws-eu-west-1/tracking/database',
        property,
      })),
    );
  });
});
