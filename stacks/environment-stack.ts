import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentStackName } from '../constructs/contracts';
import type { SitePart } from './platforms';

export interface EnvironmentStackProps {
  readonly environment: string;
  /** Whose state store keeps the stack's state. */
  readonly home: SitePart;
  /** Sites whose clouds it makes resources in; one a cloud. */
  readonly sites: readonly SitePart[];
  /** Ids of the stacks that are applied first. */
  readonly after: readonly string[];
}

/** One Terraform state of a whole environment, named `<environment>-<stack>`, with the providers of several sites. */
export class EnvironmentStack extends TerraformStack {
  readonly after: readonly string[];

  constructor(
    scope: Construct,
    readonly stackName: EnvironmentStackName,
    { environment, home, sites, after }: EnvironmentStackProps,
  ) {
    super(scope, `${environment}-${stackName}`);
    this.after = after;
    home.backend(this);
    for (const site of sites) site.providers(this);
    for (const id of after) {
      // Sites may be built apart from it.
      const stack = scope.node.tryFindChild(id);
      if (TerraformStack.isStack(stack)) this.addDependency(stack);
    }
  }
}
