import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import type { Construct } from 'constructs';
import type { KubernetesConnection, StackFoundation } from '../constructs/contracts';
import type { Site } from '../environments/model';
import { type GitopsRelease, gitopsReleases } from './gitops-releases';
import { kubernetesProviderConfig } from './kubernetes-connection';
import { SiteStack } from './site-stack';

export interface GitopsStackProps {
  readonly connection: KubernetesConnection;
}

/** The GitOps engine and the root that points at the site's rendered tree: the last thing Terraform does. */
export class GitopsStack<S extends Site> extends SiteStack<S> {
  constructor(scope: Construct, site: S, platform: StackFoundation<S>, props: GitopsStackProps) {
    super(scope, 'gitops', site, platform);
    const { exec, ...connection } = { exec: undefined, ...kubernetesProviderConfig(props.connection) };
    new HelmProvider(this, 'helm', { kubernetes: { ...connection, ...(exec ? { exec: exec[0] } : {}) } });
    gitopsReleases(site).reduce<Release | undefined>((before, release) => this.release(release, before), undefined);
  }

  private release({ name, namespace, repository, chart, version, values }: GitopsRelease, before?: Release): Release {
    return new Release(this, name, {
      name,
      namespace,
      repository,
      chart,
      version,
      values: [JSON.stringify(values)],
      // The platform stack owns namespaces and their labels.
      createNamespace: false,
      atomic: true,
      wait: true,
      timeout: 600,
      dependsOn: before ? [before] : [],
    });
  }
}
