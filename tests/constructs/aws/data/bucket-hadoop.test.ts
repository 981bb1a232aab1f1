import { bucketHadoop } from '../../../../constructs/aws/data/bucket-hadoop';

test('S3A knows its region, and no key stands in its settings', () => {
  const { uri, settings, flinkPlugin } = bucketHadoop('acme-files', 'eu-central-1');
  expect(uri).toBe('s3a://acme-files');
  expect(settings['fs.s3a.endpoint.region']).toBe('eu-central-1');
  expect(Object.keys(settings).filter((name) => /key|secret|token|provider/.test(name))).toEqual([]);
  expect(flinkPlugin).toBe('flink-s3-fs-hadoop');
});
