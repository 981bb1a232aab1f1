import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { type GroupPart, groupName } from './names';

/** What of a stack belongs to one site: all of it, or the scope that the site's provider is in. */
const siteScopeOf = (scope: Construct): IConstruct =>
  [...scope.node.scopes]
    .reverse()
    .find(({ node }) => node.children.some((child) => child instanceof AzurermProvider)) ?? TerraformStack.of(scope);

/** The one resource group of a site in a stack, made by whoever asks first. */
export function resourceGroup(scope: Construct, site: AzureSite, part: GroupPart): ResourceGroup {
  const owner = siteScopeOf(scope) as Construct;
  const id = `${part}-group`;
  const existing = owner.node.tryFindChild(id);
  return existing instanceof ResourceGroup
    ? existing
    : new ResourceGroup(owner, id, { name: groupName(site, part), location: site.region });
}
