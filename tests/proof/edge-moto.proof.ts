import { join } from 'node:path';
import { awsEdgeStack, awsPairEdgeStack, awsPlaceOf, type EdgeOnMoto, edgeOnMoto, recordsOnMoto } from './edge-on-moto';
import { session } from './session';
import { proof } from './skips';
import { sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

/** The edge of one site on AWS and two elsewhere, and that of two sites on AWS. */
const edges = {
  'one site on AWS': { stackOf: async () => awsEdgeStack(), order: ['aws', 'google', 'azure'] },
  'two sites on AWS': { stackOf: awsPairEdgeStack, order: ['aws-eu-west-1', 'aws-eu-central-1'] },
} as const;

proof('AWS part of the public edge on moto', ['terraform', 'provider-aws', 'moto'], () => {
  describe.each(Object.entries(edges))('%s', (name, { stackOf, order }) => {
    const folder = join(session().folder, 'edge-moto', name.replaceAll(' ', '-'));
    let edge: EdgeOnMoto;
    let moto: MotoServer;
    let terraform: Terraform;
    beforeAll(async () => {
      const stack = await stackOf();
      const { accountId, region } = awsPlaceOf(stack);
      edge = edgeOnMoto('edge-moto', stack);
      moto = await startMotoServer({ dir: folder, accountId });
      terraform = await createTerraform({
        env: { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region },
        timeoutMinutes: 8,
      });
      await sharedInit(terraform)(edge.copy);
    });
    afterAll(async () => {
      terraform?.close();
      await moto?.stop();
    });

    it('is applied: zone, proofs, certificates, health checks, firewall and its logs', async () => {
      const { copy, targets } = edge;
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
      expect(moving).toHaveLength(2 * (order.length - 1));
      expect(moving.filter(({ failover }) => failover === 'PRIMARY').every(({ check }) => check)).toBe(true);
      const follow = (at: string, failover: string): string =>
        moving.find((record) => record.name === at && record.failover === failover)?.value ?? '';
      const [host] = records.filter(({ type, value }) => type === 'CNAME' && /^edge\./.test(value ?? ''));
      const led: string[] = [];
      for (let at = host?.value ?? ''; moving.some((record) => record.name === at); at = follow(at, 'SECONDARY')) {
        led.push(follow(at, 'PRIMARY'));
        if (!moving.some((record) => record.name === follow(at, 'SECONDARY'))) led.push(follow(at, 'SECONDARY'));
      }
      expect(led).toEqual(order.map((site) => expect.stringMatching(new RegExp(`^edge-\\w+-${site}`))));
    });
  });
});
