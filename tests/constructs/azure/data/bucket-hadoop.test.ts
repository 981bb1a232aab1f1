import { bucketHadoop } from '../../../../constructs/azure/data/bucket-hadoop';

const { uri, settings, flinkPlugin, jars } = bucketHadoop('acmefiles', 'files');

test('ABFS keeps to the blob endpoint, which alone has a private address', () => {
  expect(uri).toBe('abfss://files@acmefiles.blob.core.windows.net');
  expect(settings).toMatchObject({
    'fs.azure.account.hns.enabled': 'false',
    'fs.azure.fns.account.service.type': 'BLOB',
  });
});

test('it signs in by the variables that Workload ID puts into the pod', () => {
  expect(settings['fs.azure.account.oauth2.client.id']).toBe(['$', '{env.AZURE_CLIENT_ID}'].join(''));
  expect(Object.keys(settings).filter((name) => /account\.key|secret/.test(name))).toEqual([]);
});

test("Flink's plugin is too old for either, so Hadoop's client comes along", () => {
  expect(flinkPlugin).toBeUndefined();
  expect(jars).toContainEqual(expect.stringMatching(/hadoop-azure-3\.4\.\d+\.jar$/));
});
