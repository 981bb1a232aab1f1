import type { HadoopClient } from '../../contracts';

const connectorVersion = '3.0.4';

/** Google's connector, signed in by the metadata server, which is its default. */
export const bucketHadoop = (name: string, projectId: string): HadoopClient => ({
  uri: `gs://${name}`,
  settings: {
    'fs.gs.impl': 'com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem',
    'fs.AbstractFileSystem.gs.impl': 'com.google.cloud.hadoop.fs.gcs.GoogleHadoopFS',
    'fs.gs.project.id': projectId,
  },
  jars: [`com/google/cloud/bigdataoss/gcs-connector/${connectorVersion}/gcs-connector-${connectorVersion}-shaded.jar`],
  flinkPlugin: 'flink-gs-fs-hadoop',
});
