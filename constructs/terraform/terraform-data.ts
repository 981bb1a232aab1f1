import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps extends TerraformMetaArguments {
  /** A new value makes the resource anew, and runs its provisioners. */
  readonly triggersReplace: Readonly<Record<string, string>>;
}

/**
 * `terraform_data`, Terraform's own resource without a cloud. cdktf's class asks the machine for the version of Terraform
 * while it builds; a build needs no program, and every stack states the version that it wants.
 */
export class TerraformData extends TerraformResource {
  private readonly triggersReplace: TerraformDataProps['triggersReplace'];

  constructor(scope: Construct, id: string, { triggersReplace, ...meta }: TerraformDataProps) {
    super(scope, id, { terraformResourceType: 'terraform_data', ...meta });
    this.triggersReplace = triggersReplace;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers_replace: this.triggersReplace };
  }
}
