import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { StackFoundation, StackName } from '../constructs/contracts';
import type { Site } from '../environments/model';

/** One Terraform state of one site, named `<site>-<stack>`, with the backend and the providers of its platform. */
export class SiteStack<S extends Site> extends TerraformStack {
  constructor(
    scope: Construct,
    readonly stackName: StackName,
    readonly site: S,
    platform: StackFoundation<S>,
  ) {
    super(scope, `${site.name}-${stackName}`);
    platform.backend(this, site);
    platform.providers(this, site);
  }
}
