import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import type { Construct } from 'constructs';
import { siteScopeOf } from '../../terraform/site-provider';

/** One a site, made by whoever asks first. It is paid for a year, whatever is destroyed in between. */
function subscription(scope: Construct): ShieldSubscription {
  const owner = siteScopeOf(scope);
  const id = 'shield-subscription';
  const existing = owner.node.tryFindChild(id);
  return existing instanceof ShieldSubscription
    ? existing
    : new ShieldSubscription(owner, id, { autoRenew: 'ENABLED', skipDestroy: true });
}

/** Protects a resource by Shield Advanced, which the organisation subscribes to by that. */
export const shielded = (scope: Construct, name: string, resourceArn: string): ShieldProtection =>
  new ShieldProtection(scope, 'shield', { name, resourceArn, dependsOn: [subscription(scope)] });
