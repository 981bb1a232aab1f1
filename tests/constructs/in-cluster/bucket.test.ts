import { bucket } from '../../../constructs/in-cluster/bucket';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

const request = (versionRetentionDays = 30) =>
  requestFor<'bucket'>({ kind: 'bucket', versionRetentionDays }, 'artifacts');

const objects = objectsOf(bucket, request());
const setup = one(objects, 'Job');
const store = one(objects, 'StatefulSet');

test('makes a store with its volume and secret, and a job that sets the bucket up', () => {
  expect(kindsAndNames(objects).map((name) => name.replace(/setup-[0-9a-f]{8}$/, 'setup-<hash>'))).toEqual([
    'ExternalSecret/tracking-artifacts',
    'Job/tracking-artifacts-setup-<hash>',
    'NetworkPolicy/tracking-artifacts',
    'NetworkPolicy/tracking-artifacts-setup',
    'Password/tracking-artifacts',
    'PersistentVolumeClaim/tracking-artifacts',
    'Service/tracking-artifacts',
    'StatefulSet/tracking-artifacts',
  ]);
});

test('binds to an S3 address with credentials from the Secret', () => {
  expect(bucket.bind(request())).toMatchObject({
    name: 'tracking-artifacts',
    uri: 's3://tracking-artifacts',
    env: {
      AWS_ENDPOINT_URL_S3: 'http://tracking-artifacts.tracking.svc:8333',
      AWS_ACCESS_KEY_ID: 'tracking-artifacts',
      AWS_SECRET_ACCESS_KEY: { secret: 'tracking-artifacts', key: 'value' },
    },
    egress: [{ namespace: 'tracking', ports: [{ port: 8333, protocol: 'TCP' }] }],
  });
});

test('keeps versions as long as asked, and can be set up again', () => {
  const [script] = setup.spec.template.spec.containers[0].args;
  expect(script.split('\n')).toEqual([
    'set -eu',
    'aws s3api head-bucket --bucket tracking-artifacts || aws s3api create-bucket --bucket tracking-artifacts',
    'aws s3api put-bucket-versioning --bucket tracking-artifacts --versioning-configuration Status=Enabled',
    expect.stringMatching(/put-bucket-lifecycle-configuration .*"NoncurrentDays":30/),
  ]);
});

test('other rules are another job', () => {
  expect(one(objectsOf(bucket, request(60)), 'Job').metadata.name).not.toBe(setup.metadata.name);
  expect(one(objectsOf(bucket, request()), 'Job').metadata.name).toBe(setup.metadata.name);
});

test('store and job use the same credentials, so nobody else has any', () => {
  const credentials = ({ spec }: typeof store) =>
    spec.template.spec.containers[0].env.filter(({ name }: { name: string }) => /ACCESS_KEY/.test(name));
  expect(credentials(store)).toEqual(credentials(setup));
  expect(credentials(store)).toHaveLength(2);
});

test('the volume outlives what uses it', () => {
  expect(one(objects, 'PersistentVolumeClaim').metadata.annotations).toMatchObject({
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  });
});

test('is reached by its service and its job on one port, and reaches nothing', () => {
  const { spec } = one(objects, 'NetworkPolicy', 'tracking-artifacts');
  expect(spec.policyTypes).toContain('Egress');
  expect(spec).not.toHaveProperty('egress');
  expect(spec.ingress).toHaveLength(2);
  for (const { ports } of spec.ingress) expect(ports).toEqual([{ port: 8333, protocol: 'TCP' }]);
  expect(spec.podSelector.matchLabels).toEqual(store.spec.template.metadata.labels);
  expect(one(objects, 'Service').spec.selector).toEqual(store.spec.template.metadata.labels);
});

test('two buckets of one service do not meet', () => {
  const other = objectsOf(bucket, requestFor<'bucket'>({ kind: 'bucket', versionRetentionDays: 7 }, 'datasets'));
  const names = new Set(kindsAndNames(objects));
  expect(kindsAndNames(other).filter((name) => names.has(name))).toEqual([]);
});
