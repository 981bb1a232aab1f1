import { bucketHadoop } from '../../../../constructs/google/data/bucket-hadoop';

test("Google's connector signs in as the pod", () => {
  const { uri, settings, flinkPlugin } = bucketHadoop('acme-files', 'acme-ml');
  expect(uri).toBe('gs://acme-files');
  expect(settings['fs.gs.project.id']).toBe('acme-ml');
  expect(Object.keys(settings).filter((name) => /keyfile|auth/.test(name))).toEqual([]);
  expect(flinkPlugin).toBe('flink-gs-fs-hadoop');
});
