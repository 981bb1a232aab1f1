import type { RecoveryEvidence } from '../../contracts';
import { copyJobEvidence } from '../../kubernetes/copy-evidence';

const role = {
  in: 'recovery',
  type: 'aws_iam_role',
  where: { path: 'description', matches: /^Copies \S+ for / },
} as const;
const replication = { in: 'recovery', type: 'aws_s3_bucket_replication_configuration' } as const;

/** Copies of what the site keeps, where AWS makes them or lets others make them. */
export const recoveryEvidence: RecoveryEvidence = {
  'bucket.copied-across': copyJobEvidence,
  'bucket.copies-trusted': [
    {
      in: 'recovery',
      type: 'aws_iam_openid_connect_provider',
      path: 'client_id_list',
      is: { equals: ['sts.amazonaws.com'] },
    },
    {
      ...role,
      path: 'assume_role_policy',
      is: {
        matches:
          /"StringEquals":\{"[^}]*\}:aud":"sts\.amazonaws\.com","[^}]*\}:sub":"system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+"\}/,
      },
    },
    { ...role, path: 'permissions_boundary', is: { present: true } },
  ],
  'bucket.replicated': [
    { ...replication, path: 'rule[].status', is: { equals: 'Enabled' } },
    { ...replication, path: 'rule[].destination.replication_time.status', is: { equals: 'Enabled' } },
    { ...replication, path: 'rule[].destination.metrics.status', is: { equals: 'Enabled' } },
    {
      ...replication,
      path: 'rule[].destination.encryption_configuration.replica_kms_key_id',
      is: { matches: /^arn:aws:kms:/ },
    },
    {
      ...replication,
      path: 'rule[].source_selection_criteria.sse_kms_encrypted_objects.status',
      is: { equals: 'Enabled' },
    },
  ],
};
