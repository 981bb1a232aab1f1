import type { RecoveryEvidence } from '../../contracts';
import { copyJobEvidence } from '../../kubernetes/copy-evidence';

const provider = { in: 'recovery', type: 'google_iam_workload_identity_pool_provider' } as const;
const job = { in: 'recovery', type: 'google_storage_transfer_job' } as const;

/** Copies of what the site keeps, where Google Cloud makes them or lets others make them. */
export const recoveryEvidence: RecoveryEvidence = {
  'bucket.copied-across': copyJobEvidence,
  'bucket.copies-trusted': [
    {
      ...provider,
      path: 'attribute_condition',
      is: { matches: /^assertion\.sub in \['system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+'/ },
    },
    { ...provider, path: 'oidc.issuer_uri', is: { present: true } },
    {
      in: 'recovery',
      type: 'google_storage_bucket_iam_member',
      path: 'member',
      is: { matches: /\/subject\/system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/ },
      where: { path: 'role', matches: /^roles\/storage\.object(Viewer|User)$/ },
    },
  ],
  'bucket.replicated': [
    { ...job, path: 'status', is: { equals: 'ENABLED' } },
    { ...job, path: 'replication_spec.gcs_data_sink.bucket_name', is: { present: true }, quantifier: 'some' },
    { ...job, path: 'transfer_spec.gcs_data_sink.bucket_name', is: { present: true }, quantifier: 'some' },
  ],
};
