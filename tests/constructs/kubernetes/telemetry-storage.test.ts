import {
  lokiStorage,
  objectStore,
  storeKey,
  tempoStorage,
  thanosStore,
} from '../../../constructs/kubernetes/telemetry-storage';

const s3 = { uri: 's3://series', env: { AWS_REGION: 'eu-west-1' } };
const gcs = { uri: 'gs://series', env: { GOOGLE_CLOUD_PROJECT: 'acme' } };
const azure = { uri: 'wasbs://metrics@acmeseries.blob.core.windows.net', env: {} };
const inCluster = {
  uri: 's3://series',
  env: {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: 'http://series.monitoring.svc:8333',
    AWS_ACCESS_KEY_ID: 'series',
    AWS_SECRET_ACCESS_KEY: { secret: 'series', key: 'value' },
  },
};

it.each([
  ['S3', s3, 'S3', 's3', 's3'],
  ['Cloud Storage', gcs, 'GCS', 'gcs', 'gcs'],
  ['Blob Storage', azure, 'AZURE', 'azure', 'azure'],
])('%s is told to Thanos, Loki and Tempo in the words of each', (_name, bucket, thanos, loki, tempo) => {
  const store = objectStore(bucket);
  expect(thanosStore(store).type).toBe(thanos);
  expect(Object.keys(lokiStorage(store))).toEqual([loki]);
  expect(tempoStorage(store).backend).toBe(tempo);
});

it('signs in by the identity of the pod on clouds', () => {
  expect(thanosStore(objectStore(s3)).config).toEqual({
    bucket: 'series',
    endpoint: 's3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    aws_sdk_auth: true,
  });
  expect(lokiStorage(objectStore(azure))).toEqual({
    azure: { account_name: 'acmeseries', container_name: 'metrics', use_federated_token: true },
  });
  expect([s3, gcs, azure].map(storeKey)).toEqual([undefined, undefined, undefined]);
});

it('reaches a store in the cluster by plain HTTP, with a key that no configuration holds', () => {
  const store = objectStore(inCluster);
  expect(thanosStore(store).config).toMatchObject({ endpoint: 'series.monitoring.svc:8333', insecure: true });
  expect(lokiStorage(store)).toMatchObject({ s3: { endpoint: 'http://series.monitoring.svc:8333', insecure: true } });
  expect(tempoStorage(store)).toMatchObject({ s3: { endpoint: 'series.monitoring.svc:8333', insecure: true } });
  expect(storeKey(inCluster)).toEqual({ id: 'series', secret: 'series', key: 'value' });
  expect(JSON.stringify([thanosStore(store), lokiStorage(store), tempoStorage(store)])).not.toContain('secret');
});
