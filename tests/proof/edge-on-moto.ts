import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { Environment } from '../../environments/model/resolve-environment';
import { openEnvironment, sixSiteInputs } from '../fixtures/six-sites';
import { motoProviders } from './moto-provider';
import { type RenderedStack, renderedEnvironmentStacks } from './rendered-sites';
import { session } from './session';
import { skippedByName } from './skips';
import { addressed, type StackCopy, withDependents } from './stack-copy';
import { copyFor } from './terraform-stacks';

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

/** One record as Route 53 tells whoever asks. */
export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly failover?: string;
  readonly check?: string;
  readonly value?: string;
}

/** One health check, with the settings that its probes go by. */
export interface HealthCheck {
  readonly id: string;
  readonly host: string;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly failures: number;
  /** A site that answers counts as one that does not, and the other way round. */
  readonly inverted: boolean;
}

/** The rendered stack of an edge whose zone is on AWS. */
export function awsEdgeStack(): RenderedStack {
  const stack = renderedEnvironmentStacks().find(
    ({ name, json }) => name === 'edge' && 'aws_route53_zone' in ((json.resource ?? {}) as Values),
  );
  if (stack === undefined) throw new Error('no environment has an edge whose zone is on AWS');
  return stack;
}

/** Two regions of AWS in one account: what belongs to an account once is wanted by both. */
export const awsPair = (): Environment =>
  openEnvironment(['aws', 'awsSecond'], {
    sites: [
      { ...sixSiteInputs.aws, role: 'primary' },
      { ...sixSiteInputs.awsSecond, accountId: sixSiteInputs.aws.accountId },
    ],
  });

/** The stack of its edge, as a build would have written it. */
export async function awsPairEdgeStack(): Promise<RenderedStack> {
  const { stacks } = await buildEnvironmentTree(awsPair());
  const json = stacks.edge ?? {};
  const folder = join(session().folder, 'edge-pair', 'rendered');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  return { title: 'two of AWS/edge', site: 'test', name: 'edge', folder, json };
}

/** Account and region that the stack is for. */
export function awsPlaceOf({ json }: RenderedStack): { readonly accountId?: string; readonly region: string } {
  const settings = ((json.provider as { readonly aws?: readonly Values[] }).aws ?? [])[0] ?? {};
  const accountId = (settings.allowed_account_ids as readonly string[] | undefined)?.[0];
  return { ...(accountId ? { accountId } : {}), region: String(settings.region) };
}

export interface EdgeOnMoto {
  readonly copy: StackCopy;
  /** Addresses of all that moto can make. */
  readonly targets: readonly string[];
}

/**
 * A copy of the AWS part of an edge for moto.
 * @param wanted kinds of resources, with all that refers to nothing else; default: everything
 */
export function edgeOnMoto(name: string, stack: RenderedStack, wanted?: readonly string[]): EdgeOnMoto {
  const copy = copyFor(name, stack, {
    without: ['google', 'azurerm'],
    overrides: { provider: { provider: { aws: motoProviders(stack) } } },
  });
  const all = addressed(copy.document);
  const left = withDependents(
    all,
    all.filter(({ type, section }) => gaps[type] !== undefined && (section === 'data' || type !== 'aws_route53_zone')),
  );
  for (const [type, reason] of wanted ? [] : Object.entries(gaps)) {
    const addresses = left.filter((each) => each.type === type).map(({ address }) => address);
    if (addresses.length > 0) skippedByName(`real apply of ${stack.title}: ${addresses.join(', ')}`, reason);
  }
  const others = all.filter(({ type }) => !wanted?.includes(type)).map(({ address }) => address);
  const targets = all
    .filter((each) => each.section === 'resource' && !left.includes(each))
    .filter(
      ({ type, text }) => wanted === undefined || (wanted.includes(type) && !others.some((one) => text.includes(one))),
    )
    .map(({ address }) => address);
  return { copy, targets };
}

const between = (text: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1];

const withoutDot = (name = ''): string => name.replace(/\.$/, '');

/** What Route 53 answers; moto tells services apart by whom a request is signed for. */
async function ask(url: string, path: string): Promise<string> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0';
  const answer = await fetch(`${url}/2013-04-01/${path}`, { headers: { authorization } });
  if (!answer.ok) throw new Error(`Route 53 answered ${answer.status}`);
  return answer.text();
}

/** Records of the only zone. */
export async function recordsOnMoto(url: string): Promise<RecordSet[]> {
  const zoneId = /<Id>\/hostedzone\/([A-Z0-9]+)<\/Id>/.exec(await ask(url, 'hostedzone'))?.[1];
  if (zoneId === undefined) throw new Error('there is no zone');
  const text = await ask(url, `hostedzone/${zoneId}/rrset`);
  return [...text.matchAll(/<ResourceRecordSet>(.*?)<\/ResourceRecordSet>/gs)].map(([, set = '']) => ({
    name: withoutDot(between(set, 'Name')),
    type: between(set, 'Type') ?? '',
    failover: between(set, 'Failover'),
    check: between(set, 'HealthCheckId'),
    value: withoutDot(between(set, 'Value')),
  }));
}

export async function checksOnMoto(url: string): Promise<HealthCheck[]> {
  const text = await ask(url, 'healthcheck');
  return [...text.matchAll(/<HealthCheck>(.*?)<\/HealthCheck>/gs)].map(([, check = '']) => ({
    id: between(check, 'Id') ?? '',
    host: between(check, 'FullyQualifiedDomainName') ?? '',
    path: between(check, 'ResourcePath') ?? '/',
    intervalSeconds: Number(between(check, 'RequestInterval')),
    failures: Number(between(check, 'FailureThreshold')),
    inverted: between(check, 'Inverted')?.toLowerCase() === 'true',
  }));
}
