import { join } from 'node:path';
import { motoProviders } from './moto-provider';
import { type RenderedStack, renderedEnvironmentStacks } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName } from './skips';
import { addressed, withDependents } from './stack-copy';
import { copyFor, sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

/** What moto 5.2.5 cannot make of an edge, and why; the mock apply proves those. */
const gaps: Readonly<Record<string, string>> = {
  aws_cloudfront_response_headers_policy: 'moto has no response headers policies',
  aws_cloudfront_vpc_origin: 'moto has no VPC origins, and a distribution here has no other',
  aws_route53_key_signing_key: 'moto signs no zones',
  aws_s3_bucket_logging: 'the bucket that it logs to belongs to the state stack, which is not applied here',
  aws_vpc: 'the network belongs to another stack, which is not applied here',
  aws_ec2_managed_prefix_list: 'moto lists no addresses of CloudFront',
  aws_route53_zone: 'the zone above belongs to somebody else',
};

type Values = Readonly<Record<string, unknown>>;
interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly failover?: string;
  readonly check?: string;
  readonly value?: string;
}

const between = (text: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1];

/** What Route 53 answers; moto tells services apart by whom a request is signed for. */
async function ask(url: string, path: string): Promise<string> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0';
  const answer = await fetch(`${url}/2013-04-01/hostedzone${path}`, { headers: { authorization } });
  if (!answer.ok) throw new Error(`Route 53 answered ${answer.status}`);
  return answer.text();
}

/** Records of the zone as Route 53 tells whoever asks. */
async function recordsOf(url: string, zoneId: string): Promise<RecordSet[]> {
  const text = await ask(url, `/${zoneId}/rrset`);
  return [...text.matchAll(/<ResourceRecordSet>(.*?)<\/ResourceRecordSet>/gs)].map(([, set = '']) => ({
    name: (between(set, 'Name') ?? '').replace(/\.$/, ''),
    type: between(set, 'Type') ?? '',
    failover: between(set, 'Failover'),
    check: between(set, 'HealthCheckId'),
    value: between(set, 'Value'),
  }));
}

proof('AWS part of the public edge on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const stack = renderedEnvironmentStacks().find(
    ({ name, json }) => name === 'edge' && 'aws_route53_zone' in ((json.resource ?? {}) as Values),
  );
  if (stack === undefined) throw new Error('no environment has an edge whose zone is on AWS');
  const settings = ((stack.json.provider as { readonly aws?: readonly Values[] }).aws ?? [])[0] ?? {};
  const accountId = (settings.allowed_account_ids as readonly string[] | undefined)?.[0];
  const folder = join(session().folder, 'edge-moto');
  const copy = copyFor('edge-moto', stack as RenderedStack, {
    without: ['google', 'azurerm'],
    overrides: {
      provider: {
        provider: {
          aws: motoProviders(stack),
        },
      },
    },
  });
  const all = addressed(copy.document);
  const left = withDependents(
    all,
    all.filter(({ type, section }) => gaps[type] !== undefined && (section === 'data' || type !== 'aws_route53_zone')),
  );
  for (const [type, reason] of Object.entries(gaps)) {
    const addresses = left.filter((each) => each.type === type).map(({ address }) => address);
    if (addresses.length > 0) skippedByName(`real apply of ${stack.title}: ${addresses.join(', ')}`, reason);
  }
  const targets = all
    .filter((each) => each.section === 'resource' && !left.includes(each))
    .map(({ address }) => address);

  let moto: MotoServer;
  let terraform: Terraform;
  beforeAll(async () => {
    moto = await startMotoServer({ dir: folder, accountId });
    terraform = await createTerraform({
      env: { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: String(settings.region) },
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
    const zoneId = /<Id>\/hostedzone\/([A-Z0-9]+)<\/Id>/.exec(await ask(moto.url, ''))?.[1];
    if (zoneId === undefined) throw new Error('there is no zone');
    const records = await recordsOf(moto.url, zoneId);
    const moving = records.filter(({ failover }) => failover !== undefined);
    expect(moving.map(({ failover }) => failover).sort()).toEqual(['PRIMARY', 'PRIMARY', 'SECONDARY', 'SECONDARY']);
    expect(moving.filter(({ failover }) => failover === 'PRIMARY').every(({ check }) => check)).toBe(true);
    const follow = (name: string, failover: string): string =>
      moving.find((record) => record.name === name && record.failover === failover)?.value?.replace(/\.$/, '') ?? '';
    const [host] = records.filter(({ type, value }) => type === 'CNAME' && /^edge\./.test(value ?? ''));
    const active = (host?.value ?? '').replace(/\.$/, '');
    const next = follow(active, 'SECONDARY');
    const order = [follow(active, 'PRIMARY'), follow(next, 'PRIMARY'), follow(next, 'SECONDARY')];
    expect(order.map((entry) => /^edge-\w+-(aws|google|azure)-/.exec(entry)?.[1])).toEqual(['aws', 'google', 'azure']);
  });
});
