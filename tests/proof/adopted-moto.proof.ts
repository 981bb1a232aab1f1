import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudSite } from '../../environments/model';
import type { StackJson } from '../../policies/site-output';
import { adoptedSites } from '../fixtures/adopted-sites';
import { synthesizeSite } from '../fixtures/synthesize';
import { adoptByHand, byHandNetwork } from './by-hand-network';
import { MOTO_FORGETS } from './moto-gaps';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { plannedChanges } from './planned-changes';
import { session } from './session';
import { proof } from './skips';
import { copyStack, type StackCopy } from './stack-copy';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

const region = 'eu-west-1';
const accountId = '123456789012';
type Values = Readonly<Record<string, unknown>>;

const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

proof('a network made by hand, adopted on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const folder = join(session().folder, 'adopted-moto');
  const byHand = join(folder, 'by-hand');
  let moto: MotoServer;
  let terraform: Terraform;
  let stack: StackCopy;
  /** What writes the flow logs, made by hand beforehand. */
  let role: { readonly name: string; readonly path: string };

  const writeByHand = (publicNodes: boolean): void => {
    mkdirSync(byHand, { recursive: true });
    writeFileSync(join(byHand, 'main.tf.json'), JSON.stringify(byHandNetwork({ region, zones, role, publicNodes })));
  };

  /** The network stack of a site, in a folder of its own. */
  const copyOf = async (site: CloudSite): Promise<StackCopy> => {
    const json = (await synthesizeSite(site)).stacks.network as StackJson;
    const rendered = join(folder, 'rendered');
    mkdirSync(rendered, { recursive: true });
    writeFileSync(join(rendered, 'cdk.tf.json'), JSON.stringify(json, null, 2));
    const title = `adopted/${site.name}/network`;
    return copyStack({ title, site: site.name, name: 'network', folder: rendered, json }, join(folder, 'network'), {
      overrides: { provider: { provider: { aws: PROVIDER_OVERRIDE } } },
    });
  };

  const planned = async (): Promise<string> => {
    const { stdout, stderr } = await terraform.run(stack.dir, ['plan', '-no-color', '-input=false']);
    return `${stdout}\n${stderr}`.replaceAll(/[│╷╵\s]+/g, ' ');
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    moto = await startMotoServer({ dir: folder, accountId });
    const env = { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region };
    terraform = await createTerraform({ env, timeoutMinutes: 8 });
    const planned = (await synthesizeSite(adoptedSites().aws)).stacks.network?.resource?.aws_iam_role ?? {};
    const [made] = Object.entries(planned);
    if (!made) throw new Error('the network has no role to import');
    const [name, body] = made;
    role = { name: String((body as Values).name), path: String((body as Values).path) };
    writeByHand(false);
    await terraform.init(byHand);
    await terraform.apply(byHand);
    const shown = await terraform.show(byHand);
    const { aws } = adoptedSites({ aws: adoptByHand(shown.values?.outputs ?? {}) });
    stack = await copyOf({ ...aws, import: [{ stack: 'network', to: `aws_iam_role.${name}`, id: role.name }] });
    await terraform.init(stack.dir);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('plans to take over the role that was made by hand, and to make nothing of the network', async () => {
    const plan = await planned();
    expect(plan).toContain(`(imported from "${role.name}")`);
    expect(plan).not.toContain('ADOPT_PROPERTY');
    expect(plan).toMatch(/Plan: 1 to import, \d+ to add, 1 to change, 0 to destroy/);
    expect(plan).not.toMatch(/# aws_(vpc|subnet|route_table|nat_gateway)\./);
  });

  it('applies beside it, and a second plan is empty', async () => {
    const { add, remove } = await terraform.apply(stack.dir);
    expect([add > 0, remove]).toEqual([true, 0]);
    const again = await plannedChanges(terraform, stack.dir, []);
    expect(again.filter(({ type, attribute }) => !MOTO_FORGETS[type]?.includes(attribute))).toEqual([]);
  });

  it('stops where its owner lets machines have public addresses, and says where, what and how to mend it', async () => {
    writeByHand(true);
    await terraform.apply(byHand);
    const plan = await planned();
    expect(plan).toContain(
      'ADOPT_PROPERTY test-aws-eu-west-1 adopt.network.subnets.nodes[0]: the subnet gives its machines public addresses (got true). Fix: let its owner turn off MapPublicIpOnLaunch',
    );
    writeByHand(false);
    await terraform.apply(byHand);
    expect(await planned()).not.toContain('ADOPT_PROPERTY');
  });

  it('leaves the network as it was when the stack is destroyed', async () => {
    await terraform.destroy(stack.dir);
    // What was taken over was the stack's, and went with it.
    const changed = (await plannedChanges(terraform, byHand, [])).map(({ address, attribute }) => [address, attribute]);
    expect(changed).toEqual([['aws_iam_role.flow_logs', '*']]);
  });
});
