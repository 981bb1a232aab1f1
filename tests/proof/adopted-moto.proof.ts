import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudSite } from '../../environments/model';
import { addressesOf } from '../../policies/addresses';
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
const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const logGroup = '/evenkeel/test-aws-eu-west-1/flow-logs';

proof('a network made by hand, adopted on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const folder = join(session().folder, 'adopted-moto');
  const byHand = join(folder, 'by-hand');
  let moto: MotoServer;
  let terraform: Terraform;
  let stack: StackCopy;

  const writeByHand = (publicNodes: boolean): void => {
    mkdirSync(byHand, { recursive: true });
    writeFileSync(
      join(byHand, 'main.tf.json'),
      JSON.stringify(byHandNetwork({ region, zones, logGroup, publicNodes })),
    );
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
    writeByHand(false);
    await terraform.init(byHand);
    await terraform.apply(byHand);
    const shown = await terraform.show(byHand);
    const { aws } = adoptedSites({ aws: adoptByHand(shown.values?.outputs ?? {}) });
    const plain = await synthesizeSite(aws);
    const to = addressesOf(plain.stacks.network ?? {}).find(({ address }) =>
      address.startsWith('aws_cloudwatch_log_group.'),
    )?.address;
    if (!to) throw new Error('the network has no log group to import');
    stack = await copyOf({ ...aws, import: [{ stack: 'network', to, id: logGroup }] });
    await terraform.init(stack.dir);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('plans to take over the log group that was made by hand, and to make nothing of the network', async () => {
    const plan = await planned();
    expect(plan).toContain(`(imported from "${logGroup}")`);
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
    // What was taken over keeps the settings that it was given; audit trails outlive a protected site.
    const changed = (await plannedChanges(terraform, byHand, [])).filter(({ attribute }) => attribute !== 'tags_all');
    expect([...new Set(changed.map(({ address }) => address))]).toEqual(['aws_cloudwatch_log_group.flow_logs']);
    expect(changed.map(({ attribute }) => attribute)).not.toContain('*');
  });
});
