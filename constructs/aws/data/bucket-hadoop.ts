import type { HadoopClient } from '../../contracts';
import { s3aJars, s3aSettings } from '../../kubernetes/hadoop-s3';

/** S3A, signed in by EKS Pod Identity: its default chain of credentials ends at the agent of the node. */
export const bucketHadoop = (name: string, region: string): HadoopClient => ({
  uri: `s3a://${name}`,
  settings: { ...s3aSettings, 'fs.s3a.endpoint.region': region },
  jars: s3aJars,
  flinkPlugin: 'flink-s3-fs-hadoop',
});
