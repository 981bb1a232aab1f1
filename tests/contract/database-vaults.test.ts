import { isAbsent } from '../../constructs/contracts';
import type { Cloud } from '../../environments/facts';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';
import { vaultedDatabases, vaultedSites } from '../fixtures/vaulted-databases';

type Fields = Readonly<Record<string, unknown>>;

interface Case {
  readonly vault: string;
  /** What leads one database into the vault, and the field that names it. */
  readonly kept: readonly [type: string, field: string];
  /** Says for how many days. */
  readonly days: readonly [type: string, field: string, value: unknown][];
}

const clouds: [cloud: Cloud, Case][] = [
  [
    'aws',
    {
      vault: 'aws_backup_vault',
      kept: ['aws_backup_selection', 'resources'],
      days: [
        ['aws_backup_vault_lock_configuration', 'min_retention_days', 60],
        ['aws_backup_plan', 'rule', [expect.objectContaining({ lifecycle: { delete_after: 60 } })]],
      ],
    },
  ],
  [
    'google',
    {
      vault: 'google_backup_dr_backup_vault',
      kept: ['google_backup_dr_backup_plan_association', 'resource'],
      days: [
        ['google_backup_dr_backup_vault', 'backup_minimum_enforced_retention_duration', '5184000s'],
        ['google_backup_dr_backup_plan', 'backup_rules', [expect.objectContaining({ backup_retention_days: 60 })]],
      ],
    },
  ],
  [
    'azure',
    {
      vault: 'azurerm_data_protection_backup_vault',
      kept: ['azurerm_data_protection_backup_instance_postgresql_flexible_server', 'server_id'],
      days: [
        [
          'azurerm_data_protection_backup_policy_postgresql_flexible_server',
          'default_retention_rule',
          { life_cycle: [{ data_store_type: 'VaultStore', duration: 'P60D' }] },
        ],
      ],
    },
  ],
];

const made = ({ stacks }: SynthesizedSite, type: string): Fields[] =>
  Object.values((stacks.data?.resource?.[type] ?? {}) as Record<string, Fields>);

/** Takes away what a path leads to, however many there are. */
function without(value: unknown, [key, ...rest]: readonly string[]): void {
  if (Array.isArray(value)) for (const entry of value) without(entry, [key ?? '', ...rest]);
  else if (typeof value === 'object' && value !== null && key !== undefined) {
    if (rest.length > 0) without((value as Record<string, unknown>)[key], rest);
    else delete (value as Record<string, unknown>)[key];
  }
}

describe.each(clouds)('vaults of databases on %s', (cloud, { vault, kept, days }) => {
  const site = vaultedDatabases[cloud];
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  }, 120_000);

  it('keep the database that is regulated, and no other', () => {
    const [type, field] = kept;
    expect(made(built, vault)).toHaveLength(1);
    expect(made(built, type)).toHaveLength(1);
    const [one] = made(built, type);
    expect(JSON.stringify(one?.[field])).toMatch(/databases_postgres-orders/);
  });

  it('keep it for the days that the environment says', () => {
    for (const [type, field, value] of days) expect(made(built, type)[0]?.[field]).toEqual(value);
  });

  it('outlive whoever deletes what Terraform made', () => {
    expect(made(built, vault)[0]).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  it('stand where the database is served, and only where one is regulated', async () => {
    const [primary, standby] = vaultedSites(cloud);
    expect(primary.recovery?.vault).toBeDefined();
    const [plain] = vaultedSites(cloud, { recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 } });
    for (const other of [standby, plain]) expect(made(await synthesizeSite(other), vault)).toEqual([]);
  }, 120_000);

  const statusWith = (data?: StackJson) =>
    checkParity(
      { stacks: data ? { ...built.stacks, data } : built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site),
    ).find(({ capability }) => capability === 'postgres.vault')?.status;

  it('break their promise without any one of the fields that it goes by', () => {
    const stated = built.model.evidence['postgres.vault'];
    if (isAbsent(stated)) throw new Error('absent');
    expect(statusWith()).toBe('kept');
    for (const { type, path } of stated) {
      const data = structuredClone(built.stacks.data) as { resource: Record<string, Record<string, object>> };
      for (const body of Object.values(data.resource[type] ?? {})) {
        without(body, path.replaceAll('[]', '').split('.'));
      }
      expect({ type, path, status: statusWith(data as StackJson) }).toEqual({ type, path, status: 'broken' });
    }
  });

  it('break no other promise', () => {
    const results = checkParity(
      { stacks: built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site),
    );
    const broken = results.filter(
      ({ capability, status }) => status === 'broken' && capability.startsWith('postgres.'),
    );
    expect(broken.filter(({ capability }) => !capability.includes('.alarm-'))).toEqual([]);
  });
});
