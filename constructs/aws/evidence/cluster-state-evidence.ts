import { clusterStateEvidence as ofVelero } from '../../kubernetes/cluster-state-evidence';

const lock = { in: 'data', type: 'aws_s3_bucket_object_lock_configuration', quantifier: 'some' } as const;

/** Where backups of the cluster show their promises on S3. */
export const clusterStateEvidence = ofVelero([
  { ...lock, path: 'rule.default_retention.mode', is: { equals: 'COMPLIANCE' } },
  { ...lock, path: 'rule.default_retention.days', is: { atLeast: 14 } },
]);
