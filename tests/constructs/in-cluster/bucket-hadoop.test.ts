import { bucketHadoop } from '../../../constructs/in-cluster/bucket-hadoop';

test('S3A goes to the store beside the service, and its key stays in a Secret', () => {
  const { uri, settings } = bucketHadoop({ service: 'processing', name: 'files', namespace: 'processing' });
  expect(uri).toBe('s3a://processing-files');
  expect(settings).toMatchObject({
    'fs.s3a.endpoint': 'http://processing-files.processing.svc:8333',
    'fs.s3a.path.style.access': 'true',
    'fs.s3a.connection.ssl.enabled': 'false',
  });
  expect(Object.keys(settings).filter((name) => /access\.key|secret/.test(name))).toEqual([]);
});
