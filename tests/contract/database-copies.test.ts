import { regionCopies } from '../../constructs/contracts';
import type { AwsSite, Cloud, CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { type CopiedDatabase, copiedDatabase, copiedDatabases, placeOf } from '../fixtures/copied-databases';
import { awsSite } from '../fixtures/sites';
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

describe('backups of databases of another region', () => {
  it('are kept on AWS under a key of the site that takes them', async () => {
    const { primary, copy } = copiedDatabases.aws;
    const site = awsSite({
      ...(copy as AwsSite),
      ...copiedDatabase(placeOf(primary), placeOf(copy), regionCopies.backups),
    });
    const built = await synthesizeSite(site);
    const [backups] = Object.values(made(built, 'aws_db_instance_automated_backups_replication'));
    expect(backups).toMatchObject({
      source_db_instance_arn: expect.stringMatching(
        /^arn:aws:rds:eu-west-1:123456789012:db:acme-test-aws-eu-west-1-databases-postgres-orders-\w{8}$/,
      ),
      retention_period: 14,
      kms_key_id: expect.stringContaining('aws_kms_key.'),
    });
    // The site has a server of its own beside them: what is restored becomes another one.
    expect(serverOf(built, 'aws_db_instance')[1]).not.toHaveProperty('replicate_source_db');
    const [kept] = checkParity(
      { stacks: built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site),
    ).filter(({ capability }) => capability === 'postgres.site-backups');
    expect(kept?.status).toBe('kept');
    for (const field of ['kms_key_id', 'retention_period', 'lifecycle']) {
      const data = structuredClone(built.stacks.data) as { resource: Record<string, Record<string, Fields>> };
      for (const body of Object.values(data.resource.aws_db_instance_automated_backups_replication ?? {})) {
        delete (body as Record<string, unknown>)[field];
      }
      const without = checkParity(
        { stacks: { ...built.stacks, data: data as StackJson }, manifests: built.manifests },
        built.model.evidence,
        promises(site),
      );
      expect(without.find(({ capability }) => capability === 'postgres.site-backups')?.status).toBe('broken');
    }
  }, 60_000);
});
