import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionCopies } from '../../constructs/contracts';
import type { Cloud } from '../../environments/facts';
import type { CloudSite } from '../../environments/model';
import { copiedDatabases } from '../fixtures/copied-databases';
import { synthesizeSite } from '../fixtures/synthesize';
import { applied } from './applied-state';
import { mockTestFile } from './mock-test-file';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { changesIn, type PlannedChange, plan } from './planned-changes';
import { providerSignIns } from './provider-sign-ins';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import type { StackCopy } from './stack-copy';
import { type CloudSignIn, startCloudSignIn } from './stand-ins/cloud-sign-in';
import { stateFile } from './state-file';
import { copyFor, errorsIn, sharedInit } from './terraform-stacks';
import { createTerraform, type Terraform } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

interface Case {
  readonly cloud: Cloud;
  readonly provider: string;
  readonly signIn: (url: string) => Values;
  readonly server: string;
  /** By what else a standby may keep the database. */
  readonly besides: readonly string[];
  /** What a promotion changes of the server, among other things. */
  readonly changes: readonly string[];
  /** What a replica has from its source in the cloud, and a mocked apply makes up. Default: nothing. */
  readonly madeUp?: readonly string[];
}

const cases: readonly Case[] = [
  {
    cloud: 'aws',
    provider: 'aws',
    signIn: () => PROVIDER_OVERRIDE,
    server: 'aws_db_instance',
    besides: [regionCopies.backups],
    changes: ['replicate_source_db', 'password_wo_version'],
  },
  {
    cloud: 'google',
    provider: 'google',
    signIn: providerSignIns.google,
    server: 'google_sql_database_instance',
    besides: [],
    changes: ['instance_type', 'master_instance_name'],
  },
  {
    cloud: 'azure',
    provider: 'azurerm',
    signIn: providerSignIns.azurerm,
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

describe.each(cases)('on $cloud', ({ cloud, provider, signIn, server, besides, changes: meant, madeUp = [] }) => {
  proof('copies of databases, planned by their own provider', ['terraform', `provider-${provider}`], () => {
    const lives = copiedDatabases[cloud];
    const site = keptBesides(lives.copy, besides, lives.copy);
    const promoted = keptBesides(lives.promoted, besides, lives.copy);
    let again: readonly PlannedChange[];
    let promotion: readonly PlannedChange[];
    let terraform: Terraform;
    let standIn: CloudSignIn;

    /** Copies of the stacks that the database needs, in the order they are applied. */
    async function copiesOf(of: CloudSite, stage: string): Promise<readonly StackCopy[]> {
      const { stacks } = await synthesizeSite(of);
      return (['network', 'data'] as const).map((name) => {
        const json = stacks[name];
        if (!json) throw new Error(`${of.name} has no ${name}`);
        const folder = join(session().folder, 'database-copies', stage, name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json));
        const rendered: RenderedStack = { title: `${stage}/${of.name}/${name}`, site: of.name, name, folder, json };
        const states = (json.data as { terraform_remote_state?: Values } | undefined)?.terraform_remote_state ?? {};
        const read = Object.keys(states).map((key) => [
          key,
          { backend: 'local', config: { path: join(session().folder, 'database-copies', `${cloud}-network.tfstate`) } },
        ]);
        return copyFor(`database-copies-${cloud}`, rendered, {
          overrides: {
            provider: { provider: { [provider]: signIn(standIn.url) } },
            ...(read.length > 0 ? { state: { data: { terraform_remote_state: Object.fromEntries(read) } } } : {}),
          },
        });
      });
    }

    beforeAll(async () => {
      standIn = await startCloudSignIn();
      terraform = await createTerraform({ timeoutMinutes: 4 });
      const init = sharedInit(terraform);
      const copies = await copiesOf(site, 'copy');
      const outputs = new Map<string, Values>();
      for (const copy of copies) {
        await init(copy);
        const stacks = copies.map(({ stack }) => stack);
        writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(mockTestFile(copy, stacks, outputs)));
        const { states, diagnostics } = await terraform.test(copy.dir);
        const made = states.at(-1);
        if (!made) throw new Error(errorsIn(diagnostics).join('\n'));
        const values = Object.entries(made.outputs ?? {}).map(([key, { value }]) => [key, value]);
        outputs.set(copy.stack.name, Object.fromEntries(values));
        if (copy.stack.name === 'network') {
          writeFileSync(join(session().folder, 'database-copies', `${cloud}-network.tfstate`), stateFile(made));
          continue;
        }
        const state = join(copy.dir, 'terraform.tfstate');
        writeFileSync(state, stateFile(made));
        const asApplied = stateFile(applied(made, await plan(terraform, copy.dir, ['-refresh=false'])));
        writeFileSync(state, asApplied);
        again = changesIn(await plan(terraform, copy.dir, ['-refresh=false']));
        const [, after] = await copiesOf(promoted, 'promoted');
        if (!after) throw new Error('no data stack');
        await init(after);
        writeFileSync(join(after.dir, 'terraform.tfstate'), asApplied);
        promotion = changesIn(await plan(terraform, after.dir, ['-refresh=false']));
      }
    });
    afterAll(() => {
      terraform?.close();
      standIn?.stop();
    });

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
