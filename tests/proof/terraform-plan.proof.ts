import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applied } from './applied-state';
import { mockTestFile } from './mock-test-file';
import { changesIn, kindsOfChange, plan, type ResourceChange } from './planned-changes';
import { providerSignIns } from './provider-sign-ins';
import { type RenderedSite, type RenderedStack, renderedSites } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import type { StackCopy } from './stack-copy';
import { type CloudSignIn, startCloudSignIn } from './stand-ins/cloud-sign-in';
import { stateFile } from './state-file';
import { copyFor, errorsIn, remoteStateSource, sharedInit } from './terraform-stacks';
import { lastWords, runCommand } from './tools/command';
import { createTerraform, type Terraform, type TestState } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

/** What the changed environment is to change at least, by provider and stack. */
const MEANT: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  google: {
    governance: ['update google_storage_bucket retention_policy'],
    network: ['create google_compute_address *', 'update google_compute_router_nat nat_ips'],
    cluster: [
      'update google_container_cluster master_authorized_networks_config',
      'update google_container_node_pool autoscaling',
    ],
    data: ['create google_sql_database_instance *', 'update google_sql_database_instance settings'],
  },
  azurerm: {
    network: ['create azurerm_public_ip *', 'replace azurerm_nat_gateway sku_name'],
    cluster: ['update azurerm_kubernetes_cluster_node_pool max_count'],
    data: [
      'create azurerm_postgresql_flexible_server *',
      'update azurerm_postgresql_flexible_server backup_retention_days',
    ],
  },
};

/**
 * What may be lost and made anew, and why: nothing that holds data, and no network or cluster. Azure's gateway of one zone
 * and that of three are different products.
 */
const REPLACEABLE: Readonly<Record<string, readonly string[]>> = {
  azurerm: [
    'azurerm_nat_gateway',
    'azurerm_nat_gateway_public_ip_association',
    'azurerm_public_ip',
    'azurerm_subnet_nat_gateway_association',
  ],
};

const providersOf = ({ json }: RenderedStack): string[] => Object.keys((json.provider as Values | undefined) ?? {});
const build = async (file: string, site: string, out: string): Promise<void> => {
  const words = ['run', '--silent', 'evenkeel', '--', 'build', file, '--site', site, '--out', out];
  const result = await runCommand('npm', words, { cwd: join(__dirname, '..', '..') });
  if (result.exitCode !== 0) throw new Error(lastWords(result, 40));
};

/** Stacks of a site that need no provider but the cloud's own and those that reach nothing. */
const plannable = ({ stacks }: RenderedSite, provider: string): RenderedStack[] =>
  stacks.filter((stack) => providersOf(stack).every((name) => [provider, 'random'].includes(name)));

// AWS has a whole stand-in and is proved there.
describe.each(Object.entries(providerSignIns))('%s', (provider, signIn) => {
  proof('stacks planned by their own provider', ['terraform', `provider-${provider}`], () => {
    const site = renderedSites().find(
      ({ environment, stacks }) =>
        environment === 'dev' && stacks.some((stack) => providersOf(stack).includes(provider)),
    );
    if (site === undefined) throw new Error(`the dev environment has no site of ${provider}`);
    const folder = join(session().folder, `plan-${provider}`);
    const names = plannable(site, provider).map(({ name }) => name);
    const second = new Map<string, readonly ResourceChange[]>();
    const changed = new Map<string, readonly ResourceChange[]>();
    let terraform: Terraform;
    let cloud: CloudSignIn;

    const copyOf = (stack: RenderedStack): StackCopy => {
      const states = (stack.json.data as { terraform_remote_state?: Values } | undefined)?.terraform_remote_state ?? {};
      const read = Object.entries(states).map(([key, body]) => [
        key,
        {
          backend: 'local',
          config: { path: join(folder, remoteStateSource(site.stacks, body).title, 'terraform.tfstate') },
        },
      ]);
      const overrides = {
        provider: { provider: { [provider]: signIn(cloud.url) } },
        ...(read.length > 0 ? { state: { data: { terraform_remote_state: Object.fromEntries(read) } } } : {}),
      };
      return copyFor(`plan-${provider}`, stack, { overrides });
    };

    /** Leaves the stack as if it had been applied, and says what a second plan would change. */
    async function applyAndPlan(copy: StackCopy, outputs: ReadonlyMap<string, Values>): Promise<TestState> {
      const { dir } = copy;
      writeFileSync(join(dir, 'mock.tftest.json'), JSON.stringify(mockTestFile(copy, site?.stacks ?? [], outputs)));
      const { states, diagnostics } = await terraform.test(dir);
      const made = states.at(-1);
      if (made === undefined) throw new Error(errorsIn(diagnostics).join('\n'));
      const state = join(dir, 'terraform.tfstate');
      writeFileSync(state, stateFile(made));
      writeFileSync(state, stateFile(applied(made, await plan(terraform, dir, ['-refresh=false']))));
      second.set(copy.stack.name, await plan(terraform, dir, ['-refresh=false']));
      return made;
    }

    beforeAll(async () => {
      cloud = await startCloudSignIn();
      terraform = await createTerraform({ timeoutMinutes: 4 });
      const init = sharedInit(terraform);
      const outputs = new Map<string, Values>();
      for (const stack of plannable(site, provider)) {
        const copy = copyOf(stack);
        await init(copy);
        const made = await applyAndPlan(copy, outputs);
        const values = Object.entries(made.outputs ?? {}).map(([key, { value }]) => [key, value]);
        outputs.set(stack.name, Object.fromEntries(values));
      }
      const tree = join(folder, 'changed');
      await build(join(__dirname, 'changed-environment', 'dev.ts'), site.name, tree);
      const after = renderedSites(tree).find(({ name }) => name === site.name);
      for (const stack of after === undefined ? [] : plannable(after, provider)) {
        changed.set(stack.name, await plan(terraform, copyOf(stack).dir, ['-refresh=false']));
      }
    });
    afterAll(() => {
      terraform?.close();
      cloud?.stop();
    });

    it.each(names)('%s: a second plan is empty', (name) => {
      expect(changesIn(second.get(name) ?? [])).toEqual([]);
      expect(second.get(name)?.length).toBeGreaterThan(0);
    });

    it.each(names)('%s: a changed environment changes what it should, in place', (name) => {
      const changes = changesIn(changed.get(name) ?? []);
      expect(kindsOfChange(changes)).toEqual(expect.arrayContaining([...(MEANT[provider]?.[name] ?? [])]));
      const lost = changes.filter(({ action }) => action === 'replace' || action === 'delete');
      expect(lost.filter(({ type }) => !REPLACEABLE[provider]?.includes(type))).toEqual([]);
    });
  });
});
