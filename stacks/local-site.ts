import type { Construct } from 'constructs';
import { isAbsent, type NeedBinder } from '../constructs/contracts';
import { evidence, inClusterNeeds, localPlatform } from '../constructs/in-cluster';
import type { LocalSite } from '../environments/model';
import type { NeedKind } from '../services';
import { GitopsStack } from './gitops-stack';
import { PlatformStack } from './platform-stack';
import type { SiteModel } from './site-model';

/** The stacks of a site that brings its own cluster: nothing to make but what lives inside. */
export function buildLocalSite(scope: Construct, site: LocalSite): SiteModel<LocalSite> {
  const connection = localPlatform.connect(site);
  const platform = new PlatformStack(scope, site, localPlatform, {
    connection,
    provisionIdentity: () => ({ serviceAccountAnnotations: {} }),
  });
  const gitops = new GitopsStack(scope, site, localPlatform, { connection });
  gitops.addDependency(platform);
  return { site, stacks: { platform, gitops }, kubernetes: localPlatform.kubernetes(site), providerOf, evidence };
}

function providerOf<K extends NeedKind>(kind: K): NeedBinder<K, LocalSite> {
  const provider = inClusterNeeds[kind];
  if (isAbsent(provider)) throw new Error(`${kind}: ${provider.absent}`);
  return provider as unknown as NeedBinder<K, LocalSite>;
}
