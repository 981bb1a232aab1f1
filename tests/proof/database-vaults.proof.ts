import type { Cloud } from '../../environments/facts';
import { vaultedSites } from '../fixtures/vaulted-databases';
import { type FixtureGround, fixtureGround, fixtureProviders } from './applied-fixture';
import { changesIn, type PlannedChange, plan } from './planned-changes';
import { proof } from './skips';

interface Case {
  readonly cloud: Cloud;
  /** Whatever makes the vault, locks it, or fills it. */
  readonly parts: RegExp;
  readonly server: string;
  /** What a longer time changes in place; nothing of the vault is made anew. */
  readonly longer: readonly string[];
  /** What a mocked apply makes up of a server. Default: nothing. */
  readonly madeUp?: readonly string[];
}

const cases: readonly Case[] = [
  { cloud: 'aws', parts: /^aws_backup_/, server: 'aws_db_instance', longer: ['aws_backup_plan rule'] },
  {
    cloud: 'google',
    parts: /^google_backup_dr_/,
    server: 'google_sql_database_instance',
    longer: [
      'google_backup_dr_backup_plan backup_rules',
      'google_backup_dr_backup_vault backup_minimum_enforced_retention_duration',
    ],
  },
  {
    cloud: 'azure',
    parts: /^azurerm_data_protection_/,
    server: 'azurerm_postgresql_flexible_server',
    // Policies are made anew, the new one first, and backups follow it.
    longer: ['azurerm_data_protection_backup_instance_postgresql_flexible_server backup_policy_id'],
    madeUp: ['storage_tier'],
  },
];

const days = { longer: 90, shorter: 35 } as const;
const withDays = (cloud: Cloud, vaultDays: number) => {
  const [site] = vaultedSites(cloud);
  const { recovery } = site;
  if (!recovery?.vault) throw new Error(`${site.name} has no vault`);
  return { ...site, recovery: { ...recovery, vault: { ...recovery.vault, days: vaultDays } } };
};

describe.each(cases)('on $cloud', ({ cloud, parts, server, longer, madeUp = [] }) => {
  const needs = ['terraform', `provider-${fixtureProviders[cloud].provider}`] as const;
  proof('vaults of databases, planned by their own provider', [...needs], () => {
    let ground: FixtureGround;
    let again: readonly PlannedChange[];
    let extended: readonly PlannedChange[];
    let state: string;

    beforeAll(async () => {
      ground = await fixtureGround('database-vaults', cloud);
      const made = await ground.apply(vaultedSites(cloud)[0], 'vaulted');
      state = made.state;
      again = changesIn(await plan(ground.terraform, made.dir, ['-refresh=false']));
      const after = await ground.on(withDays(cloud, days.longer), 'longer', state);
      extended = changesIn(await plan(ground.terraform, after, ['-refresh=false']));
    });
    afterAll(() => ground?.stop());

    it('are what the provider takes: a second plan is empty, whenever it is made', () => {
      const own = again.filter(({ type }) => parts.test(type) || type === server);
      expect(own.filter(({ attribute }) => !madeUp.includes(attribute))).toEqual([]);
    });

    it('take backups for longer without being made anew', () => {
      const ofVaults = extended.filter(({ type }) => parts.test(type));
      const changed = ofVaults.filter(({ action }) => action === 'update');
      expect(changed.map(({ type, attribute }) => `${type} ${attribute}`).sort()).toEqual([...longer].sort());
      const lost = ofVaults.filter(({ action }) => action === 'replace' || action === 'delete');
      expect(lost.filter(({ type }) => !type.includes('_backup_policy_'))).toEqual([]);
    });
  });
});

proof('a locked vault of AWS', ['terraform', 'provider-aws'], () => {
  it('refuses to be planned with fewer days than it is locked for', async () => {
    const ground = await fixtureGround('database-vaults-shorter', 'aws');
    try {
      const { state } = await ground.apply(vaultedSites('aws')[0], 'vaulted');
      const after = await ground.on(withDays('aws', days.shorter), 'shorter', state);
      await expect(plan(ground.terraform, after, ['-refresh=false'])).rejects.toThrow(
        /they can be made\s+more, never fewer/,
      );
    } finally {
      ground.stop();
    }
  });
});
