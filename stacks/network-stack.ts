import type { Construct } from 'constructs';
import type { CloudPlatform, CloudTypes } from '../constructs/contracts';
import { SiteStack } from './site-stack';

/** The private network of a site: slow to make, shared by everything. */
export class NetworkStack<T extends CloudTypes> extends SiteStack<T['site']> {
  readonly network: T['network'];

  constructor(scope: Construct, site: T['site'], platform: CloudPlatform<T>) {
    super(scope, 'network', site, platform);
    this.network = platform.network(this, site);
  }
}
