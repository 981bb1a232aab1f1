import {
  Aspects,
  type IAspect,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import { Construct, type IConstruct } from 'constructs';

/** Everything of one cloud in a scope is made with one provider. */
class SiteProvider implements IAspect {
  private readonly prefix: string;

  constructor(private readonly provider: TerraformProvider) {
    this.prefix = `${provider.terraformResourceType}_`;
  }

  visit(node: IConstruct): void {
    const ofTerraform = TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node);
    if (ofTerraform && node.terraformResourceType.startsWith(this.prefix)) node.provider ??= this.provider;
  }
}

/**
 * Has all that a site makes in a stack of several sites made with that site's own provider: its account, its region, its
 * tags. `scope` holds nothing of other sites.
 */
export function useSiteProvider(scope: IConstruct, provider: TerraformProvider): void {
  if (provider.alias !== undefined) Aspects.of(scope).add(new SiteProvider(provider));
}

/** What of a stack belongs to one site, for what a site has once: all of the stack, or the scope that its provider is in. */
export const siteScopeOf = (scope: Construct): Construct =>
  scope.node.scopes
    .filter((each) => each instanceof Construct)
    .findLast(({ node }) => node.children.some((child) => child instanceof TerraformProvider)) ??
  TerraformStack.of(scope);
