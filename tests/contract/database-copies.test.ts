import { regionCopies } from '../../constructs/contracts';
import type { CloudSite, CopyPlace } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { databases } from '../../services';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const services = { databases: databases.config.parse({ postgres: { orders: { readReplicas: 1 } } }) };

type Fields = Readonly<Record<string, unknown>>;

interface Case {
  readonly site: (overrides: object) => CloudSite;
  readonly standby: { readonly name: string; readonly region: string; readonly zones: readonly string[] };
  readonly account: (site: CloudSite) => string;
  readonly server: string;
  /** What a primary is called in the words of a copy. */
  readonly nameOf: (server: Fields, site: CloudSite) => string;
  readonly source: string;
  /** Resource with the connection, and the version that it is written with. */
  readonly secret: readonly [type: string, version: string];
  /** Where the password of the owner is set. */
  readonly password: readonly [type: string, field: string];
}

const clouds: [cloud: string, Case][] = [
  [
    'aws',
    {
      site: awsSite,
      standby: {
        name: 'test-aws-eu-central-1',
        region: 'eu-central-1',
        zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
      },
      account: (site) => ('accountId' in site ? site.accountId : ''),
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
      site: googleSite,
      standby: {
        name: 'test-google-europe-west4',
        region: 'europe-west4',
        zones: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'],
      },
      account: (site) => ('projectId' in site ? site.projectId : ''),
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
      site: azureSite,
      standby: { name: 'test-azure-northeurope', region: 'northeurope', zones: ['1', '2', '3'] },
      account: (site) => ('subscriptionId' in site ? site.subscriptionId : ''),
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

describe.each(clouds)('databases of another region on %s', (_cloud, { site, standby, account, ...words }) => {
  const first = site({ services });
  const place = (one: Pick<CopyPlace, 'name' | 'region'>): CopyPlace => ({
    name: one.name,
    cloud: first.cloud,
    region: one.region,
    account: account(first),
  });
  const [here, there] = [place(first), place(standby)];
  const recovery = (from: CopyPlace, to: CopyPlace, mechanism: string) => ({
    tier: 'warm-standby' as const,
    rpoMinutes: 15,
    rtoMinutes: 240,
    primary: from,
    standbys: [to],
    kept: [],
    copies: [{ service: 'databases', need: 'postgres-orders', mechanism, from, to, rpoMinutes: 15 }],
  });
  const sites = {
    primary: site({ services, recovery: recovery(here, there, regionCopies.replica) }),
    copy: site({ ...standby, role: 'standby', services, recovery: recovery(here, there, regionCopies.replica) }),
    promoted: site({ ...standby, services, recovery: recovery(there, here, regionCopies.replica) }),
  };
  let built: Record<keyof typeof sites, SynthesizedSite>;
  const server = (of: keyof typeof sites) => serverOf(built[of], words.server);

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
    const passwords = (of: keyof typeof sites) => Object.values(made(built[of], type)).filter((one) => field in one);
    expect(passwords('copy')).toEqual([]);
    expect(passwords('promoted')).toHaveLength(1);
  });

  it('have the connection written anew when they are promoted', () => {
    const [type, version] = words.secret;
    const versions = (of: keyof typeof sites) => Object.values(made(built[of], type)).map((one) => one[version]);
    expect(versions('copy')).toEqual([-1]);
    expect(versions('promoted')).toEqual([1]);
  });

  it('have no copies for reads of their own while they are copies', () => {
    expect(Object.keys(made(built.copy, words.server))).toHaveLength(1);
    expect(Object.keys(made(built.promoted, words.server))).toHaveLength(2);
  });

  const statuses = (of: keyof typeof sites, data?: StackJson) =>
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
    const from = { name: 'test-aws-eu-west-1', cloud: 'aws', region: 'eu-west-1', account: '123456789012' } as const;
    const to = { ...from, name: 'test-aws-eu-central-1', region: 'eu-central-1' } as const;
    const site = awsSite({
      name: to.name,
      region: to.region,
      zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
      role: 'standby',
      services,
      recovery: {
        tier: 'backup',
        rpoMinutes: 60,
        rtoMinutes: 240,
        primary: from,
        standbys: [to],
        kept: [],
        copies: [
          { service: 'databases', need: 'postgres-orders', mechanism: regionCopies.backups, from, to, rpoMinutes: 60 },
        ],
      },
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
  }, 60_000);
});
