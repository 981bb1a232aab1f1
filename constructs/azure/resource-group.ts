import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { siteScopeOf } from '../terraform/site-provider';
import { type GroupPart, groupName } from './names';

/**
 * The one resource group of a site in a stack, made by whoever asks first.
 * @param region of what is known about the group. Default: that of the site.
 */
export function resourceGroup(
  scope: Construct,
  site: AzureSite,
  part: GroupPart,
  region: string = site.region,
): ResourceGroup {
  const owner = siteScopeOf(scope);
  const id = `${part}-group`;
  const existing = owner.node.tryFindChild(id);
  return existing instanceof ResourceGroup
    ? existing
    : new ResourceGroup(owner, id, { name: groupName(site, part), location: region });
}
