import type { Construct } from 'constructs';
import type { CloudPlatform, CloudTypes } from '../constructs/contracts';
import { SiteStack } from './site-stack';

/** The Kubernetes cluster and its node pools: replaced or upgraded without touching data. */
export class ClusterStack<T extends CloudTypes> extends SiteStack<T['site']> {
  readonly cluster: T['cluster'];

  constructor(scope: Construct, site: T['site'], platform: CloudPlatform<T>, network: T['network']) {
    super(scope, 'cluster', site, platform);
    this.cluster = platform.cluster(this, site, network);
  }
}
