import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../environments/facts';
import type { CloudSite } from '../../environments/model';
import { synthesizeSite } from '../fixtures/synthesize';
import { applied } from './applied-state';
import { mockTestFile } from './mock-test-file';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { plan } from './planned-changes';
import { providerSignIns } from './provider-sign-ins';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import type { StackCopy } from './stack-copy';
import { startCloudSignIn } from './stand-ins/cloud-sign-in';
import { stateFile } from './state-file';
import { copyFor, errorsIn, sharedInit } from './terraform-stacks';
import { createTerraform, type Terraform } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

interface CloudProvider {
  readonly provider: string;
  readonly signIn: (url: string) => Values;
}

/** How each cloud's own provider plans without its cloud. */
export const fixtureProviders: Readonly<Record<Cloud, CloudProvider>> = {
  aws: {
    provider: 'aws',
    signIn: () => PROVIDER_OVERRIDE,
  },
  google: { provider: 'google', signIn: providerSignIns.google },
  azure: { provider: 'azurerm', signIn: providerSignIns.azurerm },
};

/** A site that is no example, and is applied and planned as if it were there. */
export interface FixtureGround {
  readonly terraform: Terraform;
  /**
   * Applies `network` and `data` with every provider mocked, and keeps what was made as the cloud's own provider would.
   * @param stage folder of its own
   * @returns folder and state of `data`
   */
  apply(site: CloudSite, stage: string): Promise<{ readonly dir: string; readonly state: string }>;
  /** Folder of the `data` stack of a site on a state that was applied before. */
  on(site: CloudSite, stage: string, state: string): Promise<string>;
  stop(): void;
}

/** @param suite names the folders */
export async function fixtureGround(suite: string, cloud: Cloud): Promise<FixtureGround> {
  const { provider, signIn } = fixtureProviders[cloud];
  const standIn = await startCloudSignIn();
  const terraform = await createTerraform({ timeoutMinutes: 4 });
  const init = sharedInit(terraform);
  const networkState = join(session().folder, suite, `${cloud}-network.tfstate`);

  /** Copies of the stacks that the database needs, in the order they are applied. */
  async function copiesOf(of: CloudSite, stage: string): Promise<readonly [network: StackCopy, data: StackCopy]> {
    const { stacks } = await synthesizeSite(of);
    const copied = (name: 'network' | 'data'): StackCopy => {
      const json = stacks[name];
      if (!json) throw new Error(`${of.name} has no ${name}`);
      const folder = join(session().folder, suite, stage, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json));
      const rendered: RenderedStack = { title: `${stage}/${of.name}/${name}`, site: of.name, name, folder, json };
      const states = (json.data as { terraform_remote_state?: Values } | undefined)?.terraform_remote_state ?? {};
      const read = Object.keys(states).map((key) => [key, { backend: 'local', config: { path: networkState } }]);
      return copyFor(`${suite}-${cloud}`, rendered, {
        overrides: {
          provider: { provider: { [provider]: signIn(standIn.url) } },
          ...(read.length > 0 ? { state: { data: { terraform_remote_state: Object.fromEntries(read) } } } : {}),
        },
      });
    };
    return [copied('network'), copied('data')];
  }

  const stateOf = (dir: string): string => join(dir, 'terraform.tfstate');

  return {
    terraform,
    apply: async (site, stage) => {
      const copies = await copiesOf(site, stage);
      const stacks = copies.map(({ stack }) => stack);
      const outputs = new Map<string, Values>();
      const make = async (copy: StackCopy) => {
        await init(copy);
        writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(mockTestFile(copy, stacks, outputs)));
        const { states, diagnostics } = await terraform.test(copy.dir);
        const made = states.at(-1);
        if (!made) throw new Error(errorsIn(diagnostics).join('\n'));
        const values = Object.entries(made.outputs ?? {}).map(([key, { value }]) => [key, value]);
        outputs.set(copy.stack.name, Object.fromEntries(values));
        return made;
      };
      const [network, data] = copies;
      writeFileSync(networkState, stateFile(await make(network)));
      const made = await make(data);
      writeFileSync(stateOf(data.dir), stateFile(made));
      const state = stateFile(applied(made, await plan(terraform, data.dir, ['-refresh=false'])));
      writeFileSync(stateOf(data.dir), state);
      return { dir: data.dir, state };
    },
    on: async (site, stage, state) => {
      const [, data] = await copiesOf(site, stage);
      await init(data);
      writeFileSync(stateOf(data.dir), state);
      return data.dir;
    },
    stop: () => {
      terraform.close();
      standIn.stop();
    },
  };
}
