import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { type GroupPart, groupName } from './names';

/** The one resource group of a stack, made by whoever asks first. */
export function resourceGroup(scope: Construct, site: AzureSite, part: GroupPart): ResourceGroup {
  const stack = TerraformStack.of(scope);
  const id = `${part}-group`;
  const existing = stack.node.tryFindChild(id);
  return existing instanceof ResourceGroup
    ? existing
    : new ResourceGroup(stack, id, { name: groupName(site, part), location: site.region });
}
