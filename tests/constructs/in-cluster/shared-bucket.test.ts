import type { NeedBinder } from '../../../constructs/contracts';
import { inClusterNeeds } from '../../../constructs/in-cluster';
import { bucket } from '../../../constructs/in-cluster/bucket';
import { sharedBucket } from '../../../constructs/in-cluster/shared-bucket';
import { lakehouse, type NeedKind, processing } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

const site = localSite({
  services: { lakehouse: lakehouse.config.parse({}), processing: processing.config.parse({}) },
});
const request = {
  site,
  service: 'processing',
  namespace: 'processing',
  name: 'tables',
  need: { kind: 'sharedBucket', service: 'lakehouse', need: 'tables' },
} as const;
const others = { providerOf: <K extends NeedKind>(kind: K) => inClusterNeeds[kind] as NeedBinder<K> };

test("inside the cluster the key is a copy, under a name that leaves the service's own bucket alone", () => {
  const binding = sharedBucket.bind(request, others);
  expect(binding).toMatchObject({
    name: 'lakehouse-tables',
    env: { TABLES_SECRET_KEY: { secret: 'processing-tables', key: 'value' } },
    podLabels: { 'evenkeel.dev/uses-lakehouse-tables': 'true' },
  });
  expect(Object.keys(binding.hadoop.settings).every((key) => key.startsWith('fs.s3a.bucket.lakehouse-tables.'))).toBe(
    true,
  );
  expect(binding.hadoop.settings).toMatchObject({
    'fs.s3a.bucket.lakehouse-tables.endpoint': 'http://lakehouse-tables.lakehouse.svc:8333',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Hadoop fills it in
    'fs.s3a.bucket.lakehouse-tables.secret.key': '${env.TABLES_SECRET_KEY}',
  });
});

test('the account that copies the key may read that Secret and no other', () => {
  const objects = objectsOf(sharedBucket, request);
  expect(kindsAndNames(objects)).toContain('ExternalSecret/processing-tables');
  const { rules } = one(objects, 'Role') as unknown as { rules: { resourceNames?: string[] }[] };
  expect(rules[0]?.resourceNames).toEqual(['lakehouse-tables']);
});

test('the store lets in who says that they use it, if it is shared at all', () => {
  const policy = (shared: boolean) =>
    JSON.stringify(
      one(
        objectsOf(bucket, requestFor<'bucket'>({ kind: 'bucket', versionRetentionDays: 30, shared }, 'tables')),
        'NetworkPolicy',
        'tracking-tables',
      ).spec.ingress,
    );
  expect(policy(true)).toContain('"evenkeel.dev/uses-tracking-tables":"true"');
  expect(policy(false)).not.toContain('evenkeel.dev/uses');
});
