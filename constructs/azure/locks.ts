import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';

/** Azure refuses to delete the resource, or anything inside it, until the lock is taken away. */
export function protect(scope: Construct, site: AzureSite, resource: string): void {
  if (!site.deletionProtection) return;
  new ManagementLock(scope, 'lock', {
    name: 'evenkeel',
    scope: resource,
    lockLevel: 'CanNotDelete',
    notes: `Deletion protection of ${site.name}`,
  });
}
