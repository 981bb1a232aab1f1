import { named, resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const settings = {
  trailRetention: 'locked',
  threatDetection: true,
  configurationRecording: true,
  alertsTo: ['platform@example.com'],
} as const;
const { governance, network, state } = synthesize({ governance: { detection: settings } });
const filterOf = (alert: string): string =>
  named(governance, 'google_monitoring_alert_policy', `alerts_${alert}_`).conditions[0].condition_matched_log.filter;

describe('detection', () => {
  it('is made of alerts and of feeds into a bucket', () => {
    expect(resourceCounts(governance)).toEqual({
      google_cloud_asset_project_feed: 2,
      google_kms_crypto_key: 1,
      google_kms_crypto_key_iam_member: 2,
      google_kms_key_ring: 1,
      google_monitoring_alert_policy: 6,
      google_monitoring_notification_channel: 1,
      google_pubsub_subscription: 1,
      google_pubsub_topic: 1,
      google_pubsub_topic_iam_member: 1,
      google_storage_bucket: 1,
      google_storage_bucket_iam_member: 2,
    });
  });

  it('locks the logs of the project, and the record of its configuration, for the stated time', () => {
    expect(theOnly(network, 'google_logging_project_bucket_config')).toMatchObject({
      locked: true,
      retention_days: 365,
    });
    expect(theOnly(governance, 'google_storage_bucket').retention_policy).toEqual({
      is_locked: true,
      retention_period: 365 * 86_400,
    });
  });

  it('leaves the lock of the logs alone where the organisation watches', () => {
    const central = synthesize({ governance: {} });
    expect(theOnly(central.network, 'google_logging_project_bucket_config').locked).toBeUndefined();
    expect(JSON.stringify(central.state)).not.toMatch(/cloudasset|alertPolicyEditor/);
  });

  it('keeps messages and files in the region, under an own key', () => {
    expect(theOnly(governance, 'google_pubsub_topic').message_storage_policy).toEqual({
      allowed_persistence_regions: ['europe-west1'],
      enforce_in_transit: true,
    });
    expect(theOnly(governance, 'google_storage_bucket').location).toBe('europe-west1');
  });

  it('looks for what opens something to everybody, and for who becomes an owner', () => {
    expect(filterOf('public-exposure')).toMatch(/allUsers.*allAuthenticatedUsers.*0\.0\.0\.0\/0/);
    expect(filterOf('root-use')).toContain('role="roles/owner"');
    expect(filterOf('key-deletion')).toContain('DestroyCryptoKeyVersion');
  });

  it('tells of rights that others than the pipeline change', () => {
    const [, email] = /principalEmail!="([^"]+)"/.exec(filterOf('policy-change')) ?? [];
    const accounts = resourcesOf(state, 'google_service_account').map(({ account_id }) => account_id);
    expect(accounts).toContain(email?.split('@')[0]);
  });

  it('lets Cloud Asset Inventory publish, and Pub/Sub write, and nobody read', () => {
    expect(theOnly(governance, 'google_pubsub_topic_iam_member')).toMatchObject({
      role: 'roles/pubsub.publisher',
      member: 'serviceAccount:service-123456789012@gcp-sa-cloudasset.iam.gserviceaccount.com',
    });
    expect(
      resourcesOf(governance, 'google_storage_bucket_iam_member')
        .map(({ role }) => role)
        .sort(),
    ).toEqual(['roles/storage.legacyBucketReader', 'roles/storage.objectCreator']);
  });
});

describe('the trail of an organisation', () => {
  const whole = synthesize({ organisationTrail: { organisationId: '999999999999' } });

  it('is a sink of the organisation into the log bucket of the site', () => {
    const [before, after] = [resourceCounts(network), resourceCounts(whole.network)];
    expect(after).toEqual({
      ...before,
      google_logging_organization_sink: 1,
      google_project_iam_member: (before.google_project_iam_member ?? 0) + 1,
    });
    expect(theOnly(whole.network, 'google_logging_organization_sink')).toMatchObject({
      org_id: '999999999999',
      include_children: true,
      destination: expect.stringContaining('google_logging_project_bucket_config'),
    });
  });

  it('leaves out what the sink of the project brings, and takes nothing away from others', () => {
    const sink = theOnly(whole.network, 'google_logging_organization_sink');
    expect(sink.filter).toMatch(/^\(log_id\(.*\) AND NOT logName:"projects\/[^/]+\/logs\/"$/);
    expect(sink.intercept_children).toBeUndefined();
  });

  it('may write into this one bucket, by a role that the pipeline may give', () => {
    const grant = named(whole.network, 'google_project_iam_member', 'organisation');
    expect(grant).toMatchObject({
      role: 'roles/logging.bucketWriter',
      member: expect.stringMatching(/google_logging_organization_sink\..*\.writer_identity/),
      condition: {
        expression: 'resource.name.endsWith("locations/europe-west1/buckets/test-google-europe-west1")',
      },
    });
    expect(JSON.stringify(whole.state)).toContain('roles/logging.bucketWriter');
    expect(JSON.stringify(state)).not.toContain('roles/logging.bucketWriter');
  });
});
