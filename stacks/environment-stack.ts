import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentStackName } from '../constructs/contracts';
import type { SitePart } from './platforms';

export interface EnvironmentStackProps {
  readonly environment: string;
  /** Whose state store keeps the stack's state. */
  readonly home: SitePart;
  /** Sites whose clouds it makes resources in. */
  readonly sites: readonly SitePart[];
  /** Ids of the stacks that are applied first. */
  readonly after: readonly string[];
}

/**
 * One Terraform state of a whole environment, named `<environment>-<stack>`. Each site has a scope of its own in it, named
 * after the site, where everything is made with the provider of that site. No provider is without a name: what belonged to a
 * site that is gone is never looked for in the account or region of another.
 */
export class EnvironmentStack extends TerraformStack {
  readonly after: readonly string[];
  private readonly scopes: ReadonlyMap<string, Construct>;

  constructor(
    scope: Construct,
    readonly stackName: EnvironmentStackName,
    { environment, home, sites, after }: EnvironmentStackProps,
  ) {
    super(scope, `${environment}-${stackName}`);
    this.after = after;
    home.backend(this);
    this.scopes = new Map(
      sites.map((part) => {
        const scope = new Construct(this, part.site.name);
        part.providers(scope, part.site.name);
        return [part.site.name, scope];
      }),
    );
    for (const id of after) {
      // Sites may be built apart from it.
      const stack = scope.node.tryFindChild(id);
      if (TerraformStack.isStack(stack)) this.addDependency(stack);
    }
  }

  /** Where everything of one site is made. */
  protected scopeOf({ site }: SitePart): Construct {
    const scope = this.scopes.get(site.name);
    if (!scope) throw new Error(`${site.name} is not part of ${this.node.id}`);
    return scope;
  }
}
