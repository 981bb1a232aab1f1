import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { platform } from '../../../constructs/azure';
import { operatorTenants, requestsOf, type StackName, serviceTenants } from '../../../constructs/contracts';
import type { AzureSite } from '../../../environments/model';
import { ClusterStack } from '../../../stacks/cluster-stack';
import { DataStack } from '../../../stacks/data-stack';
import { NetworkStack } from '../../../stacks/network-stack';
import { SiteStack } from '../../../stacks/site-stack';
import { StateStack } from '../../../stacks/state-stack';
import { azureSite } from '../../fixtures/sites';

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON is looked into freely.
export type Json = any;
export type SynthesizedStacks = Readonly<Record<Exclude<StackName, 'gitops'>, Json>>;

/** The stacks of a site as `stacks/` wires them; the platform stack with its identities only. */
export function buildStacks(scope: Construct, site: AzureSite): void {
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
export function synthesize(overrides: Partial<AzureSite> = {}): SynthesizedStacks {
  const site = azureSite(overrides);
  const outdir = mkdtempSync(join(tmpdir(), 'evenkeel-azure-'));
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

/** The only resource of a type. */
export function theOnly(stack: Json, type: string): Json {
  const all = resourcesOf(stack, type);
  if (all.length !== 1) throw new Error(`${all.length} resources of type ${type}`);
  return all[0];
}
