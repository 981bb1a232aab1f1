import type { DetectionEvidence } from '../contracts';

/** The trail is Google's own; these keep it. */
const archive = { in: 'network', type: 'google_logging_project_bucket_config' } as const;
const sink = { in: 'network', type: 'google_logging_project_sink' } as const;

/** Where what watches the project shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    {
      ...sink,
      path: 'filter',
      is: { matches: /cloudaudit\.googleapis\.com\/activity.*cloudaudit\.googleapis\.com\/policy/ },
    },
    { in: 'network', type: 'google_project_iam_audit_config', path: 'service', is: { equals: 'allServices' } },
  ],
  'detection.trail-own-key': [
    { ...archive, path: 'cmek_settings.kms_key_name', is: { matches: /\$\{google_kms_crypto_key\.[^}]+\.id\}/ } },
  ],
  // A log bucket has no public access: who reads it has a role in the project, and what it does is logged.
  'detection.trail-private': [{ ...sink, path: 'unique_writer_identity', is: { equals: true } }],
  'detection.trail-retention': [{ ...archive, path: 'retention_days', is: { atLeast: 30 } }],
  'detection.trail-locked': [{ ...archive, path: 'locked', is: { equals: true } }],
};
