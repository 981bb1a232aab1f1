import { regionCopies } from '../../constructs/contracts';
import type { Cloud } from '../../environments/facts';
import type { CloudSite } from '../../environments/model';
import { databases } from '../../services';
import { copiedDatabase, copiedDatabases, placeOf } from '../fixtures/copied-databases';
import { type FixtureGround, fixtureGround, fixtureProviders } from './applied-fixture';
import { changesIn, type PlannedChange, plan } from './planned-changes';
import { proof } from './skips';

interface Case {
  readonly cloud: Cloud;
  readonly server: string;
  /** By what else a standby may keep the database. */
  readonly besides: readonly string[];
  /** What a promotion changes of the server, among other things. */
  readonly changes: readonly string[];
  /** What a replica has from its source in the cloud, and a mocked apply makes up. Default: nothing. */
  readonly madeUp?: readonly string[];
  /** The same where a promotion states it, so that another word would make the server anew. Default: nothing. */
  readonly fromSource?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    cloud: 'aws',
    server: 'aws_db_instance',
    besides: [regionCopies.backups],
    changes: ['replicate_source_db', 'password_wo_version'],
    // Names of database and user are left out: whatever RDS says of a copy's must not make it anew.
    fromSource: { engine: 'postgres' },
  },
  {
    cloud: 'google',
    server: 'google_sql_database_instance',
    besides: [],
    changes: ['instance_type', 'master_instance_name'],
  },
  {
    cloud: 'azure',
    server: 'azurerm_postgresql_flexible_server',
    besides: [],
    changes: ['administrator_password_wo_version'],
    madeUp: ['customer_managed_key', 'storage_tier'],
  },
];

/** The site with its database kept by other mechanisms too. */
const keptBesides = <S extends CloudSite>(site: S, mechanisms: readonly string[], from: S): S => {
  const [copy] = from.recovery?.copies ?? [];
  if (!site.recovery || !copy) throw new Error(`${site.name} copies nothing`);
  const copies = [...site.recovery.copies, ...mechanisms.map((mechanism) => ({ ...copy, mechanism }))];
  return { ...site, recovery: { ...site.recovery, copies } };
};

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** A state in which servers have what they have from elsewhere. */
function withValues(text: string, server: string, values: Readonly<Record<string, unknown>>): string {
  const state = JSON.parse(text) as StateFile;
  const resources = state.resources.map((resource) =>
    resource.type === server
      ? {
          ...resource,
          instances: resource.instances.map((one) => ({ ...one, attributes: { ...one.attributes, ...values } })),
        }
      : resource,
  );
  return JSON.stringify({ ...state, resources });
}

describe.each(cases)('on $cloud', ({ cloud, server, besides, changes: meant, madeUp = [], fromSource = {} }) => {
  const needs = ['terraform', `provider-${fixtureProviders[cloud].provider}`] as const;
  proof('copies of databases, planned by their own provider', [...needs], () => {
    const lives = copiedDatabases[cloud];
    let ground: FixtureGround;
    let again: readonly PlannedChange[];
    let promotion: readonly PlannedChange[];

    beforeAll(async () => {
      ground = await fixtureGround('database-copies', cloud);
      const { dir, state } = await ground.apply(keptBesides(lives.copy, besides, lives.copy), 'copy');
      again = changesIn(await plan(ground.terraform, dir, ['-refresh=false']));
      const copied = withValues(state, server, fromSource);
      const after = await ground.on(keptBesides(lives.promoted, besides, lives.copy), 'promoted', copied);
      promotion = changesIn(await plan(ground.terraform, after, ['-refresh=false']));
    });
    afterAll(() => ground?.stop());

    it('a copy is what its provider takes: a second plan is empty', () => {
      const own = again.filter(({ type, attribute }) => type !== server || !madeUp.includes(attribute));
      expect(own).toEqual([]);
    });

    it('a promoted copy is the same server: nothing but the connection is made anew', () => {
      const lost = promotion.filter(({ action }) => action === 'replace' || action === 'delete');
      expect(lost.filter(({ type }) => !/_secret_version$/.test(type))).toEqual([]);
      const changed = promotion.filter(({ type, action }) => type === server && action === 'update');
      expect(changed.map(({ attribute }) => attribute)).toEqual(expect.arrayContaining([...meant]));
    });
  });
});

/** Azure turns them on only when it makes a server, so a plan must neither forget them nor make the server anew. */
describe('on azure', () => {
  const server = 'azurerm_postgresql_flexible_server';
  const needs = ['terraform', `provider-${fixtureProviders.azure.provider}`] as const;
  proof('backups in the paired region, planned by their own provider', [...needs], () => {
    const { primary, copy } = copiedDatabases.azure;
    const sending = {
      ...primary,
      ...copiedDatabase(placeOf(primary), placeOf(copy), regionCopies.backups),
      services: { databases: databases.config.parse({ postgres: { orders: {} } }) },
    };
    let ground: FixtureGround;
    let kept: { readonly dir: string; readonly state: string };

    beforeAll(async () => {
      ground = await fixtureGround('region-backups', 'azure');
      kept = await ground.apply(sending, 'kept');
    });
    afterAll(() => ground?.stop());

    it('are what the provider takes: a second plan is empty', async () => {
      expect((JSON.parse(kept.state) as StateFile).resources.filter(({ type }) => type === server)).toHaveLength(1);
      expect(changesIn(await plan(ground.terraform, kept.dir, ['-refresh=false']))).toEqual([]);
    });

    it('stop the plan of a server that has none, and say where to read on', async () => {
      const without = withValues(kept.state, server, { geo_redundant_backup_enabled: false });
      const dir = await ground.on(sending, 'without', without);
      const said = await plan(ground.terraform, dir, ['-refresh=false']).then(() => 'planned', String);
      expect(said).toContain('keeps no backups in another region');
      expect(said).not.toContain('must be replaced');
    });
  });
});
