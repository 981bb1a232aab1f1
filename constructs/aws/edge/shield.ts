import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { siteScopeOf } from '../../terraform/site-provider';

const accounts = new WeakMap<ShieldSubscription, string>();

/** One an account, made by whoever asks first. It is paid for a year, whatever is destroyed in between. */
function subscription(scope: Construct, { accountId }: AwsSite): ShieldSubscription {
  const existing = TerraformStack.of(scope)
    .node.findAll()
    .filter((each) => each instanceof ShieldSubscription)
    .find((each) => accounts.get(each) === accountId);
  if (existing) return existing;
  const made = new ShieldSubscription(siteScopeOf(scope), 'shield-subscription', {
    autoRenew: 'ENABLED',
    skipDestroy: true,
  });
  accounts.set(made, accountId);
  return made;
}

export interface ShieldedProps {
  readonly name: string;
  readonly resourceArn: string;
}

/** Protects a resource by Shield Advanced, which the organisation subscribes to by that. */
export const shielded = (scope: Construct, site: AwsSite, props: ShieldedProps): ShieldProtection =>
  new ShieldProtection(scope, 'shield', { ...props, dependsOn: [subscription(scope, site)] });
