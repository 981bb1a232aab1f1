import { regionCopies } from '../../constructs/contracts';
import type { Cloud, CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { type CopiedDatabase, copiedDatabase, copiedDatabases, placeOf } from '../fixtures/copied-databases';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

type Fields = Readonly<Record<string, unknown>>;

interface Case {
  readonly server: string;
  /** What a primary is called in the words of a copy. */
  readonly nameOf: (server: Fields, site: CloudSite) => string;
  readonly source: string;
  /** Resource with the connection, and the version that it is written with. */
  readonly secret: readonly [type: string, version: string];
  /** Where the password of the owner is set. */
  readonly password: readonly [type: string, field: string];
}

const clouds: [cloud: Cloud, Case][] = [
  [
    'aws',
    {
      server: 'aws_db_instance',
      nameOf: ({ identifier }) => `arn:aws:rds:eu-west-1:123456789012:db:${identifier}`,
      source: 'replicate_source_db',
      secret: ['aws_secretsmanager_secret_version', 'secret_string_wo_version'],
      password: ['aws_db_instance', 'password_wo'],
    },
  ],
  [
    'google',
    {
      server: 'google_sql_database_instance',
      nameOf: ({ name }) => `${name}`,
      source: 'master_instance_name',
      secret: ['google_secret_manager_secret_version', 'secret_data_wo_version'],
      password: ['google_sql_user', 'password_wo'],
    },
  ],
  [
    'azure',
    {
      server: 'azurerm_postgresql_flexible_server',
      nameOf: ({ name }, site) =>
        `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/${site.name}-data/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`,
      source: 'source_server_id',
      secret: ['azurerm_key_vault_secret', 'value_wo_version'],
      password: ['azurerm_postgresql_flexible_server', 'administrator_password_wo'],
    },
  ],
];

const made = (built: SynthesizedSite, type: string): Record<string, Fields> =>
  (built.stacks.data?.resource?.[type] ?? {}) as Record<string, Fields>;

/** The server itself, not its copies for reads. */
const serverOf = (built: SynthesizedSite, type: string): readonly [address: string, Fields] => {
  const found = Object.entries(made(built, type)).filter(([id]) => !id.includes('read-1'));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} servers`);
  return found[0];
};

describe.each(clouds)('databases of another region on %s', (cloud, words) => {
  const sites = copiedDatabases[cloud];
  let built: Record<keyof CopiedDatabase, SynthesizedSite>;
  const server = (of: keyof CopiedDatabase) => serverOf(built[of], words.server);

  beforeAll(async () => {
    built = {
      primary: await synthesizeSite(sites.primary),
      copy: await synthesizeSite(sites.copy),
      promoted: await synthesizeSite(sites.promoted),
    };
  }, 180_000);

  it('are followed by the name that they really have', () => {
    expect(server('copy')[1][words.source]).toBe(words.nameOf(server('primary')[1], sites.primary));
    expect(server('primary')[1]).not.toHaveProperty(words.source);
  });

  it('are promoted where they stand, with no source and a password of their own', () => {
    const [address, fields] = server('promoted');
    expect(address).toBe(server('copy')[0]);
    expect(fields).not.toHaveProperty(words.source);
    const [type, field] = words.password;
    const passwords = (of: keyof CopiedDatabase) => Object.values(made(built[of], type)).filter((one) => field in one);
    expect(passwords('copy')).toEqual([]);
    expect(passwords('promoted')).toHaveLength(1);
  });

  it('have the connection written anew when they are promoted', () => {
    const [type, version] = words.secret;
    const versions = (of: keyof CopiedDatabase) =>
      Object.entries(made(built[of], type))
        .filter(([id]) => id.includes('database'))
        .map(([, one]) => one[version]);
    expect(versions('copy')).toEqual([1_000_000_001]);
    expect(versions('promoted')).toEqual([1]);
  });

  it('have no copies for reads of their own while they are copies', () => {
    expect(Object.keys(made(built.copy, words.server))).toHaveLength(1);
    expect(Object.keys(made(built.promoted, words.server))).toHaveLength(2);
  });

  const statuses = (of: keyof CopiedDatabase, data?: StackJson) =>
    Object.fromEntries(
      checkParity(
        {
          stacks: data ? { ...built[of].stacks, data } : built[of].stacks,
          manifests: built[of].manifests,
        },
        built[of].model.evidence,
        promises(sites[of]),
      )
        .filter(({ capability }) => capability.startsWith('postgres.') && !capability.includes('.alarm-'))
        .map(({ capability, status }) => [capability, status]),
    );

  it('keep every promise, which only the site with the copy makes', () => {
    expect(statuses('copy')).toMatchObject({ 'postgres.site-replicas': 'kept', 'postgres.dump-copies': 'idle' });
    expect(Object.entries(statuses('copy')).filter(([, status]) => status === 'broken')).toEqual([]);
    expect(statuses('primary')['postgres.site-replicas']).toBe('idle');
    expect(statuses('promoted')['postgres.site-replicas']).toBe('idle');
  });

  it('break their promise without any one of the fields that it goes by', () => {
    const stated = built.copy.model.evidence['postgres.site-replicas'];
    if ('absent' in stated) throw new Error('absent');
    for (const { type, path } of stated) {
      const data = structuredClone(built.copy.stacks.data) as { resource: Record<string, Record<string, object>> };
      for (const body of Object.values(data.resource[type] ?? {})) {
        const keys = path.split('.');
        const last = keys.pop() ?? '';
        const holder = keys.reduce<Record<string, unknown>>(
          (value, key) => value[key] as Record<string, unknown>,
          body as Record<string, unknown>,
        );
        delete holder[last];
      }
      expect({ path, status: statuses('copy', data as StackJson)['postgres.site-replicas'] }).toEqual({
        path,
        status: 'broken',
      });
    }
  });
});

interface BackupsCase {
  /** Where what keeps the backups is stated. */
  readonly keeper: 'primary' | 'copy';
  readonly type: string;
  readonly fields: Fields;
  /** Without any one of them the promise is broken. */
  readonly guards: readonly string[];
}

const backups: [cloud: Exclude<Cloud, 'google'>, BackupsCase][] = [
  [
    'aws',
    {
      keeper: 'copy',
      type: 'aws_db_instance_automated_backups_replication',
      fields: {
        source_db_instance_arn: expect.stringMatching(
          /^arn:aws:rds:eu-west-1:123456789012:db:acme-test-aws-eu-west-1-databases-postgres-orders-\w{8}$/,
        ),
        retention_period: 14,
        kms_key_id: expect.stringContaining('aws_kms_key.'),
      },
      guards: ['kms_key_id', 'retention_period', 'lifecycle'],
    },
  ],
  [
    'azure',
    {
      keeper: 'primary',
      type: 'azurerm_postgresql_flexible_server',
      fields: {
        geo_redundant_backup_enabled: true,
        backup_retention_days: 14,
        customer_managed_key: expect.objectContaining({
          key_vault_key_id: expect.stringMatching(/\.versionless_id\}$/),
          geo_backup_key_vault_key_id: expect.stringMatching(/backup-key.*\.id\}$/),
          geo_backup_user_assigned_identity_id: expect.stringContaining('backup-key'),
        }),
      },
      guards: ['geo_redundant_backup_enabled', 'customer_managed_key', 'backup_retention_days', 'lifecycle'],
    },
  ],
];

describe.each(backups)('backups in another region on %s', (cloud, words) => {
  const { primary, copy } = copiedDatabases[cloud];
  const promised = copiedDatabase(placeOf(primary), placeOf(copy), regionCopies.backups);
  const sites = { primary: { ...primary, ...promised }, copy: { ...copy, ...promised } };
  let built: Record<'primary' | 'copy', SynthesizedSite>;

  beforeAll(async () => {
    built = { primary: await synthesizeSite(sites.primary), copy: await synthesizeSite(sites.copy) };
  }, 120_000);

  const keepsBackups = (of: 'primary' | 'copy', data = built[of].stacks.data) =>
    checkParity(
      { stacks: { ...built[of].stacks, ...(data ? { data } : {}) }, manifests: built[of].manifests },
      built[of].model.evidence,
      promises(sites[of]),
    ).find(({ capability }) => capability === 'postgres.site-backups')?.status;

  it('are kept under a key that lies there, and promised by the site that has them kept', () => {
    const [kept] = Object.entries(made(built[words.keeper], words.type))
      .filter(([id]) => !id.includes('read-1'))
      .map(([, fields]) => fields);
    expect(kept).toMatchObject(words.fields);
    const other = words.keeper === 'primary' ? 'copy' : 'primary';
    expect([keepsBackups(words.keeper), keepsBackups(other)]).toEqual(['kept', 'idle']);
    for (const field of words.guards) {
      const data = structuredClone(built[words.keeper].stacks.data) as StackJson;
      for (const body of Object.values(data.resource?.[words.type] ?? {})) {
        delete (body as Record<string, unknown>)[field];
      }
      expect({ field, status: keepsBackups(words.keeper, data) }).toEqual({ field, status: 'broken' });
    }
  });

  it('leave the other site a server of its own: what is restored becomes another one', () => {
    const { server, source } = clouds.find(([name]) => name === cloud)?.[1] ?? { server: '', source: '' };
    expect(serverOf(built.copy, server)[1]).not.toHaveProperty(source);
  });
});

describe('backups that Azure sends to the paired region', () => {
  const { primary, copy } = copiedDatabases.azure;
  const promised = copiedDatabase(placeOf(primary), placeOf(copy), regionCopies.backups);

  it.each([
    ['sent', { ...primary, ...promised }, 'northeurope'],
    ['waited for', { ...copy, ...promised }, 'westeurope'],
  ] as const)('have key, identity and vault there, on the site where they are %s', async (_, site, there) => {
    const built = await synthesizeSite(site);
    const ofBackups = (type: string) =>
      Object.entries(made(built, type)).flatMap(([id, body]) => (id.includes('backup-') ? [body] : []));
    for (const type of ['azurerm_key_vault', 'azurerm_user_assigned_identity']) {
      expect(ofBackups(type)).toEqual([expect.objectContaining({ location: there })]);
    }
    expect(made(built, 'azurerm_resource_group')).toMatchObject({
      'backups-group': { name: `${site.name}-backups`, location: there },
    });
    // Pipelines reach it by the network of their own site; Azure sends its log to an account in its own region.
    const [endpoint] = ofBackups('azurerm_private_endpoint');
    expect(endpoint).toMatchObject({ location: site.region });
    const [log] = ofBackups('azurerm_monitor_diagnostic_setting');
    const other = site.name === primary.name ? copy : primary;
    expect(log?.storage_account_id).toContain(`/resourceGroups/${other.name}-network/`);
  });

  it('stop the plan of a server that was made without them, and do not replace it', async () => {
    const built = await synthesizeSite({ ...primary, ...promised });
    const [, { lifecycle }] = serverOf(built, 'azurerm_postgresql_flexible_server');
    expect(lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining(['geo_redundant_backup_enabled']),
      postcondition: [{ condition: `\${self.geo_redundant_backup_enabled}` }],
    });
  });

  it('are not sent where nothing is promised', async () => {
    const built = await synthesizeSite(primary);
    const [, server] = serverOf(built, 'azurerm_postgresql_flexible_server');
    expect(server.geo_redundant_backup_enabled).toBe(false);
    expect(Object.keys(made(built, 'azurerm_key_vault'))).toHaveLength(1);
  });
});
