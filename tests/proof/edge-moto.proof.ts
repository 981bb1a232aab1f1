import { join } from 'node:path';
import { awsEdgeStack, awsPlaceOf, edgeOnMoto, recordsOnMoto } from './edge-on-moto';
import { session } from './session';
import { proof } from './skips';
import { sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

proof('AWS part of the public edge on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const stack = awsEdgeStack();
  const { accountId, region } = awsPlaceOf(stack);
  const folder = join(session().folder, 'edge-moto');
  const { copy, targets } = edgeOnMoto('edge-moto', stack);

  let moto: MotoServer;
  let terraform: Terraform;
  beforeAll(async () => {
    moto = await startMotoServer({ dir: folder, accountId });
    terraform = await createTerraform({
      env: { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region },
      timeoutMinutes: 8,
    });
    await sharedInit(terraform)(copy);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('is applied: zone, proofs, certificates, health checks, firewall and its logs', async () => {
    const kinds = new Set(targets.map((address) => address.split('.')[0]));
    for (const kind of [
      'aws_acm_certificate',
      'aws_acm_certificate_validation',
      'aws_route53_health_check',
      'aws_route53_record',
      'aws_route53_zone',
      'aws_s3_bucket',
      'aws_wafv2_web_acl',
    ]) {
      expect(kinds).toContain(kind);
    }
    const { add } = await terraform.apply(copy.dir, { targets });
    expect(add).toBe(targets.length);
  });

  it('leads every public name to the first site, and on to the next ones, each with its check', async () => {
    const records = await recordsOnMoto(moto.url);
    const moving = records.filter(({ failover }) => failover !== undefined);
    expect(moving.map(({ failover }) => failover).sort()).toEqual(['PRIMARY', 'PRIMARY', 'SECONDARY', 'SECONDARY']);
    expect(moving.filter(({ failover }) => failover === 'PRIMARY').every(({ check }) => check)).toBe(true);
    const follow = (name: string, failover: string): string =>
      moving.find((record) => record.name === name && record.failover === failover)?.value ?? '';
    const [host] = records.filter(({ type, value }) => type === 'CNAME' && /^edge\./.test(value ?? ''));
    const active = host?.value ?? '';
    const next = follow(active, 'SECONDARY');
    const order = [follow(active, 'PRIMARY'), follow(next, 'PRIMARY'), follow(next, 'SECONDARY')];
    expect(order.map((entry) => /^edge-\w+-(aws|google|azure)-/.exec(entry)?.[1])).toEqual(['aws', 'google', 'azure']);
  });
});
