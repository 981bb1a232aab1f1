import type { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { TerraformResource, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/*
 * What the frozen bindings (aws 6.25) and cdktf 0.21 lack against the current provider (aws 6.48) and Terraform, all of
 * it in this file.
 */

/** The bindings ask for aws ~> 6.0; the stacks are written for, and checked with, the current minor. */
export const requireCurrentProvider = (stack: TerraformStack): void => {
  stack.addOverride('terraform.required_providers.aws.version', '~> 6.48');
  // Write-only arguments and ephemeral values.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
};

/** cdktf knows the lock table only; S3 locks by itself since Terraform 1.10, with an object that one writer can create. */
export const lockInBucket = (stack: TerraformStack): void =>
  stack.addOverride('terraform.backend.s3.use_lockfile', true);

export interface AwsMskTopicProps {
  readonly clusterArn: string;
  readonly name: string;
  readonly partitions: number;
  /** Of every record. */
  readonly copies: number;
  /** In Kafka's own words. */
  readonly settings: Readonly<Record<string, string>>;
  /** Terraform refuses to delete it: its records would go with it. */
  readonly kept: boolean;
}

/** `aws_msk_topic`, new in 6.4x: Amazon makes topics itself, where a program in the network had to before. */
export class AwsMskTopic extends TerraformResource {
  static readonly tfResourceType = 'aws_msk_topic';

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsMskTopicProps,
  ) {
    super(scope, id, {
      terraformResourceType: AwsMskTopic.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'aws', providerVersion: '6.48.0' },
      lifecycle: { preventDestroy: props.kept },
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { clusterArn, name, partitions, copies, settings } = this.props;
    return {
      cluster_arn: clusterArn,
      name,
      partition_count: partitions,
      replication_factor: copies,
      configs: JSON.stringify(settings),
    };
  }
}

/** `passwords_wo` is newer than the bindings: the password of a cache's user is written, never kept. */
export const writePassword = (user: ElasticacheUser, password: string, version: number): void => {
  user.addOverride('passwords_wo', password);
  user.addOverride('passwords_wo_version', version);
};
