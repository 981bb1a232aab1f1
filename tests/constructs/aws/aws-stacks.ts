import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { platform } from '../../../constructs/aws';
import { operatorTenants, requestsOf, type StackName, serviceTenants } from '../../../constructs/contracts';
import type { AwsSite } from '../../../environments/model';
import { ClusterStack } from '../../../stacks/cluster-stack';
import { DataStack } from '../../../stacks/data-stack';
import { NetworkStack } from '../../../stacks/network-stack';
import { SiteStack } from '../../../stacks/site-stack';
import { StateStack } from '../../../stacks/state-stack';
import { awsSite } from '../../fixtures/sites';

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON is looked into freely.
export type Json = any;
export type SynthesizedStacks = Readonly<Record<Exclude<StackName, 'gitops'>, Json>>;

/** The stacks of a site as `stacks/` wires them; the platform stack with its identities only. */
export function buildStacks(scope: Construct, site: AwsSite): void {
  new StateStack(scope, site, platform);
  const { network } = new NetworkStack(scope, site, platform);
  const { cluster } = new ClusterStack(scope, site, platform, network);
  const data = new DataStack(scope, site, platform, network);
  const identities = new SiteStack(scope, 'platform', site, platform);
  for (const tenant of [...serviceTenants(site), ...operatorTenants(['external-secrets'])]) {
    for (const request of requestsOf(site, tenant, 'identity')) {
      platform.needs.identity.provision(new Construct(identities, `${tenant.name}-${request.name}`), request, {
        cluster,
        grants: data.grantsOf(tenant.name, request.need.grants),
      });
    }
  }
}

/** Synthesizes a site's stacks with their references to each other and reads them back. */
export function synthesize(overrides: Partial<AwsSite> = {}): SynthesizedStacks {
  const site = awsSite(overrides);
  const outdir = mkdtempSync(join(tmpdir(), 'evenkeel-aws-'));
  try {
    const app = Testing.app({ outdir, enableFutureFlags: true });
    buildStacks(app, site);
    app.synth();
    const read = (stack: StackName): Json =>
      JSON.parse(readFileSync(join(outdir, 'stacks', `${site.name}-${stack}`, 'cdk.tf.json'), 'utf8'));
    return {
      state: read('state'),
      network: read('network'),
      cluster: read('cluster'),
      data: read('data'),
      platform: read('platform'),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** How often each resource type occurs, sorted. */
export const resourceCounts = (stack: Json): Record<string, number> =>
  Object.fromEntries(
    Object.entries<Json>(stack.resource ?? {})
      .map(([type, instances]): [string, number] => [type, Object.keys(instances).length])
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** Every resource of a type. */
export const resourcesOf = (stack: Json, type: string): Json[] => Object.values(stack.resource?.[type] ?? {});

/** The resource of a type whose logical id contains the text. */
export function named(stack: Json, type: string, text: string): Json {
  const found = Object.entries<Json>(stack.resource?.[type] ?? {}).filter(([id]) => id.includes(text));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} with ${text} in their id`);
  return found[0]?.[1];
}

/** The only resource of a type. */
export const theOnly = (stack: Json, type: string): Json => named(stack, type, '');

/** Statements of a policy document, their resources as lists. */
export const statementsOf = (policy: string): Json[] =>
  JSON.parse(policy).Statement.map((statement: Json) =>
    statement.Resource === undefined ? statement : { ...statement, Resource: [statement.Resource].flat() },
  );
