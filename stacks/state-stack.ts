import type { Construct } from 'constructs';
import type { CloudPlatform, CloudTypes } from '../constructs/contracts';
import { SiteStack } from './site-stack';

/**
 * Where all stacks keep their state, the trust of the pipeline, and who may do what. Made first, by `evenkeel bootstrap`,
 * which brings its own state there, too; rarely touched afterwards.
 */
export class StateStack<T extends CloudTypes> extends SiteStack<T['site']> {
  constructor(scope: Construct, site: T['site'], platform: CloudPlatform<T>) {
    super(scope, 'state', site, platform);
    platform.state(this, site);
    platform.people(this, site);
  }
}
