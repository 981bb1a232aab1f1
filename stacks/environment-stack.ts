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
}

/** One Terraform state of a whole environment, named `<environment>-<stack>`, with the providers of several sites. */
export class EnvironmentStack extends TerraformStack {
  constructor(
    scope: Construct,
    readonly stackName: EnvironmentStackName,
    { environment, home, sites }: EnvironmentStackProps,
  ) {
    super(scope, `${environment}-${stackName}`);
    home.backend(this);
    for (const site of sites) site.providers(this);
  }
}
