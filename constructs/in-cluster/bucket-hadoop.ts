import type { HadoopClient, NeedRequest } from '../contracts';
import { s3aJars, s3aSettings } from '../kubernetes/hadoop-s3';
import { storeName, storePort } from './bucket-names';

type Request = Pick<NeedRequest<'bucket'>, 'service' | 'name' | 'namespace'>;

/** S3A against the store beside the service: its address, one name for every bucket, no TLS, no region. */
export const bucketHadoop = (request: Request): HadoopClient => ({
  uri: `s3a://${storeName(request)}`,
  settings: {
    ...s3aSettings,
    'fs.s3a.endpoint': `http://${storeName(request)}.${request.namespace}.svc:${storePort}`,
    'fs.s3a.endpoint.region': 'us-east-1',
    'fs.s3a.path.style.access': 'true',
    'fs.s3a.connection.ssl.enabled': 'false',
  },
  jars: s3aJars,
  flinkPlugin: 'flink-s3-fs-hadoop',
});
