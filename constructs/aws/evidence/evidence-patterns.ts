import type { StackName } from '../../contracts';

/** A key of the site, made or adopted, here or in another stack. */
export const keyArn = /\$\{((?:data\.)?aws_kms_key\.[^}]+\.arn|data\.terraform_remote_state\.[^}]+aws_kms_key[^}]+)\}/;

const tlsOnly = /"Effect":"Deny","Principal":\{"AWS":"\*"\},"Action":\["s3:\*"\].*"aws:SecureTransport":"false"/;

/** Buckets are private, versioned and refuse requests without TLS, whatever they hold. */
export const bucketEvidence = (stack: StackName) =>
  ({
    private: [
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'block_public_acls', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'block_public_policy', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'ignore_public_acls', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'restrict_public_buckets', is: { equals: true } },
      {
        in: stack,
        type: 'aws_s3_bucket_ownership_controls',
        path: 'rule.object_ownership',
        is: { equals: 'BucketOwnerEnforced' },
      },
    ],
    versioned: {
      in: stack,
      type: 'aws_s3_bucket_versioning',
      path: 'versioning_configuration.status',
      is: { equals: 'Enabled' },
    },
    tlsOnly: { in: stack, type: 'aws_s3_bucket_policy', path: 'policy', is: { matches: tlsOnly } },
  }) as const;

export const encryption = 'rule[].apply_server_side_encryption_by_default';

export const endpoint = (service: string) =>
  ({
    in: 'network',
    type: 'aws_vpc_endpoint',
    path: 'service_name',
    is: { matches: new RegExp(`\\.${service.replaceAll('.', '\\.')}$`) },
    quantifier: 'some',
  }) as const;
